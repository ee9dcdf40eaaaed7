#!/bin/bash
# Usage: fetch-files TABLE
#
# Fetches files from the cluster's bucket. A line of TABLE is SHA-256, mode, key and path, separated by tabs. What has
# another digest is refused; what is there already is not fetched again. Each file is replaced whole.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
table=$1
staging=/var/lib/machine-setup/staging
# Files that get values of this machine's after they were fetched: their digests change.
opened=/run/fetch-files

is_there() {
  [[ -f $2 ]] && { [[ -e $opened/$1 ]] || [[ $(digest_of "$2") == "$1" ]]; }
}

# The first parts of the keys that are still wanted, each once.
prefixes() {
  local digest mode key path
  while IFS=$'\t' read -r digest mode key path; do
    is_there "$digest" "$path" || echo "${key%%/*}"
  done <"$table" | sort -u
}

download() {
  local prefix
  for prefix in $(prefixes); do
    aws s3 cp --recursive --only-show-errors "s3://$BUCKET/$prefix/" "$staging/$prefix/" || return
  done
}

put() {
  local mode=$1 file=$2 path=$3 new
  mkdir -p "${path%/*}" || return
  new=$(mktemp "$path.XXXXXX") || return
  gone_at_end "$new"
  if ! { cp "$file" "$new" && chmod "$mode" "$new" && mv -f "$new" "$path"; }; then
    rm -f "$new"
    return 1
  fi
  if command -v restorecon >/dev/null; then restorecon "$path"; fi
}

place() {
  local digest mode key path found refused=0
  while IFS=$'\t' read -r digest mode key path; do
    if is_there "$digest" "$path"; then
      chmod "$mode" "$path" || return
      continue
    fi
    found=nothing
    if [[ -f $staging/$key ]]; then found=$(digest_of "$staging/$key"); fi
    if [[ $found != "$digest" ]]; then
      say "$key is refused: its SHA-256 is $found, this machine was made for $digest"
      refused=1
      continue
    fi
    put "$mode" "$staging/$key" "$path" || return
    if grep -q '%%[A-Z]' "$path"; then : >"$opened/$digest"; fi
  done <"$table"
  return "$refused"
}

fetch() {
  rm -rf "$staging"
  mkdir -p "$staging" "$opened" && download && place
}

retry fetch || fail "not all files of $table are to be had from s3://$BUCKET"
rm -rf "$staging"
say "$(wc -l <"$table") files are there"
