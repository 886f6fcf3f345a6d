#!/bin/sh
# Runs a command with the registry settings and the CA of whoever builds, handed in as build secrets and kept in no layer.
set -eu
if [ -s /run/secrets/npmrc ]; then export NPM_CONFIG_USERCONFIG=/run/secrets/npmrc; fi
if [ -s /run/secrets/ca ]; then
  # npm reads the first, pnpm the second.
  export NODE_EXTRA_CA_CERTS=/run/secrets/ca SSL_CERT_FILE=/run/secrets/ca
fi
exec "$@"
