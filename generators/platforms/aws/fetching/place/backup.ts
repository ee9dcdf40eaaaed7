import { DEFAULTS } from "../../../../../schema/generated/defaults.ts";
import type { ClusterSpec } from "../../../../../schema/generated/types.ts";
import type { Backup } from "./model.ts";

/** How often etcd's data is copied, how many copies are kept, and where those lie that are no snapshots of a disk. */
export function backup(given: NonNullable<ClusterSpec["etcd"]>["backup"]): Backup {
  const { periodMinutes, keep } = DEFAULTS.etcd.backup;
  return {
    periodMinutes: given?.periodMinutes ?? periodMinutes,
    keep: given?.keep ?? keep,
    prefix: "backups/etcd",
  };
}
