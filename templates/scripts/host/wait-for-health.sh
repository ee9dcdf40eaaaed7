#!/bin/bash
# Usage: wait-for-health URL
#
# Ends when URL says "ok".
set -euo pipefail

url=$1
is_well() { [[ $(curl --silent --noproxy '*' --max-time 5 "$url" || true) == ok ]]; }
if is_well; then exit 0; fi
echo "$url does not say ok yet"
until is_well; do sleep 1; done
