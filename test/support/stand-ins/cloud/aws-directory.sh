#!/bin/bash
# The AWS command line as the scripts of a machine call it, with a directory as its bucket: /bucket/<key>. Records its
# calls in /chaos/calls. While /chaos/fails holds a number, so many calls fail; the key in /chaos/halves arrives cut in
# half once. /chaos/instances has the machines of the control plane, a line each: state and id.
set -euo pipefail

all="$*"
echo "$all" >>/chaos/calls
left=$(cat /chaos/fails 2>/dev/null || echo 0)
if ((left > 0)); then
  echo $((left - 1)) >/chaos/fails
  echo "Could not connect to the endpoint URL" >&2
  exit 255
fi

# `--exclude '*'` and what is let in again; without them everything is.
arguments=()
included=('*')
while (($# > 0)); do
  case $1 in
    --recursive | --only-show-errors) ;;
    --exclude)
      included=()
      shift
      ;;
    --include)
      included+=("$2")
      shift
      ;;
    *) arguments+=("$1") ;;
  esac
  shift
done

is_included() {
  local pattern
  for pattern in ${included[@]+"${included[@]}"}; do
    # shellcheck disable=SC2053
    if [[ $1 == $pattern ]]; then return 0; fi
  done
  return 1
}

key_of() {
  local rest=${1#s3://}
  echo "${rest#*/}"
}

case "${arguments[0]} ${arguments[1]}" in
  "s3 cp")
    from=${arguments[2]}
    to=${arguments[3]}
    if [[ $from == - ]]; then
      mkdir -p "$(dirname "/bucket/$(key_of "$to")")"
      cat >"/bucket/$(key_of "$to")"
    elif [[ $to == - ]]; then
      cat "/bucket/$(key_of "$from")"
    else
      source=/bucket/$(key_of "$from")
      while IFS= read -r each; do
        is_included "$each" || continue
        mkdir -p "$(dirname "${to%/}/$each")"
        cp "${source%/}/$each" "${to%/}/$each"
      done < <(cd "$source" && find . -type f -printf '%P\n')
      half=$(cat /chaos/halves 2>/dev/null || true)
      if [[ -n $half && -f ${to%/}/${half#*/} ]]; then
        truncate --size=10 "${to%/}/${half#*/}"
        rm /chaos/halves
      fi
    fi
    ;;
  "s3 rm") rm "/bucket/$(key_of "${arguments[2]}")" ;;
  "s3api list-objects-v2")
    cd /bucket
    prefix=${all#*--prefix }
    prefix=${prefix%%/*}
    form='%TY-%Tm-%TdT%TH:%TM:%TS\t%p\n'
    if [[ $all == *"Contents[].[Key]"* ]]; then form='%p\n'; fi
    if [[ -d $prefix ]]; then find "$prefix" -type f -printf "$form"; else echo None; fi
    ;;
  "ec2 describe-instances")
    states=${all#*instance-state-name,Values=}
    states=${states%% *}
    while read -r state id; do
      if [[ ,$states, == *",$state,"* ]]; then echo "$id"; fi
    done < <(cat /chaos/instances 2>/dev/null)
    ;;
  *) exit 2 ;;
esac
