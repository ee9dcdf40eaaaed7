#!/bin/bash
# Usage: install-program URL FILE
#
# Fetches a program to FILE unless FILE already came from URL. A broken download never takes the place of a
# program that works.
set -euo pipefail

# What comes from outside comes by the proxy, where there is one.
if [[ -e /etc/proxy-environment ]]; then
  set -a
  # shellcheck source=/dev/null
  source /etc/proxy-environment
  set +a
fi

url=$1
file=$2
origin=$file.origin

if [[ -x $file && -e $origin && $(<"$origin") == "$url" ]]; then
  exit 0
fi

mkdir -p "${file%/*}"
temporary=$(mktemp "$file.XXXXXX")
trap 'rm -f "$temporary"' EXIT
curl --fail --silent --show-error --location --retry 5 --retry-delay 2 --output "$temporary" "$url"
chmod 0755 "$temporary"
rm -f "$origin"
mv -f "$temporary" "$file"
echo "$url" >"$origin"
