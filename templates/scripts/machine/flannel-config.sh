#!/bin/bash
# Usage: flannel-config [--wait] ETCD_URL[,URL...] KEY VALUE
#
# Tells flanneld of all machines, through the first etcd that answers, which network they make; and those who have
# watched etcd, that it may be another one by now. With --wait it goes on until one answers.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
waits=no
if [[ $1 == --wait ]]; then
  waits=yes
  shift
fi
IFS=, read -r -a urls <<<"$1"

# Usage: write KEY VALUE
write() {
  local url
  for url in "${urls[@]}"; do
    if curl --silent --show-error --fail --noproxy '*' --max-time 10 --output /dev/null --request PUT --data-urlencode "value=$2" \
      "$url/v2/keys$1"; then return 0; fi
  done
  return 1
}

until retry write "$2" "$3"; do [[ $waits == yes ]] || fail "no etcd takes $2"; done
if [[ -e /var/lib/etcd/generation ]]; then
  retry write /cluster-generation "$(</var/lib/etcd/generation)" || fail "no etcd takes its generation"
fi
