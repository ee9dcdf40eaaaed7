/** What machines of groups write, fetch or mount by themselves, beside what user-data and units name. */

import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { BOOT_STEPS, MACHINE_ENVIRONMENT } from "../../../../facts/paths.ts";
import type { RuntimeVariant } from "../../../../model/variants.ts";
import { ADDONS_DIRECTORY } from "../../../../parts/apply-addons.ts";
import { BACKUP_SETTINGS, OUTPUTS_FILE } from "./paths.ts";

const EVERYWHERE: readonly string[] = [
  "/etc/machine-setup/",
  `${BOOT_STEPS}/`,
  MACHINE_ENVIRONMENT,
  "/etc/sysctl.d/90-kubernetes.conf",
  "/run/",
  // Mounted, or emptied, after the files have come.
  ...["cluster-data", "control-plane", "early-docker", "machine-setup"].map((name) => `/var/lib/${name}/`),
];

const ON_THE_CONTROL_PLANE: readonly string[] = [
  `${ADDONS_DIRECTORY}/`,
  OUTPUTS_FILE,
  BACKUP_SETTINGS,
  "/opt/bin/etcd",
  "/opt/bin/etcdctl",
  "/var/lib/etcd/",
];

/** Paths that are not the spec's to fill; one that ends in a slash stands for a directory and all below it. */
export const ownPlaces = (role: string, { directory }: RuntimeVariant): readonly string[] => [
  ...EVERYWHERE,
  `/var/lib/${directory}/`,
  ...(role === CONTROL_PLANE ? ON_THE_CONTROL_PLANE : []),
];
