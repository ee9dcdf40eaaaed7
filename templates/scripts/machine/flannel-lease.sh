#!/bin/bash
# Usage: flannel-lease keep ETCD_URL[,URL...] PREFIX ADDRESS FLANNELD RUNTIME UNIT...
#        flannel-lease end ETCD_URL[,URL...] PREFIX ADDRESS
#
# Keeps this machine's range of containers its own. An etcd that was restored from a snapshot knows less than it did:
# leases that were taken in between are gone, and may be given away again; and who watched it before goes on waiting for
# the index that it had then, deaf to all that comes before (EventHistory.scan in etcd's store/event_history.go). So when
# etcd has another generation, the range is claimed again, and flanneld and the UNITs, which watch too, are started anew;
# the runtime only where another machine was faster and the range is another one now. A machine that goes gives its
# lease back: flanneld would leave it there for a day.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
task=$1 prefix=$3 address=$4
IFS=, read -r -a urls <<<"$2"
environment=/run/flannel/subnet.env
noted=/run/etcd-generation
kept=/run/flannel-lease.before

# Asks the first etcd that answers for a path; sets `code` and `answer`.
etcd() {
  local url path=$1
  shift
  for url in "${urls[@]}"; do
    answer=$(curl --silent --noproxy '*' --max-time 10 --write-out '\n%{http_code}' "$@" "$url/v2/keys$path" || true)
    code=${answer##*$'\n'}
    answer=${answer%$'\n'*}
    if [[ $code =~ ^[24] ]]; then return 0; fi
  done
  return 1
}

# Of an answer in JSON, the first text or number of that name.
member() {
  [[ $answer =~ \"$1\":\"?([^\",}]*) ]] && echo "${BASH_REMATCH[1]}"
}

# What the machine has now, as flanneld says it: 10.244.7.1/24
subnet() {
  (
    # shellcheck source=/dev/null
    source "$environment" 2>/dev/null || true
    echo "${FLANNEL_SUBNET-}"
  )
}

# The key of the lease of a range.
lease() {
  [[ $1 == */* ]] && echo "$prefix/subnets/${1%.*}.0-${1#*/}"
}

is_own() {
  [[ $answer == *"\\\"PublicIP\\\":\\\"$address\\\""* ]]
}

if [[ $task == end ]]; then
  goes_for_good || exit 0
  key=$(lease "$(subnet)") || exit 0
  etcd "$key" || fail "etcd does not answer: $key stays behind for a day"
  is_own || exit 0
  etcd "$key?prevIndex=$(member modifiedIndex)" --request DELETE || fail "$key stays behind for a day"
  say "$key is free"
  exit 0
fi

flanneld=$5 runtime=$6
shift 6

# Flanneld on other machines leaves an entry without a backend alone; the one here makes it whole.
claim() {
  local key
  key=$(lease "$1") || return 0
  etcd "$key?prevExist=false" --request PUT --data ttl=86400 --data-urlencode "value={\"PublicIP\":\"$address\"}" || return
  if [[ $code == 201 ]]; then
    say "$key is claimed again"
    return
  fi
  etcd "$key" || return
  is_own || say "$key is another machine's by now"
}

# Where this fails half-way, the next try still knows what the containers have.
take_over() {
  local before after unit
  [[ -e $kept ]] || subnet >"$kept"
  before=$(<"$kept")
  claim "$before" || return
  rm -f "$environment"
  systemctl restart "$flanneld" || return
  after=$(subnet)
  if [[ -n $before && $after != "$before" ]]; then
    say "containers are in $after now, no longer in $before"
    systemctl restart "$runtime" || return
  fi
  for unit; do
    systemctl restart "$unit" || return
  done
  rm -f "$kept"
}

while true; do
  if etcd /cluster-generation && [[ $code == 200 ]]; then
    generation=$(member value)
    known=$(cat "$noted" 2>/dev/null || true)
    if [[ -n $known && $known != "$generation" ]]; then
      say "etcd is another one: $generation, no longer $known"
      take_over "$@" || {
        say "not all could be started anew, again in 5 s"
        sleep 5
        continue
      }
    fi
    echo "$generation" >"$noted"
  fi
  sleep 5
done
