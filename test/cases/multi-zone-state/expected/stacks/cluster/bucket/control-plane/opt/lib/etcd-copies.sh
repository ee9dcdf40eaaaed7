# Read by what makes and restores copies of etcd's data.
# shellcheck shell=bash disable=SC2034
ETCD_DATA=/var/lib/etcd/data
ETCD_WORK=/var/lib/etcd/work
# The number of this etcd among those that followed on each other, and the machine that it started on.
ETCD_GENERATION=/var/lib/etcd/generation
member=control-plane
peer=http://localhost:2380

# The last thing that is written before a copy is made: a copy that has it has everything before it, too.
MARK=cluster-snapshot

# Starts etcd on a copy, as the only member of a new cluster, and stops it again. Only a copy that etcd itself starts
# from, and that has the mark it was made with, is worth anything: from half a log etcd starts with half the keys.
# Afterwards it is what a member of that cluster has on its disk.
revive() {
  local directory=$1 mark=$2 url=http://127.0.0.1:12379 process second healthy=no found=
  "$ETCD_PROGRAM" --name="$member" --data-dir="$directory" --force-new-cluster \
    --listen-client-urls="$url" --advertise-client-urls="$url" \
    --listen-peer-urls=http://127.0.0.1:12380 --initial-advertise-peer-urls="$peer" \
    --initial-cluster="$member=$peer" >"$ETCD_WORK/revive.log" 2>&1 &
  process=$!
  for ((second = 0; second < 60; second++)); do
    if curl --silent --fail --noproxy '*' --max-time 2 "$url/health" 2>/dev/null | grep -q '"health": *"true"'; then
      healthy=yes
      found=$(curl --silent --fail --noproxy '*' --max-time 5 "$url/v2/keys/$MARK" || true)
      break
    fi
    kill -0 "$process" 2>/dev/null || break
    sleep 0.5
  done
  kill "$process" 2>/dev/null || true
  wait "$process" 2>/dev/null || true
  if [[ $healthy == no ]]; then
    say "etcd does not start from this copy: $(tail -n 1 "$ETCD_WORK/revive.log")"
    return 1
  fi
  if [[ $found != *"\"$mark\""* ]]; then
    say "etcd starts from this copy, and finds less than was copied"
    return 1
  fi
}

# What lies in the bucket, a line each: time, key.
copies() {
  aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$BACKUP_PREFIX/" --query 'Contents[].[LastModified,Key]' --output text
}

# The generation in a name, without zeros before it; 0 where there is none.
generation_in() {
  local base=${1##*/}
  [[ $base =~ ^(generation-)?([0-9]{6})(-[0-9]{4}-|$) ]] || base=
  echo $((10#0${base:+${BASH_REMATCH[2]}}))
}

# Keys of the snapshots in the bucket, the newest first, a line each. The time is S3's own; but a machine that is long in
# going may copy what it has after its successor did, so that the generation comes first.
snapshots() {
  local list time key
  list=$(copies) || return
  while read -r time key; do
    if [[ $key == *.tar.gz ]]; then printf '%06d\t%s\t%s\n' "$(generation_in "$key")" "$time" "$key"; fi
  done <<<"$list" | sort --reverse | cut -f 3
}

# The SHA-256 that stands in a snapshot's name.
digest_in() {
  local digest=${1##*-}
  echo "${digest%.tar.gz}"
}
