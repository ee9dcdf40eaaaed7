#!/bin/bash
# Usage: wait-for-health URL
#
# Ends when URL says "ok".
set -euo pipefail

url=$1
until [[ $(curl --silent --noproxy '*' --max-time 5 "$url" || true) == ok ]]; do
  echo "$url does not say ok yet"
  sleep 1
done
