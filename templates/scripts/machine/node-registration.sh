#!/bin/bash
# Usage: node-registration keep API NODE LABEL=VALUE...
#        node-registration end API NODE
#
# Sees to it that this node is registered and bears its labels, for as long as it runs: a kubelet registers when it
# starts, and an API that was restored from a snapshot may not know the node. A machine that goes takes its node along:
# its pods need not wait until it is given up, and it is no dead line in the list for ever.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
task=$1 url=$2/api/v1/nodes/$3
shift 3

if [[ $task == end ]]; then
  # Its pods would be moved for nothing.
  goes_for_good || exit 0
  code=$(curl --silent --noproxy '*' --output /dev/null --write-out '%{http_code}' --max-time 10 --request DELETE "$url" || true)
  [[ $code == 200 || $code == 404 ]] || fail "$url stays behind"
  say "$url is gone"
  exit 0
fi

labels=
for each; do
  labels+="${labels:+,}\"${each%%=*}\":\"${each#*=}\""
done

missing=0
labelled=no
while true; do
  code=$(curl --silent --noproxy '*' --output /dev/null --write-out '%{http_code}' --max-time 10 "$url" || true)
  case $code in
    200)
      missing=0
      # A patch that changes nothing costs nothing.
      if curl --silent --show-error --fail --noproxy '*' --max-time 10 --output /dev/null --request PATCH \
        --header 'Content-Type: application/merge-patch+json' --data "{\"metadata\":{\"labels\":{$labels}}}" "$url"; then
        [[ $labelled == yes ]] || say "$url bears $*"
        labelled=yes
      else
        labelled=no
      fi
      ;;
    404)
      labelled=no
      missing=$((missing + 1))
      # The kubelet of a young machine takes its time to come up.
      if ((missing >= 20)); then
        say "$url is not registered: the kubelet is started again"
        systemctl restart kube-kubelet.service
        missing=0
      fi
      ;;
    *) labelled=no ;;
  esac
  if [[ $labelled == yes ]]; then sleep 60; else sleep 3; fi
done
