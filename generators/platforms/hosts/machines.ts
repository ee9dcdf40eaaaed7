/** What hosts have beside every machine: a file that says who they are, and what gives their nodes labels. */
import { apiUrl } from "../../facts/endpoints.ts";
import type { Cluster, Role } from "../../model/cluster.ts";
import type { MachinePart, OwnAddress, Parts } from "../../model/machine.ts";
import { type Entries, raw } from "../../model/units.ts";
import type { MachinePlan } from "../../model/variants.ts";
import { machineFile, script } from "../../parts/files.ts";
import { ofHost, WRITTEN_DOWN } from "../../parts/own-address.ts";
import { RESTART, unit } from "../../parts/units.ts";
import { asset } from "../../text/render.ts";
import { type HostsPlace, isOf } from "./place/model.ts";

const HOSTS = ["platform", "hosts"] as const;

export const ownAddress = (): OwnAddress => ofHost(WRITTEN_DOWN.environment);

/** What scripts of hosts have in common. */
const library: MachinePart = {
  files: [machineFile("/opt/lib/machine.sh", "0644", asset("scripts/machine/lib.sh"), ["platform"])],
  units: [],
};

const isLabelled = ({ platform }: Cluster<HostsPlace>, role: Role): boolean =>
  platform.hosts.some((host) => isOf(role, host) && Object.keys(host.labels).length > 0);

/** Kubelets of these years take no labels: the API is told of them, for as long as the node runs. */
function labels({ cluster }: MachinePlan<HostsPlace>): MachinePart {
  const path = "/opt/bin/label-node";
  const about: Entries = [
    ["Description", "Labels of this node"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
  ];
  const service: Entries = [
    ...WRITTEN_DOWN.environment,
    ["ExecStart", [path, apiUrl(cluster), raw("${HOST_NAME}"), raw("$NODE_LABELS")]],
    ...RESTART,
  ];
  const comment = "Sees to it that this node bears its labels.";
  const from = [["nodePools"], ["platform"], ...cluster.controlPlane.hostFrom];
  return {
    files: [script(path, "host/label-node", HOSTS)],
    units: [unit("label-node.service", comment, from, about, service)],
  };
}

export const hostParts = (plan: MachinePlan<HostsPlace>): Parts => ({
  machine: [library],
  cluster: plan.role.pool !== null && isLabelled(plan.cluster, plan.role) ? [labels(plan)] : [],
});
