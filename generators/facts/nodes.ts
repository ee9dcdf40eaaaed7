/** Which machines a cluster has, and which of them something is on. */
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { Role } from "../model/machine.ts";
import type { Labels } from "../model/objects.ts";
import type { MachinePlace } from "../model/place.ts";
import { CONTROL_PLANE, ZONE_LABEL } from "./naming.ts";

/** Machines that have a place of their own; none where groups of machines come and go. */
export const machinesOf = ({ platform: { placement } }: Pick<Cluster, "platform">): readonly MachinePlace[] =>
  placement === null ? [] : [placement.controlPlane, ...placement.pools.flatMap(({ nodes }) => nodes)];

/** The pools whose nodes bear all of these labels, or some of whose do where one is a zone's. */
export const poolsWith = ({ nodePools }: Pick<Cluster, "nodePools">, wanted: Labels): readonly NodePool[] =>
  nodePools.filter(({ labels, zones }) =>
    Object.entries(wanted).every(([key, value]) =>
      key === ZONE_LABEL ? zones.includes(value) : labels[key] === value,
    ),
  );

/** How many nodes bear all of these labels. */
export const nodesWith = (cluster: Pick<Cluster, "nodePools">, wanted: Labels): number =>
  poolsWith(cluster, wanted).reduce((sum, { count, zones }) => {
    // A group is spread evenly.
    return sum + (Object.hasOwn(wanted, ZONE_LABEL) ? Math.ceil(count / zones.length) : count);
  }, 0);

/** e.g. `role=loadbalancer` */
export const spelledLabels = (labels: Labels, between = ","): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(between);

/** The roles of its machines: the control plane, then the pools in the order of the spec. */
export const rolesOf = ({ nodePools }: Pick<Cluster, "nodePools">): readonly Role[] => [
  { name: CONTROL_PLANE, pool: null },
  ...nodePools.map((pool, index) => ({ name: pool.name, pool: { of: pool, index } })),
];

/** Whether machines of a role run etcd themselves. */
export const runsEtcd = ({ etcd }: Pick<Cluster, "etcd">, { pool }: Role): boolean =>
  pool === null ? etcd.endpoints.length === 0 : etcd.onNodes;

/** The unit that runs etcd; the second generation is called as the operating system calls it. */
export const etcdUnit = ({ kubernetes, os }: Pick<Cluster, "kubernetes" | "os">): string =>
  kubernetes.features.etcd === "0.4" ? "etcd.service" : os.etcd2.unit;
