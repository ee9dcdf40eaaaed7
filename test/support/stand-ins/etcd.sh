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
  # Machines join one after the other: etcd takes no member more before the last one has started.
  until code=$(/usr/lib/stand-ins/curl -s -m 10 -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -d "$body" "$api") &&
    [[ $code == 201 || $code == 409 ]]; do
    sleep 0.5
  done
  initial=$(/usr/lib/stand-ins/curl -sf -m 10 "$api" | jq -r --arg own "$own" '
    [.members[] | .peerURLs[0] as $url | if ($own | endswith("=" + $url)) then $own elif .name == "" then "\($url)=\($url)" else "\(.name)=\($url)" end]
    | join(",")')
fi

exec /usr/lib/stand-ins/etcd --enable-v2 --name "$name" --data-dir "$data" \
  --listen-client-urls "http://${given[bind-addr]}" --advertise-client-urls "http://${given[addr]}" \
  --listen-peer-urls "http://${given[peer-bind-addr]}" --initial-advertise-peer-urls "http://${given[peer-addr]}" \
  --initial-cluster "$initial" --initial-cluster-state "$state"
