/** Names that no resolver of the machines knows, in `/etc/hosts`. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { Cluster, Role } from "../model/cluster.ts";
import type { MachinePart } from "../model/machine.ts";
import { script } from "./files.ts";
import { ONCE, unit } from "./units.ts";

interface Entry {
  readonly unit: string;
  readonly comment: string;
  readonly description: string;
  readonly address: string;
  readonly host: string;
  readonly from: readonly SpecPath[];
}

/** Leads a name to an address, for as long as the machine says so. */
export function hostsEntry({ unit: name, comment, description, address, host, from }: Entry): MachinePart {
  const path = "/opt/bin/hosts-entry";
  return {
    files: [script(path, "hosts-entry", ["network"])],
    units: [unit(name, comment, from, [["Description", description]], [...ONCE, ["ExecStart", [path, address, host]]])],
  };
}

/** The control plane's name, where nobody but the machines themselves knows it, or it is the machine's own. */
export function endpointEntry(
  { controlPlane: { host, entry, ownEntry, hostFrom } }: Cluster,
  { isControlPlane }: Role,
): readonly MachinePart[] {
  const address = (isControlPlane ? ownEntry : null) ?? entry;
  return address === null
    ? []
    : [
        hostsEntry({
          unit: "api-hosts-entry.service",
          comment: "Makes the control plane's name resolve on the machine.",
          description: "Name of the API in /etc/hosts",
          address,
          host,
          from: [["name"], ...hostFrom],
        }),
      ];
}
