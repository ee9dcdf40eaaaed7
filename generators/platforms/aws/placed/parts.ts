/** What machines on AWS have beside every machine: where an image's own units read who they are, somebody has to write it. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { MACHINE_ENVIRONMENT } from "../../../facts/paths.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { MachineFile, MachinePart, Parts } from "../../../model/machine.ts";
import type { MachinePlace } from "../../../model/place.ts";
import type { Entries } from "../../../model/units.ts";
import type { MachinePlan } from "../../../model/variants.ts";
import { machineFile, machineLibrary, script } from "../../../parts/files.ts";
import { unit } from "../../../parts/units.ts";
import type { PlacedPlace } from "./place/model.ts";

type PlacedPlan = MachinePlan<PlacedPlace>;

/** Nodes of a pool share their user-data: what each is, it asks. */
const ASKED = "$private_ipv4";

/** A node's name is its address, as the cloud knows it; of a range of its own its user-data knows nothing. */
const anyNode = ({ network: { podCidr } }: Cluster): MachinePlace => ({ name: ASKED, address: ASKED, podCidr });

const TEMPLATE = `${MACHINE_ENVIRONMENT}.template`;

const FROM: readonly SpecPath[] = [["platform"], ["network"], ["etcd"], ["os"], ["kubernetes"]];

/** A file of variables. */
function variables(plan: PlacedPlan, path: string, machine: MachinePlace, comment: string): MachineFile {
  const { cluster, role, variants } = plan;
  const all = [
    ["PRIVATE_IP", machine.address],
    ...variants.bootstrap.hostVariables(cluster, machine, role),
    ...variants.network.hostVariables(cluster, machine),
  ];
  return machineFile(
    path,
    "0644",
    `# ${comment}\n${all.map(([name, value]) => `${name}=${value}\n`).join("")}`,
    ...FROM,
  );
}

/** Asks the machine's address before anything reads it. */
function asked(plan: PlacedPlan): MachinePart {
  const { cluster, variants } = plan;
  const path = "/opt/bin/own-environment";
  const readers = [
    variants.network.containers(cluster).unit,
    variants.runtime.unit,
    variants.bootstrap.units.proxy,
    variants.bootstrap.units.kubelet,
  ];
  const about: Entries = [
    ["Description", "Who this machine is"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
    ["Before", readers.join(" ")],
  ];
  const service: Entries = [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    ["TimeoutStartSec", "0"],
    ["ExecStart", [path, TEMPLATE]],
  ];
  const comment = `Writes ${MACHINE_ENVIRONMENT}, which the units of the image read.`;
  return {
    files: [
      script(path, "machine/own-environment", ["platform"]),
      variables(plan, TEMPLATE, anyNode(cluster), `What is this machine's own, once it has asked for its address.`),
    ],
    units: [unit("machine-environment.service", comment, FROM, about, service)],
  };
}

const known = (plan: PlacedPlan): MachinePart => ({
  files: [
    variables(
      plan,
      MACHINE_ENVIRONMENT,
      plan.cluster.platform.placement.controlPlane,
      "Who this machine is, for its units.",
    ),
  ],
  units: [],
});

/** Where user-data fills the address in, or routes alone are to be had, machines need nothing of it. */
export function placedParts(plan: PlacedPlan): Parts {
  const { cluster, own, role } = plan;
  const isAsked = own.environment.length > 0;
  const runsScripts = isAsked || !cluster.platform.routesContainers;
  return {
    machine: [
      ...(runsScripts ? [{ files: [machineLibrary(["lib", "metadata"], ["platform"])], units: [] }] : []),
      ...(isAsked ? [role.isControlPlane ? known(plan) : asked(plan)] : []),
    ],
  };
}
