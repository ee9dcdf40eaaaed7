/** Where the manifests lie on the control plane. */
export const ADDONS_DIRECTORY = "/etc/kubernetes/addons";

/** Outputs of Terraform for the manifests, a line each. */
export const OUTPUTS_FILE = "/etc/terraform-outputs";

/** What the compiler and Terraform tell a machine. */
export const SETTINGS = "/etc/cluster-environment";
