/**
 * Machines of today's releases in groups: what only their place can tell them, a disk that outlives the control plane's
 * machines, and the way by which nodes join.
 */
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { consul } from "../../../../manifests/addons/consul.ts";
import { machineManifests } from "../../../../manifests/artifacts.ts";
import type { Cluster, Role } from "../../../../model/cluster.ts";
import type { MachinePart, Parts } from "../../../../model/machine.ts";
import { token } from "../../../../model/token.ts";
import type { Entries } from "../../../../model/units.ts";
import type { MachinePlan } from "../../../../model/variants.ts";
import { ADDONS_DIRECTORY, applyAddons } from "../../../../parts/apply-addons.ts";
import { script } from "../../../../parts/files.ts";
import { unit } from "../../../../parts/units.ts";
import type { FetchingPlace, MachineGroup } from "../place/model.ts";
import { PROVIDER } from "../place/tokens.ts";
import * as group from "./parts.ts";

type FetchingPlan = MachinePlan<FetchingPlace>;

const PLATFORM: SpecPath = ["platform"];
const BACKUP: SpecPath = ["etcd", "backup"];

const ONLINE: Entries = [
  ["Wants", "network-online.target"],
  ["After", "network-online.target"],
];

const SCRIPTS = "machine/kubeadm";

/** A token lives for 15 minutes, and a machine that has just asked has most of them before it. */
const JOIN_PERIOD = "4min";

/** What nodes join by, in the Parameter Store: once there is a control plane, and again and again. */
function joinPublished(api: string): MachinePart {
  const comment = "Puts what machines join the cluster by where nodes find it.";
  const service = unit(
    "publish-join.service",
    comment,
    [PLATFORM],
    [
      ["Description", "What machines join the cluster by"],
      ["Wants", "network-online.target"],
      ["After", `network-online.target ${api}`],
    ],
    [
      ["Type", "oneshot"],
      ["ExecStart", ["/opt/bin/publish-join"]],
      ["Restart", "on-failure"],
      ["RestartSec", "10"],
    ],
  );
  return {
    files: [script("/opt/bin/publish-join", `${SCRIPTS}/publish-join`, PLATFORM)],
    units: [service, group.periodic("publish-join.timer", comment, JOIN_PERIOD, [PLATFORM])],
  };
}

/** Snapshots of the control plane's disk; how often, and how many are kept, may change while it runs. */
const diskCopies: MachinePart = {
  files: [script("/opt/bin/snapshot-disk", `${SCRIPTS}/snapshot-disk`, BACKUP)],
  units: [
    {
      ...unit(
        "etcd-snapshot.service",
        "Takes a snapshot of the control plane's disk.",
        [BACKUP],
        [["Description", "Snapshot of the control plane's disk"], ...ONLINE],
        [
          ["Type", "oneshot"],
          ["ExecStart", ["/opt/bin/snapshot-disk"]],
        ],
      ),
      start: false,
    },
  ],
};

/** Its machines go through these before anything is started. */
const steps = (
  { platform, programs }: Cluster<FetchingPlace>,
  disk: readonly MachinePart[],
): readonly MachinePart[] => [
  ...group.common({ platform, programs }),
  group.step(20, "machine-environment", PLATFORM, `${SCRIPTS}/machine-environment`),
  ...disk,
  group.step(90, "start-units"),
];

const keptDisk = group.step(30, "control-plane-disk", PLATFORM, `${SCRIPTS}/control-plane-disk`);
const dataDisk = group.step(40, "data-volume", PLATFORM, "machine/data-volume");

/** Says that it serves, where somebody waits for that. */
const waitedFor = ({ cluster, variants }: FetchingPlan, own: MachineGroup): readonly MachinePart[] =>
  cluster.platform.waitsForMachines ? [group.launchComplete(variants, own, "by-certificates")] : [];

function controlPlane(plan: FetchingPlan): Parts {
  const { cluster, objects, variants } = plan;
  const manifests = machineManifests(cluster, objects, variants.shape, ADDONS_DIRECTORY);
  return {
    machine: [...steps(cluster, [keptDisk]), group.standingFiles()],
    cluster: [
      joinPublished(variants.bootstrap.units.api),
      diskCopies,
      applyAddons(
        variants.bootstrap.units.api,
        "what the cluster consists of, and tries again until all is there",
        manifests,
      ),
      ...waitedFor(plan, cluster.platform.controlPlane),
    ],
    standing: [group.etcdCopyTimes(plan), { files: manifests, units: [] }],
  };
}

function node(plan: FetchingPlan, index: number): Parts {
  const { cluster, role } = plan;
  const own = cluster.platform.pools[index];
  const config = consul.configOf(cluster);
  if (own === undefined) throw new Error(`resolve gave the pool ${role.name} no group`);
  return {
    machine: [
      ...(own.elasticIps > 0 ? [group.elasticIp(index)] : []),
      ...steps(cluster, own.dataDiskSize === null ? [] : [dataDisk]),
      { files: [script("/opt/bin/fetch-join", `${SCRIPTS}/fetch-join`, PLATFORM)], units: [] },
    ],
    cluster: [...waitedFor(plan, own), ...(config === null ? [] : group.consulCopies(config))],
  };
}

export const todaysParts = (plan: FetchingPlan): Parts =>
  plan.role.pool === null ? controlPlane(plan) : node(plan, plan.role.pool.index);

/** What its kubelet says of a node, which it cannot say of all nodes alike. */
export function nodeFlags({ platform }: Cluster<FetchingPlace>, { pool }: Role): Readonly<Record<string, string>> {
  if (!platform.isToday) return {};
  const labels = Object.entries(pool?.of.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return {
    "cloud-provider": "external",
    "provider-id": token(PROVIDER.token),
    ...(labels.length > 0 ? { "node-labels": labels.join(",") } : {}),
  };
}
