#!/bin/sh
# Puts ADMIN_FROM and the time to wait into nginx.conf and runs nginx; made for a read-only root, so everything goes to /tmp.
set -eu

# The longest wait the api may be asked for; /predict may be told to wait longer.
longest=60
predict=${MILLRACE_PREDICT_WAIT_SECONDS:-30}
case "$predict" in *[!0-9]*) predict=$longest ;; esac
if [ "$predict" -gt "$longest" ]; then longest=$predict; fi

admin_from=
for range in $(echo "${ADMIN_FROM:-}" | tr ',' ' '); do
  case "$range" in
    *[!0-9a-fA-F.:/]*) echo "ADMIN_FROM must be a comma list of addresses or CIDR ranges; $range is neither." >&2; exit 1 ;;
  esac
  admin_from="$admin_from $range 1;"
done

sed -e "s|@ADMIN_FROM@|$admin_from|" -e "s|@READ_TIMEOUT_SECONDS@|$((longest + 30))|" /etc/millrace/nginx.conf > /tmp/nginx.conf
exec nginx -e stderr -c /tmp/nginx.conf -g 'daemon off;'
