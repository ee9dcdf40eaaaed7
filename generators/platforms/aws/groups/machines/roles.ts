/** What machines of auto-scaling groups consist of, in the order in which it is started. */
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import * as ports from "../../../../facts/ports.ts";
import * as kubernetes from "../../../../machines/kubernetes.ts";
import * as parts from "../../../../machines/parts.ts";
import { machineManifests } from "../../../../manifests/artifacts.ts";
import type { AwsAutoscalingPlatform, Cluster, NodePool } from "../../../../model/cluster.ts";
import { type Machine, type MachinePart, merge } from "../../../../model/machine.ts";
import type { KubernetesObject } from "../../../../model/objects.ts";
import { WRITTEN_DOWN } from "../../../../model/own-address.ts";
import { raw, type Unit } from "../../../../model/units.ts";
import { etcdProgram } from "../../../../variants/os/etcd.ts";
import { API_TOKENS } from "../files.ts";
import * as group from "./parts.ts";

type AutoscalingCluster = Cluster<AwsAutoscalingPlatform>;

/** What user-data is made of beside the machine's own part of the spec. */
const EVERY_MACHINE: readonly SpecPath[] = [["name"], ["kubernetes"], ["platform"], ["network"], ["etcd"], ["os"]];

/** What the manifests are made of, which the control plane has. */
const MANIFESTS: readonly SpecPath[] = ["addons", "workloads", "services", "tokens", "data"].map((key) => [key]);

/** Where the manifests lie on the control plane. */
export const ADDONS_DIRECTORY = "/etc/kubernetes/addons";

/** What the compiler and Terraform tell a machine. */
export const SETTINGS = "/etc/cluster-environment";

const SETUP = "machine-setup.service";

/** After the boot's steps, the last of which starts it: nothing is enabled, so that nothing comes before them. */
const afterSetup = (unit: Unit): Unit => ({
  ...unit,
  enable: false,
  sections: unit.sections
    .filter(({ name }) => name !== "Install")
    .map((section) =>
      section.name === "Unit" ? { ...section, entries: [...section.entries, ["After", SETUP] as const] } : section,
    ),
});

const machine = (
  cluster: AutoscalingCluster,
  what: Pick<Machine, "group" | "title" | "from">,
  all: readonly MachinePart[],
): Machine => {
  const { files, units } = merge(all);
  return {
    ...what,
    sshAuthorizedKeys: cluster.os.sshAuthorizedKeys,
    settings: SETTINGS,
    files,
    units: units.map(afterSetup),
  };
};

/** Each API server leaves the others' addresses in the service `kubernetes` alone, up to this many. */
const counted = ({ platform }: AutoscalingCluster): kubernetes.Flags =>
  platform.controlPlane.size.max > 1 ? [["apiserver-count", String(platform.controlPlane.size.max)]] : [];

/** Several machines of a control plane must agree on who acts. */
const elected = ({ platform }: AutoscalingCluster): kubernetes.Flags =>
  platform.controlPlane.size.max > 1 ? [["leader-elect", "true"]] : [];

/** Who may sign in over TLS; without a list everybody inside the VPC may, as on the plain port. */
const signIn = ({ platform }: AutoscalingCluster): kubernetes.Flags =>
  platform.apiAccess.length > 0 ? [["token-auth-file", API_TOKENS]] : [];

function etcdParts(cluster: AutoscalingCluster): readonly MachinePart[] {
  return cluster.etcd.endpoints.length > 0 ? [] : [group.etcd(cluster), group.etcdCopies(cluster)];
}

export function controlPlane(cluster: AutoscalingCluster, objects: readonly KubernetesObject[]): Machine {
  const { endpoints } = cluster.etcd;
  const etcdUnit = endpoints.length > 0 ? [] : [etcdProgram(cluster.os).unit];
  const what = {
    group: CONTROL_PLANE,
    title: `control plane of ${cluster.name}`,
    from: [["controlPlane"], ...EVERY_MACHINE, ...MANIFESTS],
  };
  return machine(cluster, what, [
    ...group.steps(cluster),
    group.ownName(cluster.platform.controlPlane, true),
    ...etcdParts(cluster),
    group.flannel(cluster, kubernetes.onControlPlane, true),
    parts.docker(cluster, { wants: ["flanneld.service"] }),
    kubernetes.apiServer(cluster, WRITTEN_DOWN, {
      advertised: raw("${PRIVATE_IP}"),
      after: etcdUnit,
      more: [["secure-port", String(ports.API_SECURE)], ...counted(cluster), ...signIn(cluster)],
    }),
    kubernetes.controllerManager(cluster, WRITTEN_DOWN, elected(cluster)),
    kubernetes.scheduler(cluster, WRITTEN_DOWN, elected(cluster)),
    kubernetes.proxy(cluster, WRITTEN_DOWN, kubernetes.onControlPlane),
    group.addonLoop(cluster, machineManifests(cluster, objects, ADDONS_DIRECTORY)),
  ]);
}

export function node(cluster: AutoscalingCluster, pool: NodePool, index: number): Machine {
  const own = cluster.platform.pools[index];
  if (own === undefined) throw new Error(`resolve gave the pool ${pool.name} no group`);
  const what = {
    group: pool.name,
    title: `nodes of the pool ${pool.name} of ${cluster.name}`,
    from: [["nodePools", index], ["controlPlane", "address"], ...EVERY_MACHINE],
  };
  const { host } = cluster.controlPlane;
  return machine(cluster, what, [
    ...(own.elasticIps > 0 ? [group.elasticIp] : []),
    ...group.steps(cluster),
    group.ownName(own, false),
    parts.registryHostsEntry(cluster),
    group.flannel(cluster, host, false),
    parts.docker(
      cluster,
      { wants: ["flanneld.service", "registry-hosts-entry.service"] },
      parts.plainRegistry(cluster),
    ),
    ...(cluster.kubernetes.features.oldDocker ? [group.carriedImages] : []),
    kubernetes.proxy(cluster, WRITTEN_DOWN, host),
    kubernetes.kubelet(cluster, WRITTEN_DOWN),
    group.nodeRegistration(cluster, own, index),
  ]);
}

/** One entry a group of machines that boot from the same user-data. */
export const groupMachines = (
  cluster: AutoscalingCluster,
  objects: readonly KubernetesObject[],
): readonly Machine[] => [
  controlPlane(cluster, objects),
  ...cluster.nodePools.map((pool, index) => node(cluster, pool, index)),
];
