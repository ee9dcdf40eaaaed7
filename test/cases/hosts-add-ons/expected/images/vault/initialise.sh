#!/bin/bash
# Initialises Vault when nobody has, and unseals it. The unseal keys and the root token go to VAULT_KEYS_DIR, a
# directory that is mounted into the container, and nowhere else: no log, no command line, no image. From there the command
# of VAULT_HAND_OVER, a list of words in JSON, takes them to who is to have them. VAULT_POLICIES has policies by name.
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

if [[ ! -e $keys ]]; then
  if sealed; then log "sealed, and there are no keys in $directory: unseal it by hand"; fi
  exit 0
fi
for ((number = 0; number < threshold; number++)); do
  if ! sealed; then break; fi
  jq --argjson number "$number" '{key: .keys[$number]}' "$keys" | send unseal >/dev/null || fail "Vault does not take key $number"
done
if sealed; then fail "Vault is still sealed"; fi
log "unsealed"

# The token comes in by a pipe, as keys do.
write_policy() {
  jq --arg name "$1" '{policy: .[$name]}' <<<"$VAULT_POLICIES" |
    call --fail --output /dev/null --request PUT --header @<(jq --raw-output '"X-Vault-Token: " + .root_token' "$keys") \
      --header 'Content-Type: application/json' --data-binary @- "$VAULT_ADDR/v1/sys/policies/acl/$1"
}

if [[ -n ${VAULT_POLICIES-} ]]; then
  while IFS= read -r policy; do
    # A Vault that has just been unsealed takes a moment until it is the active one.
    for pause in 1 2 4 8 0; do
      if write_policy "$policy" 2>/dev/null; then
        log "has the policy $policy"
        break
      fi
      ((pause > 0)) || fail "Vault does not take the policy $policy"
      sleep "$pause"
    done
  done < <(jq --raw-output 'keys[]' <<<"$VAULT_POLICIES")
fi

[[ -n ${VAULT_HAND_OVER-} ]] || exit 0
command=()
eval "command=($(jq --raw-output 'map(@sh) | join(" ")' <<<"$VAULT_HAND_OVER"))"
# What it says may hold what it was given: nobody hears it.
if "${command[@]}" <"$keys" >/dev/null 2>&1; then
  rm -f -- "$keys"
  log "the keys were handed over by ${command[0]}, and are gone from $directory"
else
  log "${command[0]} ended with $?: the keys stay in $keys, and it is tried again at the next start"
fi
