#!/bin/bash
# Watches the endpoints of SERVICE and writes Apache's configuration for them to /yapache/hybris.conf in etcd.
# Starts over from a fresh list whenever the watch ends; SIGTERM ends it.
set -euo pipefail

api=${KUBERNETES_API:?names the API, such as http://172.31.0.10:8080}
version=${KUBERNETES_API_VERSION:?is v1beta1 or v1}
service=${SERVICE:-hybris-platform}
namespace=${NAMESPACE:-default}
key=${ETCD_KEY:-/yapache/hybris.conf}
in_line=${WATCHER_STATE:-/run/watcher}/in-line
here=$(dirname -- "${BASH_SOURCE[0]}")
IFS=, read -r -a peers <<<"${ETCD_PEERS:?names the etcd to write to, such as http://172.31.0.10:4001}"

log() {
  echo "yapache-k8s-watcher: $*" >&2
}

case $version in
  v1beta1)
    list_path="api/v1beta1/endpoints?namespace=$namespace"
    watch_path="api/v1beta1/watch/endpoints?namespace=$namespace&resourceVersion="
    ;;
  v1)
    list_path="api/v1/namespaces/$namespace/endpoints"
    watch_path="api/v1/watch/namespaces/$namespace/endpoints?resourceVersion="
    ;;
  *)
    log "no API version $version"
    exit 2
    ;;
esac

# The addresses of an endpoints object, a line each: v1beta1 has them with their ports, v1 in subsets.
readonly ADDRESSES='[.endpoints[]? | sub(":[0-9]+$"; "")] + [.subsets[]?.addresses[]?.ip] | unique | .[]'

watching=
stop() {
  rm -f -- "$in_line"
  if [[ -n $watching ]]; then kill "$watching" 2>/dev/null || true; fi
}
trap stop EXIT
trap 'exit 0' TERM INT

# Runs a program so that a signal does not have to wait for its end.
patient() {
  "$@" &
  wait $!
}

# Writes the configuration for the addresses that come in, unless etcd has it already. A member that does not lead
# answers with a redirect to the one that does.
publish() {
  local peer config current code
  local -a addresses
  mapfile -t addresses < <(grep -E '^[0-9A-Fa-f.:]+$' || true)
  config=$("$here/apache-config.sh" ${addresses[@]+"${addresses[@]}"})
  for peer in "${peers[@]}"; do
    current=$(curl --silent --location --max-time 10 "${peer%/}/v2/keys$key" | jq --raw-output '.node.value // empty' 2>/dev/null) || true
    if [[ $current == "$config" ]]; then
      touch -- "$in_line"
      return 0
    fi
    code=$(curl --silent --show-error --location --max-time 10 --output /dev/null --write-out '%{http_code}' --request PUT \
      --data-urlencode value@- "${peer%/}/v2/keys$key" <<<"$config") || continue
    if [[ $code == 200 || $code == 201 ]]; then
      log "${#addresses[@]} pods: ${addresses[*]-}"
      touch -- "$in_line"
      return 0
    fi
  done
  rm -f -- "$in_line"
  log "no etcd takes the configuration"
  return 1
}

# What the API says now; sets `revision` to where a watch goes on from.
revision=
look() {
  local answer
  answer=$(curl --silent --show-error --fail --max-time 30 "${api%/}/$list_path") || return
  revision=$(jq --raw-output '.resourceVersion // .metadata.resourceVersion // 0' <<<"$answer") || return
  jq --arg service "$service" '.items[]? | select((.id // .metadata.name) == $service)' <<<"$answer" |
    jq --raw-output "$ADDRESSES" | publish
}

# One event a line, until the connection ends. A watch that says nothing for long may be a dead one.
follow() {
  local event
  exec 3< <(exec curl --silent --no-buffer --fail --max-time 300 "${api%/}/$watch_path$revision")
  watching=$!
  while IFS= read -r -u 3 event; do
    if [[ $(jq --raw-output .type <<<"$event") == ERROR ]]; then break; fi
    if ! jq --exit-status --arg service "$service" '.object | (.id // .metadata.name) == $service' <<<"$event" >/dev/null; then
      continue
    fi
    jq --raw-output "if .type == \"DELETED\" then empty else .object | $ADDRESSES end" <<<"$event" | publish || break
  done
  exec 3<&-
  kill "$watching" 2>/dev/null || true
  watching=
}

while true; do
  if look; then follow; else log "the API or etcd does not answer"; fi
  rm -f -- "$in_line"
  patient sleep "${RETRY_SECONDS:-1}" || true
done
