/** What auto-scaling groups add to their machines, and when it is started. */
import * as ports from "../../../../facts/ports.ts";
import { consul } from "../../../../manifests/addons/consul.ts";
import { machineManifests } from "../../../../manifests/artifacts.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { Parts } from "../../../../model/machine.ts";
import type { Flags } from "../../../../model/units.ts";
import type { MachinePlan } from "../../../../model/variants.ts";
import { ADDONS_DIRECTORY } from "../../../../parts/apply-addons.ts";
import * as group from "../../fetching/machines/parts.ts";
import { todaysParts } from "../../fetching/machines/today.ts";
import { API_TOKENS } from "../place/files.ts";
import type { GroupsPlace } from "../place/model.ts";

/** TLS, and who may sign in over it; without a list everybody inside the VPC may, as on the plain port. */
export const apiServerFlags = ({ platform }: Cluster<GroupsPlace>): Flags => [
  ["secure-port", String(ports.API_SECURE)],
  ...(platform.apiAccess.length > 0 ? [["token-auth-file", API_TOKENS] as const] : []),
];

function controlPlane(plan: MachinePlan<GroupsPlace>): Parts {
  const { cluster, objects, variants } = plan;
  const keepsEtcd = cluster.etcd.endpoints.length === 0;
  const manifests = machineManifests(cluster, objects, variants.shape, ADDONS_DIRECTORY);
  const hasAddons = manifests.length > 0;
  return {
    machine: [
      ...group.steps(cluster),
      group.ownName(cluster.platform.controlPlane, true),
      ...(keepsEtcd || hasAddons ? [group.standingFiles()] : []),
    ],
    store: keepsEtcd ? [group.etcdCopies(plan)] : [],
    cluster: [
      group.launchComplete(variants, cluster.platform.controlPlane),
      ...(hasAddons ? [group.addonLoop(plan)] : []),
    ],
    standing: [
      ...(keepsEtcd ? [group.etcdCopyTimes(plan)] : []),
      ...(hasAddons ? [{ files: manifests, units: [] }] : []),
    ],
  };
}

function node(plan: MachinePlan<GroupsPlace>, index: number): Parts {
  const { cluster, role, variants } = plan;
  const own = cluster.platform.pools[index];
  const config = consul.configOf(cluster);
  if (own === undefined) throw new Error(`resolve gave the pool ${role.name} no group`);
  return {
    machine: [
      ...(own.elasticIps > 0 ? [group.elasticIp(index)] : []),
      ...group.steps(cluster),
      group.ownName(own, false),
    ],
    images: cluster.kubernetes.features.oldDocker ? [group.carriedImages(variants)] : [],
    cluster: [
      group.nodeRegistration(plan, own, index),
      group.launchComplete(variants, own),
      ...(config === null ? [] : group.consulCopies(config)),
    ],
  };
}

const partsBefore = (plan: MachinePlan<GroupsPlace>): Parts =>
  plan.role.pool === null ? controlPlane(plan) : node(plan, plan.role.pool.index);

export const groupParts = (plan: MachinePlan<GroupsPlace>): Parts =>
  (plan.cluster.platform.isToday ? todaysParts : partsBefore)(plan);
