/** Well-known files of machines that several parts read, each once. */

/** The addresses of the machine and of its containers, where the machine's own routes carry them. */
export const NETWORK_ENVIRONMENT = "/etc/network-environment";

/** What the machine asks about itself when it boots. */
export const MACHINE_ENVIRONMENT = "/etc/machine-environment";

/** Weave's password, for root alone. */
export const WEAVE_PASSWORD = "/etc/weave-password";

/** Steps of a boot, in the order of their names: `/opt/machine-setup/40-data-volume` */
export const BOOT_STEPS = "/opt/machine-setup";

/** What makes an operator a kubeconfig, on the control plane of today's releases. */
export const OPERATOR_KUBECONFIG = "/opt/bin/operator-kubeconfig";
