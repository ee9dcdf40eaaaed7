#!/bin/bash
# Usage: unpack-release URL DIRECTORY [SHA256]
#
# Sees to it that DIRECTORY has the programs of the Kubernetes release at URL, whole or not at all; an archive with another
# digest than the one that is said is refused. kubectl is there as /opt/bin/kubectl, too.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

url=$1
directory=$2
digest=${3-}
origin="$url $digest"

if [[ ! -e $directory/.origin || $(<"$directory/.origin") != "$origin" ]]; then
  mkdir -p "${directory%/*}"
  work=$(mktemp -d "$directory.XXXXXX")
  gone_at_end "$work"
  fetch=(curl --fail --silent --show-error --location --retry 5 --retry-delay 2)
  retry "${fetch[@]}" --output "$work/archive" "$url" || fail "$url cannot be fetched"
  if [[ -n $digest && $(digest_of "$work/archive") != "$digest" ]]; then
    fail "$url is refused: its SHA-256 is not $digest, which the spec says"
  fi
  # The release holds an archive for each kind of machine.
  inner=kubernetes/server/kubernetes-server-linux-amd64.tar.gz
  tar -x -z -f "$work/archive" -C "$work" "$inner" || fail "$url has no $inner"
  tar -x -z -f "$work/$inner" -C "$work" kubernetes/server/bin --no-same-owner
  rm -rf "$work/archive" "${work:?}/$inner"
  chmod -R go+rX "$work/kubernetes"
  echo "$origin" >"$work/kubernetes/.origin"
  rm -rf "$directory"
  mv -T "$work/kubernetes" "$directory"
  say "$directory has the programs of $url"
fi
mkdir -p /opt/bin
ln -sfn "$directory/server/bin/kubectl" /opt/bin/kubectl
