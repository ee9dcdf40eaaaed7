#!/bin/bash
# etcd 0.4's command line on top of the real etcd 3: its v2 API does what --peers did.
set -euo pipefail

declare -A given
for argument; do
  key=${argument%%=*}
  given[${key#--}]=${argument#*=}
done
name=${given[name]}
data=${given[data-dir]}
own="$name=http://${given[peer-addr]}"

initial=$own
state=new
if [[ -n ${given[peers]-} ]]; then
  state=existing
fi
if [[ $state == existing && ! -d $data/member ]]; then
  api="http://${given[peers]%:*}:${given[addr]##*:}/v2/members"
  body="{\"peerURLs\":[\"http://${given[peer-addr]}\"]}"
  code=$(/usr/lib/stand-ins/curl -s -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -d "$body" "$api")
  [[ $code == 201 || $code == 409 ]]
  initial=$(/usr/lib/stand-ins/curl -sf "$api" | jq -r --arg own "$name" '[.members[] | (if .name == "" then $own else .name end) + "=" + .peerURLs[0]] | join(",")')
fi

exec /usr/lib/stand-ins/etcd --enable-v2 --name "$name" --data-dir "$data" \
  --listen-client-urls "http://${given[bind-addr]}" --advertise-client-urls "http://${given[addr]}" \
  --listen-peer-urls "http://${given[peer-bind-addr]}" --initial-advertise-peer-urls "http://${given[peer-addr]}" \
  --initial-cluster "$initial" --initial-cluster-state "$state"
