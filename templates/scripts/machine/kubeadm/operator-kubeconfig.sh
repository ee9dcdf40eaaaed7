#!/bin/bash
# Usage: operator-kubeconfig NAME [HOURS]
#
# Prints a kubeconfig by which NAME is an administrator of the cluster, for 12 hours unless another number is said, through a
# tunnel to this machine. Nothing of it stays here: when its certificate has ended, ask for another.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
export PATH=/opt/bin:$PATH

(($# > 0)) || fail "usage: operator-kubeconfig NAME [HOURS]"
[[ ${2-12} =~ ^[0-9]{1,3}$ ]] || fail "$2 is no number of hours"
kubeadm kubeconfig user --config=/etc/kubernetes/kubeadm.yaml --client-name="$1" --org=kubeadm:cluster-admins \
  --validity-period="${2-12}h0m0s" | sed 's|^\( *server: \).*|\1https://127.0.0.1:6443|'
