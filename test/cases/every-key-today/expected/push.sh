#!/bin/bash
# Usage: push.sh [--dry-run] [--from-the-start] [HOST...]
#        push.sh --etcd [HOST...]
#        push.sh --images DIRECTORY [HOST...]
#        push.sh --join [HOST...]
#
# Brings every host, or those that are named, to what the tree beside this script says: copies its part of the tree there
# over ssh and runs install.sh on it, one host after the other in the order of hosts/table. It stops at the first that
# fails; run again, it goes on from there, but for hosts that are named. What ssh is to be told besides stands in SSH_OPTIONS, words with blanks between.
#
# Of several members of etcd none is well before most of them are there, and a control plane asks one that is elsewhere: a run
# of all hosts begins with those where etcd does not run yet, and starts etcd alone; --etcd does that and nothing else.
#
# Where hosts join a control plane that is there, they are given what they join by, which lives for minutes: it comes from the
# control plane and goes to the host through this machine's memory, and is on no disk. --join does that and nothing else.
#
# With --images it brings every node the images of hosts/images instead, from the tar files in a directory, each only where
# docker there has not got it from the same file already.
#
# It ends with 0 when all is as it should be, with 2 when hosts have kept files as somebody has edited them there, with 1
# when a host has failed.
set -euo pipefail
export LC_ALL=C

dry=no
again=no
etcd_alone=no
join_alone=no
images=
chosen=()
fail() {
  echo "push.sh: $*" >&2
  exit 1
}
while (($# > 0)); do
  case $1 in
    --dry-run) dry=yes ;;
    --from-the-start) again=yes ;;
    --etcd) etcd_alone=yes ;;
    --join) join_alone=yes ;;
    --images)
      [[ -d ${2-} ]] || fail "--images takes the directory that has the tar files"
      images=$(cd "$2" && pwd)
      shift
      ;;
    -*) fail "unknown argument $1; usage: push.sh [--dry-run] [--from-the-start] [HOST...] | --etcd [HOST...] | --images DIRECTORY [HOST...] | --join [HOST...]" ;;
    *) chosen+=("$1") ;;
  esac
  shift
done

cd "$(dirname "${BASH_SOURCE[0]}")"
# Where a run was that stopped: a line a host that is done, with the digest of what it got.
progress=.push-progress
read -r -a options <<<"${SSH_OPTIONS-}"

hash_all() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi
}

names=() addresses=() roles=() users=() ports=() jumps=() firsts=()
while IFS=$'\t' read -r name address role user port jump first; do
  if [[ $name == \#* || -z $name ]]; then continue; fi
  names+=("$name") addresses+=("$address") roles+=("$role") users+=("$user") ports+=("$port") jumps+=("$jump") firsts+=("$first")
done <hosts/table
for each in ${chosen[@]+"${chosen[@]}"}; do
  [[ " ${names[*]} " == *" $each "* ]] || fail "there is no host $each in hosts/table"
done
is_chosen() {
  ((${#chosen[@]} == 0)) || [[ " ${chosen[*]} " == *" $1 "* ]]
}

# What a host gets, in the order of the names.
part_of() {
  printf '%s\n' install.sh "hosts/$1.env"
  find "machines/$2" -type f
}
digest_of() {
  local path
  part_of "$1" "$2" | sort | while IFS= read -r path; do
    printf '%s\n' "$path"
    cat "$path"
  done | hash_all
}

whole_run=no
if [[ $dry == no ]] && ((${#chosen[@]} == 0)); then whole_run=yes; fi
if [[ $again == yes ]]; then rm -f "$progress"; fi

# Runs a command on the host at place $1 of the table.
on_host() {
  local i=$1
  local -a way=(-o BatchMode=yes -o ConnectTimeout=15 -p "${ports[i]}")
  shift
  if [[ ${jumps[i]} != - ]]; then way+=(-J "${jumps[i]}"); fi
  # shellcheck disable=SC2029
  ssh ${options[@]+"${options[@]}"} "${way[@]}" "${users[i]}"@"${addresses[i]}" "$@"
}

# Takes what comes in for the host to join by, once all of it has come.
# shellcheck disable=SC2016
take='set -eu
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
as_root sh -c "umask 077
mkdir -p /run/kubernetes-join
cd /run/kubernetes-join
cat >incoming
if [ \"\$(tail -n 1 incoming)\" = \"# end\" ]; then mv -f incoming kubeconfig; else rm -f incoming; exit 1; fi"'
# shellcheck disable=SC2016
give='if [ "$(id -u)" = 0 ]; then /opt/bin/join-bundle; else sudo -n /opt/bin/join-bundle; fi'
# shellcheck disable=SC2016
is_node='if [ "$(id -u)" = 0 ]; then test -e /etc/kubernetes/kubelet.conf; else sudo -n test -e /etc/kubernetes/kubelet.conf; fi'

# Lets the host at place $1 join, unless it is a node already.
let_join() {
  local i=$1 from
  if [[ ${firsts[i]} != joins ]] || on_host "$i" "$is_node" </dev/null; then return 0; fi
  for from in "${!firsts[@]}"; do
    if [[ ${firsts[from]} != lets-join ]]; then continue; fi
    on_host "$from" "$give" </dev/null | on_host "$i" "$take" ||
      fail "${names[i]} has not been given what it joins by; when ${names[from]} is a control plane, run this again"
    echo "${names[i]}: may join, for 15 minutes"
    return 0
  done
}

if [[ $join_alone == yes ]]; then
  for i in "${!names[@]}"; do
    if is_chosen "${names[i]}"; then let_join "$i"; fi
  done
  exit 0
fi

# What is run on a host for an image: it says whether docker has it from this file already,
# shellcheck disable=SC2016
has='set -eu
record=/var/lib/clusterwright/images/$name
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
[ "$(as_root cat "$record" 2>/dev/null)" = "$image $digest" ] && as_root docker inspect "$image" >/dev/null 2>&1'
# or makes it of what comes in, once all of it has come.
# shellcheck disable=SC2016
import='set -eu
record=/var/lib/clusterwright/images/$name
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
as_root mkdir -p "${record%/*}"
as_root tee "$record.incoming" >/dev/null
sum=$(as_root sha256sum "$record.incoming")
status=0
if [ "${sum%% *}" = "$digest" ]; then
  as_root cat "$record.incoming" | as_root docker import - "$image" >/dev/null || status=$?
else
  echo "$file has not come whole" >&2
  status=1
fi
as_root rm -f "$record.incoming"
if [ "$status" != 0 ]; then exit "$status"; fi
echo "$image $digest" | as_root tee "$record" >/dev/null'

if [[ -n $images ]]; then
  [[ $dry == no ]] || fail "--images is done or not: there is no --dry-run of it"
  [[ -f hosts/images ]] || fail "there is no hosts/images: the spec has no platform.importedImages"
  wanted=() files=() nodes=() digests=()
  while IFS=$'\t' read -r image file role; do
    if [[ $image == \#* ]]; then continue; fi
    [[ -f $images/$file ]] || fail "$images has no $file, of which the image $image is made; nothing is changed"
    digest=$(hash_all <"$images/$file")
    wanted+=("$image") files+=("$file") nodes+=("$role") digests+=("${digest%% *}")
  done <hosts/images
  count=0
  for i in "${!names[@]}"; do
    if ! is_chosen "${names[i]}"; then continue; fi
    for j in "${!wanted[@]}"; do
      if [[ ${nodes[j]} != "${roles[i]}" ]]; then continue; fi
      words="image=${wanted[j]} name=${wanted[j]//\//%} file=${files[j]} digest=${digests[j]}"
      if on_host "$i" "$words"$'\n'"$has" </dev/null; then
        echo "${names[i]}: has ${wanted[j]}"
        continue
      fi
      on_host "$i" "$words"$'\n'"$import" <"$images/${files[j]}" ||
        fail "${names[i]} does not take ${wanted[j]}; when that is mended, run this again: what is there is not sent twice"
      echo "${names[i]}: made ${wanted[j]} of ${files[j]}"
      count=$((count + 1))
    done
  done
  echo "== $count images brought"
  exit 0
fi

# What is run on a host. It unpacks what comes in beside the tree that is there,
# shellcheck disable=SC2016
unpack='set -eu
root=/var/lib/clusterwright
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
as_root mkdir -p "$root"
as_root rm -rf "$root/tree.new"
as_root mkdir "$root/tree.new"
as_root tar -x -z -f - -C "$root/tree.new" --no-same-owner
as_root test -f "$root/tree.new/.whole"
'
# then puts it in that one's place unless install.sh would refuse it, and runs install.sh,
# shellcheck disable=SC2016
install='as_root bash "$root/tree.new/install.sh" --dry-run >/dev/null
as_root rm -rf "$root/tree.old"
if [ -e "$root/tree" ]; then as_root mv "$root/tree" "$root/tree.old"; fi
as_root mv "$root/tree.new" "$root/tree"
as_root rm -rf "$root/tree.old"
as_root bash "$root/tree/install.sh" $arguments'
# or looks what that would do, and leaves nothing there.
# shellcheck disable=SC2016
look='status=0
as_root bash "$root/tree.new/install.sh" --dry-run || status=$?
as_root rm -rf "$root/tree.new"
as_root rmdir "$root" 2>/dev/null || true
exit $status'

whole=$(mktemp -d)
trap 'rm -rf "$whole"' EXIT
: >"$whole/.whole"

# The part of the host at place $1, and a command there.
bring() {
  local i=$1
  # The last file says on the other side that all has come.
  tar -c -z -f - -C "$PWD" install.sh "hosts/${names[i]}.env" "machines/${roles[i]}" -C "$whole" .whole | on_host "$i" "$2"
}

if [[ $etcd_alone == yes || $whole_run == yes ]]; then
  for i in "${!names[@]}"; do
    if [[ ${firsts[i]} != etcd-first ]] || ! is_chosen "${names[i]}"; then continue; fi
    if on_host "$i" 'systemctl --quiet is-active etcd.service || systemctl --quiet is-active etcd2.service' </dev/null; then
      continue
    fi
    echo "== ${names[i]} (${addresses[i]}): etcd alone"
    bring "$i" "arguments=--etcd"$'\n'"$unpack$install" ||
      fail "${names[i]} has failed; what comes after it is as it was. When it is mended, run push.sh again."
  done
  if [[ $etcd_alone == yes ]]; then exit 0; fi
fi

done_hosts=0
edited=()
for i in "${!names[@]}"; do
  name=${names[i]}
  if ! is_chosen "$name"; then continue; fi
  own=$(digest_of "$name" "${roles[i]}")
  if [[ $whole_run == yes && -f $progress ]] && grep -qxF "$name ${own%% *}" "$progress"; then
    echo "== $name: done before"
    continue
  fi
  echo "== $name (${addresses[i]}): ${roles[i]}"
  if [[ $dry == no ]]; then let_join "$i"; fi
  command="arguments="$'\n'"$unpack$install"
  if [[ $dry == yes ]]; then command=$unpack$look; fi
  status=0
  bring "$i" "$command" || status=$?
  case $status in
    0) ;;
    2) edited+=("$name") ;;
    *) fail "$name has failed; what comes after it is as it was. When it is mended, run push.sh again: it goes on here." ;;
  esac
  if [[ $whole_run == yes ]]; then printf '%s\n' "$name ${own%% *}" >>"$progress"; fi
  done_hosts=$((done_hosts + 1))
done
if [[ $whole_run == yes ]]; then rm -f "$progress"; fi
echo "== $done_hosts hosts done"
if ((${#edited[@]} > 0)); then
  echo "== files that somebody has edited were left as they are on ${edited[*]}"
  exit 2
fi
