#!/bin/bash
# Usage: kubeadm-init
#
# Makes this machine the control plane that /etc/kubernetes/kubeadm.yaml describes: once, and after that again only what of it
# has changed. May be run again at any time, after a run that was cut off, too. Nothing that is there is ever thrown away:
# certificates, keys and etcd's data stay what they are.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
export PATH=/opt/bin:$PATH KUBECONFIG=/etc/kubernetes/admin.conf

config=/etc/kubernetes/kubeadm.yaml
state=/var/lib/clusterwright/kubeadm
key=/etc/kubernetes/pki/encryption.yaml
mkdir -p "$state"

# The key that secrets are encrypted with in etcd: made here once, in no other place, and never anew where there is data.
make_key() {
  if [[ -d /var/lib/etcd/member ]]; then
    fail "$key is gone, and etcd has data that was encrypted with it: bring the file back from your copy of it"
  fi
  local secret
  secret=$(head -c 32 /dev/urandom | base64 --wrap=0)
  printf '%s\n' \
    'apiVersion: apiserver.config.k8s.io/v1' \
    'kind: EncryptionConfiguration' \
    'resources:' \
    '  - resources: [secrets]' \
    '    providers:' \
    '      - secretbox:' \
    '          keys:' \
    "            - {name: first, secret: $secret}" \
    '      - identity: {}' | write_whole "$key" 0600
  say "made the key that secrets are encrypted with, $key: keep a copy where it is safe"
}

# etcd's one member is known by the address of a machine that is gone: the next member will ask for it.
say_where_etcd_is() {
  local member
  local -a ask=(etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/kubernetes/pki/etcd/ca.crt
    --cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt --key=/etc/kubernetes/pki/etcd/healthcheck-client.key)
  member=$("${ask[@]}" member list) || return
  "${ask[@]}" member update "${member%%,*}" --peer-urls="https://$(sed -n 's/^ *advertiseAddress: *"\{0,1\}\([^"]*\).*/\1/p' "$config"):2380" >/dev/null
}

# What a run that was cut off has left is no reason to refuse to go on.
LEFT_BEHIND=DirAvailable--var-lib-etcd,Port-10250,Port-10257,Port-10259,Port-2379,Port-2380,Port-6443
for each in etcd kube-apiserver kube-controller-manager kube-scheduler; do
  LEFT_BEHIND+=,FileAvailable--etc-kubernetes-manifests-$each.yaml
done

mkdir -p "${key%/*}"
if ! [[ -e $key ]]; then make_key; fi

# What the API server reads once, when it starts.
policies=(/etc/kubernetes/api-server/audit-policy.yaml /etc/kubernetes/api-server/authentication.yaml)
wanted=$(cat "$config" "${policies[@]}" | sha256sum)
wanted=${wanted%% *}
version=$(sed -n 's/^kubernetesVersion: *//p' "$config")
applied=$state/applied

if ! [[ -e $applied ]]; then
  ignored=()
  if [[ -e $state/begun ]]; then
    ignored=(--ignore-preflight-errors="$LEFT_BEHIND")
  elif [[ -d /var/lib/etcd/member ]]; then
    # Another machine's, whose disk has come here: the control plane goes on where it was.
    ignored=(--ignore-preflight-errors=DirAvailable--var-lib-etcd)
    : >"$state/moved"
  fi
  : >"$state/begun"
  # It would print the token that it makes.
  kubeadm init --config="$config" --skip-token-print "${ignored[@]}"
  if [[ -e $state/moved ]]; then
    retry say_where_etcd_is || fail "etcd does not take the address of this machine"
    rm -f "$state/moved"
  fi
  say "the control plane of Kubernetes $version is there"
elif [[ $(<"$applied") != "$wanted $version" ]]; then
  kubeadm init phase upload-config all --config="$config"
  if [[ $(<"$applied") == *" $version" ]]; then
    kubeadm init phase control-plane all --config="$config"
    kubeadm init phase etcd local --config="$config"
    kubeadm init phase addon kube-proxy --config="$config"
    # A container that ends is started again by the kubelet, and reads them then.
    crictl ps --quiet --name=kube-apiserver | while IFS= read -r container; do crictl stop "$container" >/dev/null; done
  else
    kubeadm upgrade apply "$version" --yes
  fi
  kubeadm init phase kubelet-start --config="$config"
  say "the control plane is what $config says"
fi
echo "$wanted $version" | write_whole "$applied" 0600
