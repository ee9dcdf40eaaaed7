#!/bin/bash
# Usage: sanity.sh
#
# Looks from the control plane whether the cluster is well, as /etc/sanity says that it should be, and says a line for whatever
# it looked at: the API, etcd, certificates, every node, the pods that the cluster is made of. It ends with 1 when something is
# wrong. It changes nothing.
set -uo pipefail
export LC_ALL=C PATH=/opt/bin:$PATH KUBECONFIG=/etc/kubernetes/admin.conf

wrong=0
well() { echo "ok    $*"; }
bad() {
  echo "WRONG $*"
  wrong=1
}
ask() { kubectl --request-timeout=10s "$@" 2>/dev/null; }

if ask get --raw=/readyz >/dev/null; then
  well "the API is ready"
else
  bad "the API is not ready: journalctl -u kubeadm-init -u kubelet; crictl ps -a"
  exit 1
fi

pki=/etc/kubernetes/pki/etcd
if etcdctl --endpoints=https://127.0.0.1:2379 --cacert="$pki/ca.crt" --cert="$pki/healthcheck-client.crt" \
  --key="$pki/healthcheck-client.key" endpoint health >/dev/null 2>&1; then
  well "etcd is healthy"
else
  bad "etcd is not healthy: crictl logs of the container etcd"
fi

# A line a certificate: its name and when it ends, as days from now stand in brackets behind that.
while read -r name days; do
  if [[ $days =~ ^([0-9]+)d$ ]] && ((BASH_REMATCH[1] < 30)); then bad "the certificate $name ends in $days: journalctl -u renew-certificates says why"; fi
done < <(kubeadm certs check-expiration 2>/dev/null | sed -n 's/^\([a-z.-]*\) .* UTC *\([0-9]*[a-z]*\) .*/\1 \2/p')

nodes=$(ask get nodes --no-headers --output=custom-columns='NAME:.metadata.name,ADDRESS:.status.addresses[?(@.type=="InternalIP")].address,READY:.status.conditions[?(@.type=="Ready")].status')
while read -r kind name address; do
  if [[ $kind != node ]]; then continue; fi
  found=
  while read -r node at ready; do
    if [[ $node != "$name" ]]; then continue; fi
    found=yes
    if [[ $at != "$address" ]]; then
      bad "$name has the address $at, and should have $address"
    elif [[ $ready == True ]]; then
      well "$name is ready"
    else
      bad "$name is not ready: journalctl -u kubelet there"
    fi
  done <<<"$nodes"
  if [[ -z $found ]]; then bad "$name is no node: journalctl -u kubeadm-join there"; fi
done </etc/sanity

while read -r namespace pod phase; do
  case $phase in
    Running | Succeeded) ;;
    *) bad "the pod $pod is $phase: kubectl describe pod --namespace=$namespace $pod" ;;
  esac
done < <(
  for namespace in kube-system kube-flannel; do
    ask get pods --namespace="$namespace" --no-headers --output=custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name,PHASE:.status.phase
  done
)
((wrong == 0)) && well "the pods that the cluster is made of run"
exit "$wrong"
