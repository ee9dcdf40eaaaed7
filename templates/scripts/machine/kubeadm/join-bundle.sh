#!/bin/bash
# Usage: join-bundle
#
# Prints what a machine joins the cluster by, for it alone: a kubeconfig with the cluster's CA, and a token that was made for it
# and lives for 15 minutes. It is on no disk here, and on no command line.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
export PATH=/opt/bin:$PATH KUBECONFIG=/etc/kubernetes/admin.conf

endpoint=$(sed -n 's/^controlPlaneEndpoint: *//p' /etc/kubernetes/kubeadm.yaml)
authority=$(base64 --wrap=0 /etc/kubernetes/pki/ca.crt) || fail "there is no control plane here yet"
token=$(kubeadm token create --ttl=15m0s --description="for machines that join") || fail "the API makes no token"
[[ $token =~ ^[a-z0-9]{6}\.[a-z0-9]{16}$ ]] || fail "kubeadm has printed no token"

cat <<END
apiVersion: v1
kind: Config
clusters:
  - name: cluster
    cluster:
      server: https://$endpoint
      certificate-authority-data: $authority
contexts:
  - name: join
    context: {cluster: cluster, user: join}
current-context: join
users:
  - name: join
    user: {token: $token}
# end
END
