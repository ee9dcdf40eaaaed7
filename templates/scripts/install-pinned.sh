#!/bin/bash
# Usage: install-pinned URL FILE SHA256
#
# Sees to it that FILE is the program with this digest: from the cluster's bucket, where there is one and it lies there,
# or from URL. What has another digest is refused, and never takes the place of a program that works.
set -euo pipefail

url=$1
file=$2
digest=$3

is_right() {
  [[ -f $1 ]] && sha256sum --check --status <<<"$digest  $1"
}

if is_right "$file"; then exit 0; fi
mkdir -p "${file%/*}"
work=$(mktemp -d "$file.XXXXXX")
trap 'rm -rf "$work"' EXIT
carried=/opt/bin/carried-program
if ! [[ -x $carried ]] || ! "$carried" "$digest" >"$work/program" || ! is_right "$work/program"; then
  rm -f "$work/program"
  /opt/bin/install-program "$url" "$work/program"
fi
if ! is_right "$work/program"; then
  echo "$url is refused: its SHA-256 is not $digest, which the spec says" >&2
  exit 1
fi
chmod 0755 "$work/program"
mv -f "$work/program" "$file"
