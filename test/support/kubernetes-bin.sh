#!/bin/bash
# Usage: kubernetes-bin.sh OUT SCRATCH
#
# Brings a control plane up with the programs of a release (KUBERNETES_BIN) and what the compiler made of a cluster on hosts, in
# namespaces of its own: /etc, /var/lib and the network of this machine are not touched. What is found out goes to files of
# SCRATCH, for the tests to judge. Run as: unshare --mount --net --pid --fork --kill-child kubernetes-bin.sh ...
set -euo pipefail
out=$1 scratch=$2
export PATH=$KUBERNETES_BIN:$PATH KUBECONFIG=/etc/kubernetes/admin.conf
say() { echo "== $*" >&2; }

mount --make-rprivate /
mount -t proc proc /proc
for each in etc var/lib var/log; do
  mkdir -p "$scratch/upper/$each" "$scratch/work/$each"
  mount -t overlay overlay -o "lowerdir=/$each,upperdir=$scratch/upper/$each,workdir=$scratch/work/$each" "/$each"
done
rm -rf /etc/kubernetes /var/lib/etcd /var/lib/kubelet
ip link set lo up
ip addr add "$ADDRESS/32" dev lo
echo "$ADDRESS $ENDPOINT" >>/etc/hosts

mkdir -p /etc/kubernetes /var/log/kubernetes/audit
cp -r "$out/machines/control-plane/files/etc/kubernetes/." /etc/kubernetes/
sed -i "s/%%MACHINE_NAME%%/cp1/; s/%%MACHINE_ADDRESS%%/$ADDRESS/" /etc/kubernetes/kubeadm.yaml
config=/etc/kubernetes/kubeadm.yaml

say "the key, as the machine makes it"
# The script's own function, on its own.
(
  key=/etc/kubernetes/pki/encryption.yaml
  export key
  fail() { exit 1; }
  write_whole() { cat >"$1"; }
  eval "$(sed -n '/^make_key() {/,/^}/p' "$out/machines/control-plane/files/opt/bin/kubeadm-init")"
  make_key
)

say "kubeadm's phases"
for phase in "certs all" "kubeconfig all" "etcd local" "control-plane all"; do
  # shellcheck disable=SC2086
  kubeadm init phase $phase --config="$config" >"$scratch/phase-${phase// /-}" 2>&1 || {
    cat "$scratch/phase-${phase// /-}" >&2
    exit 1
  }
done
cp -r /etc/kubernetes/manifests "$scratch/manifests"
ls -R /etc/kubernetes/pki >"$scratch/pki"

# Starts what a static pod runs, by the same words.
begin() {
  mapfile -t words < <(sed -n '/^  - command:/,/^    image:/p' "/etc/kubernetes/manifests/$1.yaml" | sed -n 's/^    - //p')
  printf '%s\n' "${words[@]}" >"$scratch/$1.command"
  "${words[@]}" >"$scratch/$1.log" 2>&1 &
}
say "etcd, the API server, the controller manager"
begin etcd
sleep 2
begin kube-apiserver
for ((second = 0; second < 120; second++)); do
  if kubectl get --raw=/readyz >/dev/null 2>&1; then break; fi
  sleep 1
done
kubectl get --raw=/readyz >"$scratch/readyz" 2>&1 || {
  tail -n 40 "$scratch/kube-apiserver.log" >&2
  exit 1
}
begin kube-controller-manager
# kubeadm init binds the administrators' group in its own way, before admin.conf may do anything.
KUBECONFIG=/etc/kubernetes/super-admin.conf kubectl create clusterrolebinding kubeadm:cluster-admins \
  --clusterrole=cluster-admin --group=kubeadm:cluster-admins >/dev/null

say "who is anonymous"
for path in /readyz /livez /healthz /version /api /apis /metrics /api/v1/namespaces/kube-public/configmaps/cluster-info; do
  echo "$path $(curl --silent --insecure --output /dev/null --write-out '%{http_code}' "https://$ADDRESS:6443$path")"
done >"$scratch/anonymous"

say "nodes, and every manifest with strict validation"
for node in cp1 node1; do
  kubectl create -f - >/dev/null <<END
{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "$node", "labels": {"kubernetes.io/os": "linux"}}}
END
done
cat >"$scratch/kubectl" <<END
#!/bin/bash
words=("\$@")
for word; do if [[ \$word == apply ]]; then words+=(--validate=strict); fi; done
exec kubectl "\${words[@]}"
END
chmod 0755 "$scratch/kubectl"
KUBECTL=$scratch/kubectl "$out/manifests/apply.sh" --yes >"$scratch/apply" 2>&1 || {
  cat "$scratch/apply" >&2
  exit 1
}
# A second time nothing is to be otherwise.
KUBECTL=$scratch/kubectl "$out/manifests/apply.sh" --yes >"$scratch/apply-again" 2>&1
for ((second = 0; second < 60; second++)); do
  kubectl get pods --all-namespaces --output=json >"$scratch/pods.json"
  if [[ $(grep -c '"kind": "Pod"' "$scratch/pods.json") -ge ${PODS:-1} ]]; then break; fi
  sleep 1
done
kubectl get services --all-namespaces --output=json >"$scratch/services.json"
kubectl create secret generic sealed --from-literal=word=plaintext-of-a-secret >/dev/null
sleep 1
if grep -rqa plaintext-of-a-secret /var/lib/etcd; then echo open; else echo sealed; fi >"$scratch/at-rest"
KUBECTL=$scratch/kubectl "$out/manifests/apply.sh" --prune --yes >"$scratch/prune" 2>&1
say "done"
