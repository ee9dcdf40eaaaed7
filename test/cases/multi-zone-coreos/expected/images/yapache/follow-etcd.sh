#!/bin/bash
# Usage: follow-etcd.sh once|follow
#
# Makes the files in $YAPACHE_SITES what etcd has below /yapache: /yapache/hybris.conf becomes hybris.conf, a key
# that goes takes its file along. Apache is never given what it would refuse: where the whole does not pass its
# test, each change is tried on its own and those that break it are left out.
set -euo pipefail

IFS=, read -r -a peers <<<"$ETCD_PEERS"
work=$(mktemp -d "$YAPACHE_RUN/follow.XXXXXX")
waiting=
trap 'rm -rf -- "$work"; [[ -z $waiting ]] || kill "$waiting" 2>/dev/null || true' EXIT
trap 'exit 0' TERM INT

log() {
  echo "yapache: $*" >&2
}

# Puts an answer of etcd into $work/answer and its index into `index`; asks one peer after the other.
index=0
ask() {
  local peer code
  for peer in "${peers[@]}"; do
    code=$(curl --silent --show-error --location --max-time 10 --dump-header "$work/head" --output "$work/answer" \
      --write-out '%{http_code}' "${peer%/}/v2/keys/yapache") || continue
    index=$(sed -n 's/^[Xx]-[Ee]tcd-[Ii]ndex: *\([0-9]*\).*/\1/p' "$work/head" | tail -n 1)
    case $code in
      200) return 0 ;;
      404)
        echo '{"node":{}}' >"$work/answer"
        return 0
        ;;
    esac
    log "$peer answers $code"
  done
  return 1
}

# The keys of the answer as files of a directory; names that are no plain file names are nobody's site.
write_wanted() {
  local key name
  rm -rf -- "$work/wanted"
  mkdir "$work/wanted"
  while IFS= read -r key; do
    name=${key##*/}
    [[ $name =~ ^[A-Za-z0-9_-][A-Za-z0-9._-]*\.conf$ ]] || continue
    jq --join-output --arg key "$key" '.node.nodes[] | select(.key == $key) | .value' "$work/answer" >"$work/wanted/$name"
  done < <(jq --raw-output '.node.nodes[]? | select(.dir != true) | .key' "$work/answer")
}

passes() {
  YAPACHE_SITES=$1 apache2 -t -f "$YAPACHE_CONF" >"$work/said" 2>&1
}

same() {
  cmp --silent -- "$1" "$2"
}

# Changes a directory of sites by one name: to what is wanted, or away.
take() {
  if [[ -e $work/wanted/$2 ]]; then cp -- "$work/wanted/$2" "$1/$2"; else rm -f -- "$1/$2"; fi
}

changed_names() {
  local path name
  for path in "$work/wanted"/*.conf "$YAPACHE_SITES"/*.conf; do
    name=${path##*/}
    if [[ -e $path ]] && ! same "$work/wanted/$name" "$YAPACHE_SITES/$name"; then echo "$name"; fi
  done | sort -u
}

# Leaves in $work/next the sites as they are, with every change that Apache takes.
plan() {
  local name
  rm -rf -- "$work/next"
  cp -r -- "$work/wanted" "$work/next"
  if passes "$work/next"; then return; fi
  rm -rf -- "$work/next"
  cp -r -- "$YAPACHE_SITES" "$work/next"
  for name in "$@"; do
    rm -rf -- "$work/tried"
    cp -r -- "$work/next" "$work/tried"
    take "$work/tried" "$name"
    if passes "$work/tried"; then
      take "$work/next" "$name"
    else
      log "$name is refused and stays as it was: $(grep -v '^AH00558' "$work/said" | head -n 3 | paste -s -d ' ' -)"
    fi
  done
}

# Each file is replaced at once; Apache reads them only when it is told to.
install_next() {
  local path name
  for path in "$work/next"/*.conf; do
    name=${path##*/}
    if [[ ! -e $path ]] || same "$path" "$YAPACHE_SITES/$name"; then continue; fi
    cp -- "$path" "$YAPACHE_SITES/.$name"
    mv -f -- "$YAPACHE_SITES/.$name" "$YAPACHE_SITES/$name"
    log "$name is new"
  done
  for path in "$YAPACHE_SITES"/*.conf; do
    name=${path##*/}
    if [[ -e $path && ! -e $work/next/$name ]]; then
      rm -f -- "$path"
      log "$name is gone"
    fi
  done
}

reload() {
  if [[ -s $YAPACHE_RUN/apache2.pid ]]; then kill -USR1 "$(<"$YAPACHE_RUN/apache2.pid")"; fi
}

bring_in_line() {
  local -a names
  write_wanted
  mapfile -t names < <(changed_names)
  if ((${#names[@]} == 0)); then return; fi
  plan "${names[@]}"
  if diff -rq "$work/next" "$YAPACHE_SITES" >/dev/null; then return; fi
  install_next
  reload
}

# Returns when something below /yapache changes, or after a while: then all of it is looked at again.
wait_for_change() {
  curl --silent --location --max-time 60 --output /dev/null \
    "${peers[0]%/}/v2/keys/yapache?wait=true&recursive=true&waitIndex=$((index + 1))" &
  waiting=$!
  wait "$waiting" || true
  waiting=
}

if [[ ${1-} == once ]]; then
  ask && bring_in_line
  exit
fi
while true; do
  if ask; then
    bring_in_line
    started=$SECONDS
    wait_for_change
    # A peer that does not answer must not be asked in a tight loop.
    if ((SECONDS == started)); then sleep 0.2; fi
  else
    log "no etcd answers; the sites stay as they are"
    sleep 2 &
    wait $! || true
  fi
done
