/** Units that others wait for. */
export const API_UNIT = "kube-apiserver.service";
export const KUBELET_UNIT = "kube-kubelet.service";
export const CONTROLLER_MANAGER_UNIT = "kube-controller-manager.service";
export const SCHEDULER_UNIT = "kube-scheduler.service";
export const PROXY_UNIT = "kube-proxy.service";
