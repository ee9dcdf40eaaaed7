#!/bin/bash
# Usage: apply.sh [--dry-run] [ADD-ON...]
#
# Creates the manifests beside it in the order of their numbers: all of them, or those of the add-ons named
# ("own" are the spec's own). Binds what is still open in them first, in a private directory that goes when this
# script ends. What exists already is left as it is, so that it may be run again.
#
#   --dry-run  only say what is open, and where it would come from
#
# KUBERNETES_SERVER is the API to talk to, http://localhost:8080 unless set; KUBECTL the program that does.
set -euo pipefail
umask 077
unset CDPATH

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
server=${KUBERNETES_SERVER:-http://localhost:8080}
kubectl=${KUBECTL:-kubectl}
export BIND_TOKENS_STACKS=$here/../stacks

fail() {
  echo "apply.sh: $*" >&2
  exit 1
}

# 16-registry.service.yaml belongs to registry.
owner_of() {
  local rest=${1#*-}
  echo "${rest%%.*}"
}

# Namespaces are created whatever else is.
is_wanted() {
  local owner each
  owner=$(owner_of "$1")
  if ((${#wanted[@]} == 0)) || [[ $owner == namespaces ]]; then return 0; fi
  for each in "${wanted[@]}"; do
    if [[ $owner == "$each" ]]; then return 0; fi
  done
  return 1
}

dry_run=no
wanted=()
for argument; do
  case $argument in
    --dry-run) dry_run=yes ;;
    -*) fail "no option $argument" ;;
    *) wanted+=("$argument") ;;
  esac
done

files=()
verbs=()
resources=()
namespaces=()
names=()
owners=()
while IFS=$'\t' read -r file verb resource namespace name; do
  [[ $file != '#'* ]] || continue
  owners+=("$(owner_of "$file")")
  if is_wanted "$file"; then
    files+=("$file")
    verbs+=("$verb")
    resources+=("$resource")
    namespaces+=("$namespace")
    names+=("$name")
  fi
done <"$here/objects.tsv"

is_known() {
  local owner
  for owner in "${owners[@]}"; do
    if [[ $owner == "$1" ]]; then return 0; fi
  done
  return 1
}

for each in ${wanted[@]+"${wanted[@]}"}; do
  is_known "$each" || fail "there is no add-on $each; there is $(printf '%s\n' "${owners[@]}" | sort -u | paste -s -d ' ' -)"
done

if [[ $dry_run == yes ]]; then
  cd -- "$here"
  ./bind-tokens --list tokens.tsv "${files[@]}"
  exit 0
fi

bound=$(mktemp -d)
trap 'rm -rf -- "$bound"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
cp -- "${files[@]/#/$here/}" "$bound/"
cd -- "$bound"
"$here/bind-tokens" "$here/tokens.tsv" "${files[@]}"

for index in "${!files[@]}"; do
  file=${files[index]}
  about="${resources[index]} ${names[index]}"
  place=()
  if [[ ${namespaces[index]} != - ]]; then place=(--namespace="${namespaces[index]}"); fi
  call=("$kubectl" --server="$server" ${place[@]+"${place[@]}"})
  if [[ ${verbs[index]} == create ]] && "${call[@]}" get "${resources[index]}" "${names[index]}" >/dev/null 2>&1; then
    echo "exists, left as it is: $about"
    continue
  fi
  "${call[@]}" "${verbs[index]}" -f "$file" || fail "stopped at $file: $about was not created, nor what comes after it"
done
