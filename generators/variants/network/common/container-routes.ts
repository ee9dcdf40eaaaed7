import { machinesOf } from "../../../facts/nodes.ts";
import type { MachinePart } from "../../../model/machine.ts";
import type { Entries } from "../../../model/units.ts";
import type { MachinePlan } from "../../../model/variants.ts";
import { machineFile, script } from "../../../parts/files.ts";
import { unit } from "../../../parts/units.ts";

export const CONTAINER_ROUTES = "container-routes.service";

/** Routes on the machines themselves, where nothing between them has any. */
export function containerRoutes({ cluster, own }: MachinePlan): MachinePart {
  const [path, table] = ["/opt/bin/container-routes", "/etc/container-routes"];
  const from = [["network"], ["platform"], ["nodePools"]] as const;
  const lines = machinesOf(cluster).map(({ podCidr, address }) => `${podCidr} ${address}\n`);
  const about: Entries = [
    ["Description", "Routes to the containers of other hosts"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
  ];
  const service: Entries = [
    ...own.environment,
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    ["ExecStart", [path, table, own.address]],
  ];
  const comment = "Leads packets for the containers of other hosts there.";
  return {
    files: [script(path, "host/container-routes", ["network"]), machineFile(table, "0644", lines.join(""), ...from)],
    units: [unit(CONTAINER_ROUTES, comment, from, about, service)],
  };
}
