/** Units that several axes know by name. */

/** Fetches the programs of today's releases, containerd among them. */
export const PROGRAMS_UNIT = "kubernetes-programs.service";

/** Runs the containers of today's releases. */
export const CONTAINERD_UNIT = "containerd.service";
