/** What each role of machine consists of, in the order the document starts it. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { CONTROL_PLANE } from "../../../facts/naming.ts";
import { etcd } from "../../../machines/etcd.ts";
import * as kubernetes from "../../../machines/kubernetes.ts";
import * as parts from "../../../machines/parts.ts";
import type { Cluster, NodePool } from "../../../model/cluster.ts";
import { type Machine, type MachinePart, merge } from "../../../model/machine.ts";
import { FILLED_IN } from "../../../model/own-address.ts";

/** Who adds nodes to the API server, by the feature of the Kubernetes version. */
const REGISTRATION: Readonly<
  Record<Cluster["kubernetes"]["features"]["nodeRegistration"], (cluster: Cluster) => readonly MachinePart[]>
> = {
  "kube-register": (cluster) => [kubernetes.register(cluster)],
  kubelet: () => [],
};

/** fleet is there for kube-register alone. */
const fleet = (cluster: Cluster): readonly MachinePart[] =>
  cluster.kubernetes.features.nodeRegistration === "kubelet" ? [] : [parts.fleet(cluster)];

/** What user-data is made of beside the machine's own part of the spec. */
const EVERY_MACHINE: readonly SpecPath[] = [["name"], ["kubernetes"], ["platform"], ["network"], ["etcd"], ["os"]];

export const controlPlane = (cluster: Cluster): Machine => ({
  group: CONTROL_PLANE,
  title: `control plane of ${cluster.name}`,
  sshAuthorizedKeys: cluster.os.sshAuthorizedKeys,
  settings: null,
  from: [["controlPlane"], ...EVERY_MACHINE],
  ...merge([
    etcd(cluster, null),
    parts.etcdEnvironment(cluster, kubernetes.CONTROL_PLANE_ROLE),
    ...fleet(cluster),
    parts.docker(cluster, { requires: ["etcd-environment.service"] }),
    kubernetes.apiServer(cluster, FILLED_IN, {
      advertised: cluster.controlPlane.host,
      after: [parts.etcdUnit(cluster)],
    }),
    kubernetes.controllerManager(cluster, FILLED_IN),
    kubernetes.scheduler(cluster, FILLED_IN),
    kubernetes.proxy(cluster, FILLED_IN, kubernetes.onControlPlane),
    ...REGISTRATION[cluster.kubernetes.features.nodeRegistration](cluster),
  ]),
});

export const node = (cluster: Cluster, pool: NodePool, index: number): Machine => ({
  group: pool.name,
  title: `nodes of the pool ${pool.name} of ${cluster.name}`,
  sshAuthorizedKeys: cluster.os.sshAuthorizedKeys,
  settings: null,
  from: [["nodePools", index], ["controlPlane", "address"], ...EVERY_MACHINE],
  ...merge([
    etcd(cluster, cluster.controlPlane.host),
    parts.etcdEnvironment(cluster, kubernetes.NODE_ROLE),
    ...fleet(cluster),
    parts.registryHostsEntry(cluster),
    parts.docker(
      cluster,
      { requires: ["etcd-environment.service", "registry-hosts-entry.service"] },
      parts.plainRegistry(cluster),
    ),
    kubernetes.proxy(cluster, FILLED_IN, cluster.controlPlane.host),
    kubernetes.kubelet(cluster, FILLED_IN),
  ]),
});

/** One entry a group of machines that boot from the same user-data. */
export const machines = (cluster: Cluster): readonly Machine[] => [
  controlPlane(cluster),
  ...cluster.nodePools.map((pool, index) => node(cluster, pool, index)),
];
