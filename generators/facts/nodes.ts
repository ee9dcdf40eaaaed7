/** Which machines a cluster has, and which of them something is on. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { Cluster, NodePool, Role } from "../model/cluster.ts";
import type { Labels } from "../model/objects.ts";
import type { MachinePlace } from "../model/place.ts";
import { CONTROL_PLANE, ETCD_MEMBER, isZoneLabel } from "./naming.ts";

/** Machines that have a place of their own, each once; none where groups of machines come and go. */
export function machinesOf({ platform: { placement } }: Pick<Cluster, "platform">): readonly MachinePlace[] {
  if (placement === null) return [];
  const all = [placement.controlPlane, ...placement.others, ...placement.pools.flatMap(({ nodes }) => nodes)];
  return [...new Set(all)];
}

/** Addresses of the machines that are there as long as the cluster is: who asks them learns of the others. */
export function entryPoints({ platform: { placement }, etcd }: Pick<Cluster, "platform" | "etcd">): readonly string[] {
  const first = placement === null ? [] : [placement.controlPlane.address];
  return [...new Set([...first, ...etcd.members.map(({ address }) => address)])];
}

/** The pools whose nodes bear all of these labels, or some of whose do where one is a zone's. */
export const poolsWith = ({ nodePools }: Pick<Cluster, "nodePools">, wanted: Labels): readonly NodePool[] =>
  nodePools.filter(({ labels, zones }) =>
    Object.entries(wanted).every(([key, value]) => (isZoneLabel(key) ? zones.includes(value) : labels[key] === value)),
  );

/** How many nodes bear all of these labels. */
export const nodesWith = (cluster: Pick<Cluster, "nodePools">, wanted: Labels): number =>
  poolsWith(cluster, wanted).reduce((sum, { count, zones }) => {
    // A group is spread evenly.
    return sum + (Object.keys(wanted).some(isZoneLabel) ? Math.ceil(count / zones.length) : count);
  }, 0);

/** e.g. `role=loadbalancer` */
export const spelledLabels = (labels: Labels, between = ","): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(between);

/** A role of what it consists of; what comes first names its machines first. */
export function roleOf(
  what: Pick<Role, "isControlPlane" | "pool"> & { readonly isMember: boolean },
  runsEtcd: boolean,
  from: readonly SpecPath[] = [],
): Role {
  const { isControlPlane, isMember, pool } = what;
  const parts = [
    ...(isControlPlane ? [CONTROL_PLANE] : []),
    ...(isMember ? [ETCD_MEMBER] : []),
    ...(pool === null ? [] : [pool.of.name]),
  ];
  const own: readonly SpecPath[] = [
    ...(isControlPlane ? [["controlPlane"]] : []),
    ...(pool === null ? [] : [["nodePools", pool.index]]),
  ];
  return { name: parts.join("+"), parts, isControlPlane, runsEtcd, pool, from: [...own, ...from] };
}

/** Where every machine has one part: the control plane, then the pools in the order of the spec. */
export const oneRoleEach = ({ nodePools, etcd }: Pick<Cluster, "nodePools" | "etcd">): readonly Role[] => [
  roleOf({ isControlPlane: true, isMember: false, pool: null }, etcd.endpoints.length === 0),
  ...nodePools.map((of, index) =>
    roleOf({ isControlPlane: false, isMember: false, pool: { of, index } }, etcd.onNodes),
  ),
];

/** The unit that runs etcd; the second generation is called as the operating system calls it. */
export const etcdUnit = ({ kubernetes, os }: Pick<Cluster, "kubernetes" | "os">): string =>
  kubernetes.features.etcd === "0.4" ? "etcd.service" : os.etcd2.unit;
