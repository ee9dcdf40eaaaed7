#!/bin/bash
# Usage: apply.sh [--dry-run] [--yes] [--renew] [--allow SOURCE:PREFIX]... [ADD-ON...]
#        apply.sh --prune [--yes]
#
# Creates the manifests beside it in the order of their numbers: all of them, or those of the add-ons named
# ("own" are the spec's own). Binds what is still open in them first, and in memory alone: no value is ever on a disk or a
# command line. May be run again: what exists already is left as it is, unless it was made from a manifest with another
# digest and the table says that it is renewed.
#
#   --dry-run  only say what is open, and where it would come from
#   --yes      read what the manifests ask for without asking first
#   --renew    renew also what was made from the same manifest: a value that is bound in it may be another one
#   --prune    delete what was made from manifests that are not here any more, after it has asked; only of releases whose
#              objects say so themselves, and never a namespace
#   --allow    read nothing but what lies below such prefixes, each behind its source: machineFile:/etc/shop/
#
# KUBERNETES_SERVER is the API to talk to, KUBECTL the program that does. Left out, releases whose API asks nobody who they are
# are talked to at http://localhost:8080, and others as kubectl itself is set up: KUBECONFIG.
set -euo pipefail
set +x
unset CDPATH

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
kubectl=${KUBECTL:-kubectl}
if [[ $kubectl == */* && $kubectl != /* ]]; then kubectl=$PWD/$kubectl; fi
export BIND_TOKENS_OUT=$here/..

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
asks=yes
renews=no
prunes=no
allowed=()
wanted=()
while (($# > 0)); do
  case $1 in
    --dry-run) dry_run=yes ;;
    --yes) asks=no ;;
    --renew) renews=yes ;;
    --prune) prunes=yes ;;
    --allow)
      [[ ${2-} == ?*:?* ]] || fail "--allow wants a source and a prefix, such as machineFile:/etc/shop/"
      allowed+=("$2")
      shift
      ;;
    -*) fail "no option $1" ;;
    *) wanted+=("$1") ;;
  esac
  shift
done

files=()
verbs=()
resources=()
namespaces=()
names=()
digests=()
owners=()
while IFS=$'\t' read -r file verb resource namespace name digest; do
  [[ $file != '#'* ]] || continue
  owners+=("$(owner_of "$file")")
  if is_wanted "$file"; then
    files+=("$file")
    verbs+=("$verb")
    resources+=("$resource")
    namespaces+=("$namespace")
    names+=("$name")
    digests+=("$digest")
  fi
done <"$here/objects.tsv"

# Today's objects are the server's to merge, field by field; what others have set of ours becomes ours again.
server=()
modern=no
if [[ " ${verbs[*]} " == *" apply "* ]]; then modern=yes; fi
if [[ -n ${KUBERNETES_SERVER-} || $modern == no ]]; then server=(--server="${KUBERNETES_SERVER:-http://localhost:8080}"); fi

# Kinds whose objects may go when the spec drops them: what they keep is made anew from it.
PRUNED=deployments.apps,statefulsets.apps,daemonsets.apps,pods,services,configmaps,secrets,serviceaccounts,roles.rbac.authorization.k8s.io,rolebindings.rbac.authorization.k8s.io,clusterroles.rbac.authorization.k8s.io,clusterrolebindings.rbac.authorization.k8s.io

# Deletes objects that bear the compiler's label and stand in no manifest; of pods, those that nobody else keeps.
prune() {
  local -A known=()
  local index kind namespace name owner line answer listed
  local -a found=()
  [[ $modern == yes ]] || fail "objects of this release do not say what they were made from: delete them by hand"
  ((${#wanted[@]} == 0)) || fail "--prune looks at all of them: leave the add-ons out"
  for index in "${!files[@]}"; do known["${resources[index]} ${names[index]}"]+=" ${namespaces[index]} "; done
  listed=$("$kubectl" ${server[@]+"${server[@]}"} get "$PRUNED" --all-namespaces --selector=app.kubernetes.io/managed-by=clusterwright \
    --output='jsonpath={range .items[*]}{.kind}{"|"}{.metadata.namespace}{"|"}{.metadata.name}{"|"}{.metadata.ownerReferences[*].name}{"\n"}{end}')
  while IFS='|' read -r kind namespace name owner; do
    namespace=${namespace:--}
    if [[ -z $kind || -n $owner ]]; then continue; fi
    kind=${kind,,}
    if [[ $namespace == - && -n ${known["$kind $name"]-} ]]; then continue; fi
    if [[ ${known["$kind $name"]-} != *" $namespace "* ]]; then found+=("$kind $namespace $name"); fi
  done <<<"$listed"
  if ((${#found[@]} == 0)); then
    echo "nothing is there that the spec has dropped"
    return
  fi
  echo "These were made from manifests that are not here any more:" >&2
  printf '  %s\n' "${found[@]}" >&2
  if [[ $asks == yes ]]; then
    [[ -t 0 ]] || fail "nobody is there to ask: say --yes; nothing was deleted"
    read -r -p "Delete them? [y/N] " answer
    [[ $answer == [yY] || $answer == [yY][eE][sS] ]] || fail "nothing was deleted"
  fi
  for line in "${found[@]}"; do
    read -r kind namespace name <<<"$line"
    local -a place=()
    if [[ $namespace != - ]]; then place=(--namespace="$namespace"); fi
    "$kubectl" ${server[@]+"${server[@]}"} ${place[@]+"${place[@]}"} delete "$kind" "$name"
  done
}

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

cd -- "$here"
if [[ $prunes == yes ]]; then
  prune
  exit 0
fi
if [[ $dry_run == yes ]]; then
  ./bind-tokens --list tokens.tsv "${files[@]}"
  exit 0
fi

# What is read with the rights of whoever runs this, once each: `machineFile /etc/shop/front, key api`
# Listed before anything else, and into a variable: a list that fails must not read as nothing to ask for.
listed=$(./bind-tokens --asked tokens.tsv "${files[@]}")
asked=()
while IFS= read -r line; do
  if [[ -n $line ]]; then asked+=("$line"); fi
done <<<"$listed"

# By its name, or by the name in its ARN.
is_allowed() {
  local source=${1%% *} name=${1#* } each prefix
  name=${name%%, key *}
  # A word with a colon, an ARN apart, is of the cluster's own making, and known by its state alone.
  if [[ $name == [a-z]*:* && $name != arn:* ]]; then return 0; fi
  if [[ $name == arn:*:secret:* ]]; then name=${name#arn:*:secret:}; fi
  if [[ $name == arn:*:parameter/* ]]; then name=/${name#arn:*:parameter/}; fi
  for each in "${allowed[@]}"; do
    prefix=${each#*:}
    if [[ ${each%%:*} == "$source" && ${name:0:${#prefix}} == "$prefix" ]]; then return 0; fi
  done
  return 1
}

if ((${#allowed[@]} > 0)); then
  for each in ${asked[@]+"${asked[@]}"}; do
    is_allowed "$each" || fail "the manifests ask for $each, which no --allow covers; nothing was read"
  done
fi
if [[ $asks == yes ]] && ((${#asked[@]} > 0)); then
  echo "The manifests ask for these, which are read with your rights and handed to pods:" >&2
  printf '  %s\n' "${asked[@]}" >&2
  [[ -t 0 ]] || fail "nobody is there to ask: say --yes, and best --allow; nothing was read"
  read -r -p "Read them? [y/N] " answer
  [[ $answer == [yY] || $answer == [yY][eE][sS] ]] || fail "nothing was read"
fi

# All of them or none; what went wrong has been said by then.
texts=()
while IFS= read -r -d '' text; do
  texts+=("$text")
done < <(./bind-tokens --print tokens.tsv "${files[@]}")
((${#texts[@]} == ${#files[@]})) || exit 1

# What an object that is there says first under a key.
said() {
  sed -n "\\|^ *\"$1\": \"|{ s|^[^:]*: \"\\([^\"]*\\)\".*|\\1|p; q; }" <<<"$2"
}

# A service keeps the address that it was given: the API takes no replacement without it.
with_address() {
  local address spec=$'\nspec:\n'
  address=$(said clusterIP "$2")
  if [[ $1 != *$'\nkind: Service\n'* || $1 == *$'\n  clusterIP: '* || -z $address ]]; then
    printf '%s' "$1"
  else
    printf '%s%s  clusterIP: "%s"\n%s' "${1%%"$spec"*}" "$spec" "$address" "${1#*"$spec"}"
  fi
}

for index in "${!files[@]}"; do
  file=${files[index]}
  about="${resources[index]} ${names[index]}"
  place=()
  if [[ ${namespaces[index]} != - ]]; then place=(--namespace="${namespaces[index]}"); fi
  call=("$kubectl" ${server[@]+"${server[@]}"} ${place[@]+"${place[@]}"})
  verb=${verbs[index]}
  how=()
  if [[ $verb == apply ]]; then how=(--server-side --force-conflicts --field-manager=clusterwright); fi
  text=${texts[index]}
  if [[ $verb == create ]] && "${call[@]}" get "${resources[index]}" "${names[index]}" >/dev/null 2>&1; then
    echo "exists, left as it is: $about"
    continue
  fi
  if [[ $verb == renew ]]; then
    verb=create
    if there=$("${call[@]}" get "${resources[index]}" "${names[index]}" --output=json 2>/dev/null); then
      if [[ $renews == no && $(said clusterwright/digest "$there") == "${digests[index]}" ]]; then
        echo "exists, made from the same manifest: $about"
        continue
      fi
      if [[ ${resources[index]} == pod ]]; then
        # The API changes next to nothing of a pod, and nobody else would make it anew.
        "${call[@]}" delete pod "${names[index]}" || fail "stopped at $file: $about was not made anew, nor what comes after it"
        # It takes up to half a minute to go, and its name with it.
        for ((second = 0; second < 60; second++)); do
          "${call[@]}" get pod "${names[index]}" >/dev/null 2>&1 || break
          sleep 1
        done
      else
        verb=replace
        text=$(with_address "$text" "$there")
        about+=" (renewed; pods that run go on as they are until they are deleted)"
      fi
    fi
  fi
  printf '%s' "$text" | "${call[@]}" "$verb" ${how[@]+"${how[@]}"} -f - ||
    fail "stopped at $file: $about was not ${verb}d, nor what comes after it"
  if [[ $verb == replace ]]; then echo "$about"; fi
done
