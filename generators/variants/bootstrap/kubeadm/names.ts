/** Units and files of a kubeadm cluster, each spelled once. */

export const HOST_UNIT = "kubernetes-host.service";
export const CONTROL_PLANE_UNIT = "kubeadm-init.service";
export const NODE_UNIT = "kubeadm-join.service";
export const KUBELET_UNIT = "kubelet.service";

/** What `kubeadm init` and `kubeadm join` are told. */
export const KUBEADM_CONFIG = "/etc/kubernetes/kubeadm.yaml";

/** What the API server reads besides: its pod has the directory, and nothing else of the machine's own. */
export const API_SERVER_DIRECTORY = "/etc/kubernetes/api-server";
/** The key of secrets lies where kubeadm has what cannot be made again; the API server's pod has the directory anyway. */
export const ENCRYPTION = "/etc/kubernetes/pki/encryption.yaml";
export const AUDIT_DIRECTORY = "/var/log/kubernetes/audit";

/**
 * What a machine joins by, a kubeconfig with a token that lives for minutes; in memory alone, and gone once it has joined.
 */
export const JOIN_FILE = "/run/kubernetes-join/kubeconfig";

export const KUBELET_DIRECTORY = "/var/lib/kubelet";

/** kubeadm's own, and the one that every backup is made of. */
export const ETCD_DIRECTORY = "/var/lib/etcd";
