#!/bin/sh
# Makes what the stack wants to find before its first start, and leaves alone what is there:
#   docker/secrets/   the passwords and keys; OPENAI_API_KEY is taken from the environment, the others are drawn
#   docker/.env       the settings, for you to add to
set -eu
cd "$(dirname "$0")"
umask 022

# Containers read the files as users of their own, so the folder keeps others out and the files do not.
mkdir -p secrets
chmod 700 secrets

random() { od -An -tx1 -N24 /dev/urandom | tr -d ' \n'; }
keep() { # NAME VALUE
  if [ -s "secrets/$1" ]; then return; fi
  printf '%s' "$2" > "secrets/$1"
  chmod 644 "secrets/$1"
}

keep redis_url "redis://:$(random)@redis:6379"
keep api_keys "default:mr_$(random)"
keep admin_password "$(random)"
keep openai_api_key "${OPENAI_API_KEY:-}"

if [ ! -e .env ]; then
  cat > .env <<'SETTINGS'
# Settings of the stack, one NAME=value a line; docker/compose.yaml lists them, docs/reference/settings.md explains them.
COMPOSE_PROJECT_NAME=millrace
# APIS=1
# WORKERS=1
# OPENAI_BASE_URL=http://host.docker.internal:11434/v1
# MODEL_NAME=gpt-4o-mini
SETTINGS
fi

echo "The stack can start: docker compose -f docker/compose.yaml up -d --build"
echo "Your API key is in docker/secrets/api_keys, after the colon."
if ! [ -s secrets/openai_api_key ]; then
  echo "There is no OPENAI_API_KEY yet: put it into docker/secrets/openai_api_key (any word, for an upstream that wants none); until then no worker runs."
fi
