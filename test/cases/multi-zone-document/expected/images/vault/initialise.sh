#!/bin/bash
# Initialises Vault when nobody has, and unseals it. The unseal keys and the root token go to VAULT_KEYS_DIR, a
# directory that is mounted into the container, and nowhere else: no log, no command line, no image.
set -euo pipefail
umask 077

log() {
  echo "vault: $*" >&2
}

fail() {
  log "$*"
  exit 1
}

directory=${VAULT_KEYS_DIR:?names the mounted directory that gets the unseal keys}
keys=$directory/vault-keys.json
shares=${VAULT_KEY_SHARES:-5}
threshold=${VAULT_KEY_THRESHOLD:-3}

[[ -d $directory && -w $directory ]] || fail "VAULT_KEYS_DIR $directory is not a directory that may be written"
[[ $(stat -c %d "$directory") != $(stat -c %d /) ]] || fail "VAULT_KEYS_DIR $directory is in the container itself: mount it"

call() {
  curl --silent --show-error --cacert "$VAULT_CACERT" "$@"
}

# A body comes in, so that no key is ever an argument.
send() {
  call --fail --request PUT --header 'Content-Type: application/json' --data-binary @- "$VAULT_ADDR/v1/sys/$1"
}

tries=0
until initialised=$(call --max-time 30 "$VAULT_ADDR/v1/sys/init" 2>/dev/null | jq --raw-output .initialized 2>/dev/null) &&
  [[ $initialised == true || $initialised == false ]]; do
  tries=$((tries + 1))
  ((tries < ${VAULT_START_TRIES:-120})) || fail "Vault does not answer"
  sleep 1
done

if [[ $initialised == false ]]; then
  [[ ! -e $keys ]] || fail "$keys is there, but Vault is not initialised: move it away first"
  # The answer comes once: no time limit cuts it short, and what has come is never thrown away.
  temporary=$(mktemp "$keys.XXXXXX")
  if ! printf '{"secret_shares": %d, "secret_threshold": %d}' "$shares" "$threshold" | send init >"$temporary"; then
    [[ -s $temporary ]] || rm -f -- "$temporary"
    fail "Vault was not initialised"
  fi
  sync
  mv -- "$temporary" "$keys"
  log "initialised: the keys are in $keys; hand them out and remove the file"
fi

sealed() {
  [[ $(call "$VAULT_ADDR/v1/sys/seal-status" | jq .sealed) == true ]]
}

if ! sealed; then exit 0; fi
if [[ ! -e $keys ]]; then
  log "sealed, and there are no keys in $directory: unseal it by hand"
  exit 0
fi
for ((number = 0; number < threshold; number++)); do
  jq --argjson number "$number" '{key: .keys[$number]}' "$keys" | send unseal >/dev/null || fail "Vault does not take key $number"
done
if sealed; then fail "Vault is still sealed"; fi
log "unsealed"
