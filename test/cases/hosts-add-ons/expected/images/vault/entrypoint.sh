#!/bin/bash
# Usage: entrypoint.sh [master|healthy] [ARGUMENT...]
#
# Starts Vault with Consul behind it. As master it also initialises and unseals it, once, and puts the unseal
# keys where VAULT_KEYS_DIR says. ARGUMENTs go to `vault server`.
set -euo pipefail
umask 077

export VAULT_HOME=${VAULT_HOME:-/vault}
share=${VAULT_SHARE:-/usr/local/share/vault}
here=$(dirname -- "${BASH_SOURCE[0]}")

# Kubernetes sets these for services called consul and vault.
export CONSUL_SERVICE_HOST=${CONSUL_SERVICE_HOST:-127.0.0.1}
export CONSUL_SERVICE_PORT=${CONSUL_SERVICE_PORT:-8500}
export VAULT_SERVICE_PORT=${VAULT_SERVICE_PORT:-8200}
if [[ -z ${VAULT_IP-} ]]; then
  read -r VAULT_IP _ < <(hostname -i)
fi
export VAULT_IP
export VAULT_ADDR=https://$VAULT_IP:$VAULT_SERVICE_PORT VAULT_CACERT=$VAULT_HOME/tls/certificate.pem

if [[ ${1-} == healthy ]]; then
  exec curl --silent --fail --output /dev/null --cacert "$VAULT_CACERT" \
    "$VAULT_ADDR/v1/sys/health?standbyok=true&sealedcode=200&uninitcode=200"
fi

master=no
if [[ ${1-} == master ]]; then
  master=yes
  shift
fi

# A certificate that is mounted there is used as it is; one of our own lasts as long as the container may.
mkdir -p "$VAULT_HOME/config" "$VAULT_HOME/tls"
if [[ ! -s $VAULT_HOME/tls/key.pem ]]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=vault \
    -addext "subjectAltName=DNS:vault,DNS:localhost,IP:127.0.0.1,IP:$VAULT_IP${VAULT_NAMES:+,DNS:${VAULT_NAMES//,/,DNS:}}" \
    -keyout "$VAULT_HOME/tls/key.pem" -out "$VAULT_HOME/tls/certificate.pem" 2>/dev/null
fi
cp -- "$share/config.hcl" "$VAULT_HOME/config/config.hcl"
"$here/bind-tokens" "$share/tokens.tsv" "$VAULT_HOME/config/config.hcl"

if [[ $master == no ]]; then
  exec vault server -config="$VAULT_HOME/config/config.hcl" "$@"
fi

vault server -config="$VAULT_HOME/config/config.hcl" "$@" &
server=$!
stopping=no
trap 'stopping=yes; kill -TERM "$server" 2>/dev/null || true' TERM INT QUIT

"$here/initialise.sh" &
initialiser=$!
status=0
wait -n "$server" "$initialiser" || status=$?
# The initialiser is done, or has failed; Vault itself is not to end.
if ((status == 0)) && kill -0 "$server" 2>/dev/null; then
  wait "$server" || status=$?
  # A signal ends the wait before Vault has ended.
  while kill -0 "$server" 2>/dev/null; do wait "$server" || status=$?; done
  if [[ $stopping == yes ]]; then exit 0; fi
  exit "$status"
fi
kill -TERM "$server" "$initialiser" 2>/dev/null || true
wait || true
if [[ $stopping == yes ]]; then exit 0; fi
echo "vault: a part of it ended with $status" >&2
exit 1
