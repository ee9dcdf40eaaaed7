#!/bin/bash
# Usage: flannel-config ETCD_URL[,URL...] KEY VALUE
#
# Tells flanneld of all machines, through etcd, which network they make.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
url=${1%%,*}/v2/keys$2

write() {
  curl --silent --show-error --fail --max-time 10 --request PUT --data-urlencode "value=$3" "$url" >/dev/null
}

retry write "$@" || fail "etcd does not take $2"
