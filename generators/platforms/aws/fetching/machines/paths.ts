/** Outputs of Terraform for the manifests, a line each. */
export const OUTPUTS_FILE = "/etc/terraform-outputs";

/** What the compiler and Terraform tell a machine before it fetches anything, and what it fetches of the kind. */
export const SETTINGS = "/etc/cluster-environment";
export const LATER_SETTINGS = "/etc/machine-setup/settings";

/** The list of what may change while a machine runs, as it was last fetched. */
export const STANDING_TABLE = "/etc/machine-setup/standing";

/** How many snapshots of etcd are kept. */
export const BACKUP_SETTINGS = "/etc/etcd-backup";
