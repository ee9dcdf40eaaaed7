#!/bin/bash
# Usage: kubeadm-join
#
# Makes this machine a node of the cluster, once: waits for what it joins by, which the control plane makes and which lives for
# minutes, and takes it away when it is used. After that it renews what a node is told where that has changed.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
export PATH=/opt/bin:$PATH

config=/etc/kubernetes/kubeadm.yaml
state=/var/lib/clusterwright/kubeadm
kubeconfig=$(sed -n 's/^ *kubeConfigPath: *//p' "$config")
mkdir -p "$state"

wanted="$(digest_of "$config") $(kubeadm version --output=short)"
applied=$state/applied

# What a run that was cut off has left is no reason to refuse to go on.
LEFT_BEHIND=FileAvailable--etc-kubernetes-bootstrap-kubelet.conf,FileAvailable--etc-kubernetes-pki-ca.crt,Port-10250

await() {
  local second
  for ((second = 0; ; second += 2)); do
    if [[ -s $kubeconfig ]]; then return; fi
    if ((second % 60 == 0)); then say "waiting for what the control plane lets nodes join by"; fi
    sleep 2
  done
}

if ! [[ -e /etc/kubernetes/kubelet.conf ]]; then
  if [[ -x /opt/bin/fetch-join ]]; then /opt/bin/fetch-join "$kubeconfig"; fi
  await
  ignored=()
  if [[ -e $state/begun ]]; then
    ignored=(--ignore-preflight-errors="$LEFT_BEHIND")
  fi
  : >"$state/begun"
  status=0
  kubeadm join --config="$config" "${ignored[@]}" || status=$?
  # It has been used, or is of no use any more.
  rm -f "$kubeconfig"
  ((status == 0)) || fail "the machine has not joined; it tries again with a new token"
  say "the machine is a node"
elif [[ -e $applied && $(<"$applied") != "$wanted" ]]; then
  kubeadm upgrade node
  systemctl restart kubelet.service
  say "the node is what the control plane says nodes are"
fi
echo "$wanted" | write_whole "$applied" 0600
