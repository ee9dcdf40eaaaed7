#!/bin/bash
# Usage: hosts-entry ADDRESS NAME
#
# Makes NAME resolve to ADDRESS on this machine. Replaces an older entry of the name and leaves every other line alone.
set -euo pipefail

address=$1
name=$2
target=/etc/hosts

temporary=$(mktemp "$target.XXXXXX")
trap 'rm -f "$temporary"' EXIT
if [[ -e $target ]]; then
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ "${line%%#*} " != *[[:space:]]"$name"[[:space:]]* ]]; then
      printf '%s\n' "$line"
    fi
  done <"$target" >"$temporary"
else
  echo "127.0.0.1 localhost" >"$temporary"
fi
echo "$address $name" >>"$temporary"
chmod 0644 "$temporary"
mv -f "$temporary" "$target"
