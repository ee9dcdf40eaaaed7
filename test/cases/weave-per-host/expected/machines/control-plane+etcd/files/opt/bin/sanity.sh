#!/bin/bash
# Usage: sanity.sh
#
# Looks from this host of the control plane whether the cluster is well, as /etc/sanity says that it should be, and says a
# line for whatever it looked at: the members of etcd, the API, every node, every lease of the container network, and a pod
# on every node, across the machines. It ends with 1 when something is wrong. It changes nothing.
set -uo pipefail
export LC_ALL=C

wrong=0
well() { echo "ok    $*"; }
bad() {
  echo "WRONG $*"
  wrong=1
}
ask() { curl --silent --fail --noproxy '*' --max-time 10 "$@"; }

api='' leases='' etcd=() names=() addresses=() hosts=()
while read -r kind name address; do
  case $kind in
    api) api=$name ;;
    etcd) etcd+=("$name") ;;
    leases) leases=$name ;;
    node) names+=("$name") addresses+=("$address") hosts+=("$address") ;;
    host) hosts+=("$address") ;;
  esac
done </etc/sanity

answering=''
for url in "${etcd[@]}"; do
  if version=$(ask "$url/version"); then
    well "etcd at $url: $version"
    answering=${answering:-$url}
  else
    bad "etcd at $url does not answer: systemctl status etcd.service etcd2.service there"
  fi
done

# The API writes a value a line, each level two blanks further in; the dollars are awk's.
# shellcheck disable=SC2016
nodes='
function value(line) { sub(/^[^:]*: "/, "", line); sub(/",?$/, "", line); return line }
/^    \{/ { name = ""; ready = "Unknown"; reason = "" }
/^        "name": / { name = value($0) }
/^            "type": / { type = value($0) }
/^            "status": / { status = value($0) }
/^            "reason": / { why = value($0) }
/^          \}/ { if (type == "Ready") { ready = status; reason = why }; type = ""; why = "" }
/^    \}/ { print name, ready, reason }'
# shellcheck disable=SC2016
pods='
function value(line) { sub(/^[^:]*: "/, "", line); sub(/",?$/, "", line); return line }
/^    \{/ { name = ""; space = ""; node = "-"; phase = ""; ip = ""; host = "" }
/^        "name": / { name = value($0) }
/^        "namespace": / { space = value($0) }
/^        "nodeName": / { node = value($0) }
/^        "phase": / { phase = value($0) }
/^        "podIP": / { ip = value($0) }
/^        "hostIP": / { host = value($0) }
/^    \}/ { if (phase == "Running" && ip != "" && ip != host) print node, ip, space "/" name }'

if found=$(ask "$api/api/v1/nodes?pretty=true"); then
  well "the API at $api answers"
  known=$(awk "$nodes" <<<"$found")
  for name in "${names[@]}"; do
    read -r _ ready reason < <(grep -F "$name " <<<"$known" | awk -v name="$name" '$1 == name')
    case ${ready-} in
      True) well "node $name is ready" ;;
      '') bad "node $name is not known to the API: systemctl status of the kubelet there" ;;
      *) bad "node $name is not ready (${reason:-$ready}): systemctl status of the kubelet there" ;;
    esac
    ready='' reason=''
  done
  running=$(ask "$api/api/v1/pods?pretty=true" | awk "$pods")
else
  bad "the API at $api does not answer: systemctl status kube-apiserver.service here"
  running=''
fi

if [[ -n $leases && -n $answering ]]; then
  held=$(ask "$answering/v2/keys$leases")
  for address in "${hosts[@]}"; do
    # The value is JSON inside of JSON.
    if [[ $held == *"PublicIP\\\":\\\"$address\\\""* ]]; then
      well "$address has a lease of the container network"
    else
      bad "$address has no lease of the container network: systemctl status flanneld.service there"
    fi
  done
fi

for i in "${!names[@]}"; do
  read -r _ ip pod < <(awk -v name="${names[i]}" '$1 == name' <<<"$running") || continue
  if ping -n -c 1 -W 3 "$ip" >/dev/null 2>&1 || ping -n -c 1 -W 3 "$ip" >/dev/null 2>&1; then
    well "pod $pod on ${names[i]} answers at $ip"
  else
    bad "pod $pod on ${names[i]} (${addresses[i]}) does not answer at $ip: the container network between here and there"
  fi
done
if [[ -z $running ]]; then echo "-     no pod with an address of its own runs: nobody could be reached across the machines"; fi
exit "$wrong"
