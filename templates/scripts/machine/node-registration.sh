#!/bin/bash
# Usage: node-registration API NODE LABEL=VALUE...
#
# Sees to it that this node is registered and bears its labels, for as long as it runs: a kubelet registers when it
# starts, and an API that was restored from a snapshot may not know the node.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
url=$1/api/v1/nodes/$2
shift 2

labels=
for each; do
  labels+="${labels:+,}\"${each%%=*}\":\"${each#*=}\""
done

missing=0
labelled=no
while true; do
  code=$(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 10 "$url" || true)
  case $code in
    200)
      missing=0
      # A patch that changes nothing costs nothing.
      if curl --silent --show-error --fail --max-time 10 --output /dev/null --request PATCH \
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
