/** Units that others wait for. */
export const API_UNIT = "kube-apiserver.service";
export const KUBELET_UNIT = "kube-kubelet.service";
export const PROXY_UNIT = "kube-proxy.service";
