#!/bin/bash
# Usage: renew-certificates
#
# Renews the certificates of this control plane when one of them has less than 60 days left: kubeadm makes them for a year, and
# renews them by itself only when the release changes. What has read the old ones is started again, one after the other, each when the API
# is ready again.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
export PATH=/opt/bin:$PATH KUBECONFIG=/etc/kubernetes/admin.conf

LEFT=60

if ! [[ -e $KUBECONFIG ]]; then
  say "there is no control plane here yet"
  exit 0
fi

# Those that end soon, by name; authorities are not renewed, and have ten years.
ending() {
  kubeadm certs check-expiration 2>/dev/null | sed -n '/^CERTIFICATE AUTHORITY/q; s/^\([a-z.-]*\) .* UTC *\([0-9]*\)d .*/\1 \2/p; s/^\([a-z.-]*\) .* UTC *\([0-9]*[hms][0-9hms]*\|<invalid>\) .*/\1 0/p' |
    while read -r name days; do
      if ((days < LEFT)); then echo "$name"; fi
    done
}

is_ready() {
  kubectl get --raw=/readyz --request-timeout=5s >/dev/null 2>&1
}

await_api() {
  local second
  for ((second = 0; second < 300; second += 2)); do
    if is_ready; then return 0; fi
    sleep 2
  done
  fail "the API is not ready after $1 was started again"
}

mapfile -t soon < <(ending)
if ((${#soon[@]} == 0)); then exit 0; fi
say "less than $LEFT days are left of ${soon[*]}"
kubeadm certs renew all --config=/etc/kubernetes/kubeadm.yaml >/dev/null || fail "the certificates are not renewed"
for each in etcd kube-apiserver kube-controller-manager kube-scheduler; do
  # A container that ends is started again by the kubelet, and reads them then.
  crictl ps --quiet --name="^$each\$" | while IFS= read -r container; do crictl stop "$container" >/dev/null; done
  await_api "$each"
done
say "every certificate is a new one"
