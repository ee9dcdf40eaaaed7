#!/bin/bash
# Usage: apply-addons
#
# Waits for the API, then applies the manifests of /etc/kubernetes/addons in order: what a cluster is none without. A failure is
# the unit's, which starts again.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
export KUBECONFIG=/etc/kubernetes/admin.conf KUBECTL=/opt/bin/kubectl

for ((second = 0; ; second += 2)); do
  if [[ -e $KUBECONFIG ]] && "$KUBECTL" get --raw=/readyz --request-timeout=5s >/dev/null 2>&1; then break; fi
  if ((second % 60 == 0)); then say "waiting for the API"; fi
  sleep 2
done
/etc/kubernetes/addons/apply.sh --yes
say "what the cluster consists of is there: $(grep -c -v '^#' /etc/kubernetes/addons/objects.tsv) objects"
