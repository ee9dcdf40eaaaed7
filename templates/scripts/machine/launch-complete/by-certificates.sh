serves() {
  local ready='{.status.conditions[?(@.type=="Ready")].status}'
  if [[ $ROLE == control-plane ]]; then
    ask --output /dev/null --cacert /etc/kubernetes/pki/ca.crt https://127.0.0.1:6443/readyz
  else
    [[ $(/opt/bin/kubectl --kubeconfig=/etc/kubernetes/kubelet.conf --request-timeout=10s get node "$HOST_NAME" -o "jsonpath=$ready" 2>/dev/null) == True ]]
  fi
}
