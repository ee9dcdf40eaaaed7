#!/bin/bash
# Usage: label-node NAME [LABEL=VALUE...]
#
# Sees to it that this node bears its labels, by the rights that it has itself: waits until it is one.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
export KUBECONFIG=/etc/kubernetes/kubelet.conf

node=$1
shift
for ((second = 0; ; second += 5)); do
  if [[ -e $KUBECONFIG ]] && /opt/bin/kubectl get node "$node" --request-timeout=5s >/dev/null 2>&1; then break; fi
  if ((second % 60 == 0)); then say "waiting until $node is a node"; fi
  sleep 5
done
(($# == 0)) || /opt/bin/kubectl label --overwrite node "$node" "$@"
