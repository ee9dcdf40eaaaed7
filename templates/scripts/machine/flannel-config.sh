#!/bin/bash
# Usage: flannel-config ETCD_URL[,URL...] KEY VALUE
#
# Tells flanneld of all machines, through the first etcd that answers, which network they make.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
IFS=, read -r -a urls <<<"$1"

write() {
  local url
  for url in "${urls[@]}"; do
    if curl --silent --show-error --fail --noproxy '*' --max-time 10 --output /dev/null --request PUT --data-urlencode "value=$3" \
      "$url/v2/keys$2"; then return 0; fi
  done
  return 1
}

retry write "$@" || fail "no etcd takes $2"
