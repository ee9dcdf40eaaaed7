/** What lets a machine pull from the cluster's own registry. */
import type { SpecPath } from "../../../schema/diagnostics.ts";
import type { Cluster, Role } from "../../model/cluster.ts";
import type { MachinePart } from "../../model/machine.ts";
import type { Entries } from "../../model/units.ts";
import { script } from "../../parts/files.ts";
import { unit } from "../../parts/units.ts";

export const HOSTS_ENTRY = "registry-hosts-entry.service";

/** The add-ons by which machines ask for names of the cluster, and its registry, although nothing else says so. */
export const NAMES: readonly SpecPath[] = [
  ["addons", "dns"],
  ["addons", "registry"],
];

/** Whether a machine runs what may come from the cluster's registry. */
export const asksRegistry = ({ network }: Cluster, { pool }: Role): boolean => network.asksRegistry && pool !== null;

/** The machine does not use the cluster's DNS, so docker finds the cluster's registry through /etc/hosts. */
export function registryHostsEntry({ network: { registry } }: Cluster): MachinePart {
  const path = "/opt/bin/registry-hosts-entry";
  const about: Entries = [["Description", "Entry of the registry in /etc/hosts"]];
  const service: Entries = [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    ["ExecStart", [path, registry.address, registry.hostname]],
  ];
  const comment = "Makes the registry's name resolve on the machine itself.";
  return {
    files: [script(path, "registry-hosts-entry", ["network"])],
    units: [unit(HOSTS_ENTRY, comment, [["network"], ["name"], ...NAMES], about, service)],
  };
}
