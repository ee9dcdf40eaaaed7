#!/bin/bash
# Usage: await-network ETCD_URL[,URL...] KEY
#
# Waits until an etcd has the configuration of the container network. Who starts flanneld earlier has it fail, and with it what
# requires it, which nobody starts again.
set -euo pipefail
export LC_ALL=C
IFS=, read -r -a urls <<<"$1"

is_there() {
  local url
  for url in "${urls[@]}"; do
    if curl --silent --fail --noproxy '*' --max-time 5 --output /dev/null "$url/v2/keys$2"; then return 0; fi
  done
  return 1
}

if is_there "$@"; then exit 0; fi
echo "await-network: no etcd of $1 has $2 yet"
until is_there "$@"; do sleep 2; done
