#!/bin/bash
# Stands in for a download: records the URL and puts the recorder where the file was asked for.
set -euo pipefail

mkdir -p /var/log/stand-ins
output=
while (($# > 1)); do
  [[ $1 == --output ]] && output=$2
  shift
done
echo "$1" >>/var/log/stand-ins/curl.urls
cp /usr/lib/stand-ins/recorder.sh "$output"
