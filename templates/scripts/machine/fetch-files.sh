#!/bin/bash
# Usage: fetch-files TABLE
#
# Fetches files from the cluster's bucket. A line of TABLE is SHA-256, mode, place and path, separated by tabs; the object
# of a place has the first 16 digits of its digest behind an @. What has another digest is refused; what is there already
# is not fetched again. Each file is replaced whole.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
table=$1
staging=/var/lib/machine-setup/staging
# Files that get values of this machine's after they were fetched: their digests change. Which one each had is noted by its
# path, and they are kept as they came.
opened=/run/fetch-files
kept=/var/lib/machine-setup/kept

is_there() {
  local note=$opened/${2//\//%}
  [[ -f $2 ]] || return
  if [[ -e $note ]]; then [[ $(<"$note") == "$1" ]]; else [[ $(digest_of "$2") == "$1" ]]; fi
}

# What of the table neither stands in its place nor is kept, as `part @digits` lines.
wanted() {
  local digest mode place path
  while IFS=$'\t' read -r digest mode place path; do
    is_there "$digest" "$path" || [[ -e $kept/$digest ]] || echo "${place%%/*} @${digest:0:16}"
  done <"$table" | sort -u
}

# One call a part: the command takes a second to start.
download() {
  local list part digits
  local -a only
  list=$(wanted)
  for part in $(cut -d ' ' -f 1 <<<"$list" | uniq); do
    only=()
    while read -r _ digits; do only+=(--include "*$digits"); done < <(grep "^$part " <<<"$list")
    aws s3 cp --recursive --only-show-errors "s3://$BUCKET/$part/" "$staging/$part/" --exclude '*' "${only[@]}" || return
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

place_all() {
  local digest mode place path file found refused=0
  while IFS=$'\t' read -r digest mode place path; do
    if is_there "$digest" "$path"; then
      chmod "$mode" "$path" || return
      continue
    fi
    file=$staging/$place@${digest:0:16}
    if [[ -e $kept/$digest ]]; then file=$kept/$digest; fi
    found=nothing
    if [[ -f $file ]]; then found=$(digest_of "$file"); fi
    if [[ $found != "$digest" ]]; then
      say "$place is refused: its SHA-256 is $found, this machine was made for $digest"
      rm -f "$kept/$digest"
      refused=1
      continue
    fi
    rm -f "$opened/${path//\//%}"
    put "$mode" "$file" "$path" || return
    if grep -q '%%[A-Z]' "$path"; then
      put 0600 "$path" "$kept/$digest" || return
      echo "$digest" >"$opened/${path//\//%}"
    fi
  done <"$table"
  return "$refused"
}

fetch() {
  rm -rf "$staging"
  mkdir -p "$staging" "$opened" "$kept" && download && place_all
}

retry fetch || fail "not all files of $table are to be had from s3://$BUCKET"
rm -rf "$staging"
say "$(wc -l <"$table") files are there"
