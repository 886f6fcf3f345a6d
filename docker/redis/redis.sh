#!/bin/sh
# `start` runs Redis, `check` asks whether it answers; the password is the one in the secret REDIS_URL, so there is one truth.
set -eu
password=$(sed -n 's|^rediss\{0,1\}://[^:/@]*:\([^@]*\)@.*|\1|p' /run/secrets/redis_url)
if [ -z "$password" ]; then
  echo "The secret redis_url must look like redis://:PASSWORD@redis:6379 (docker/set-up.sh writes one)." >&2
  exit 1
fi
# The apps read %XX in a URL as one character, Redis takes the line as it is.
case "$password" in *[!A-Za-z0-9._~+=-]*)
  echo "The password in the secret redis_url may have letters, digits and ._~+=- in it, and nothing else." >&2
  exit 1
esac
case "$1" in
  # Through standard input, since arguments can be read by everybody on the machine.
  start) exec redis-server /etc/millrace/redis.conf --maxmemory "$MAXMEMORY" - <<CONFIGURATION
requirepass $password
CONFIGURATION
    ;;
  check) REDISCLI_AUTH=$password exec redis-cli ping | grep -q PONG ;;
esac
