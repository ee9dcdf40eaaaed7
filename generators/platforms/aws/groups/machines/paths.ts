/** Where the manifests lie on the control plane. */
export const ADDONS_DIRECTORY = "/etc/kubernetes/addons";

/** What the compiler and Terraform tell a machine. */
export const SETTINGS = "/etc/cluster-environment";
