#!/bin/sh
# Fills in nginx.conf from the environment and runs nginx; made for a read-only root, so what it writes goes to /tmp.
set -eu

# The longest wait the api may be asked for; /predict may be told to wait longer.
longest=60
predict=${MILLRACE_PREDICT_WAIT_SECONDS:-30}
case "$predict" in *[!0-9]*) predict=$longest ;; esac
if [ "$predict" -gt "$longest" ]; then longest=$predict; fi

each() { # VARIABLE BEFORE AFTER: the addresses and ranges in it, each between the two
  for range in $(eval "echo \"\${$1:-}\"" | tr ',' ' '); do
    case "$range" in
      *[!0-9a-fA-F.:/]*) echo "$1 must be a comma list of addresses and CIDR ranges; $range is neither." >&2; exit 1 ;;
    esac
    printf '%s' "$2$range$3; "
  done
}
admins=$(each ADMIN_FROM '' ' 1')
readers=$(each METRICS_FROM '' ' 1')
proxies=$(each PROXIES_IN_FRONT '' ' 1')
believed=$(each PROXIES_IN_FRONT 'set_real_ip_from ' '')

sed -e "s|@ADMIN_FROM@|$admins|" -e "s|@METRICS_FROM@|$readers|" -e "s|@PROXIES_IN_FRONT@|$proxies|" -e "s|@REAL_IP_FROM@|$believed|" \
  -e "s|@READ_TIMEOUT_SECONDS@|$((longest + 30))|" /etc/millrace/nginx.conf > /tmp/nginx.conf
exec nginx -e stderr -c /tmp/nginx.conf -g 'daemon off;'
