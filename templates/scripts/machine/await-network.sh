#!/bin/bash
# Usage: await-network ETCD_URL[,URL...] KEY RANGE
#
# Waits until an etcd has the configuration of the container network, and it is of this range. Who starts flanneld earlier has
# it fail, and with it what requires it, which nobody starts again; or it leases of a range that is given up.
set -euo pipefail
export LC_ALL=C
IFS=, read -r -a urls <<<"$1"

is_there() {
  local url found
  for url in "${urls[@]}"; do
    found=$(curl --silent --fail --noproxy '*' --max-time 5 "$url/v2/keys$2") || continue
    # The value is JSON inside of JSON.
    if [[ $found == *"\\\"Network\\\":\\\"$3\\\""* ]]; then return 0; fi
  done
  return 1
}

if is_there "$@"; then exit 0; fi
echo "await-network: no etcd of $1 has $3 at $2 yet"
until is_there "$@"; do sleep 2; done
