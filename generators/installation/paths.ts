/** Where the output has what `install.sh` puts on hosts. */

/** A file a host, `hosts/node1.example.com.env`: what only this host is. */
export const HOSTS = "hosts";

export const ownPath = (host: string): string => `${HOSTS}/${host}.env`;

/** What hosts of a role consist of. */
export const manifestPath = (role: string): string => `machines/${role}/manifest`;

/** The line of a host's own file that names its role. */
export const ROLE_VARIABLE = "HOST_ROLE";

/** The role that a host's own file names; empty where it names none. */
export const roleIn = (text: string): string => new RegExp(`^${ROLE_VARIABLE}=(.*)$`, "m").exec(text)?.[1] ?? "";
