/** What looks from the control plane whether all hosts are what they should be. */
import type { SpecPath } from "../../../schema/diagnostics.ts";
import { apiUrl, LOOPBACK } from "../../facts/endpoints.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { MachinePart } from "../../model/machine.ts";
import type { MachinePlan } from "../../model/variants.ts";
import { machineFile, script } from "../../parts/files.ts";
import type { HostsPlace } from "./place/model.ts";

export const SANITY = "/opt/bin/sanity.sh";

const TABLE = "/etc/sanity";

/** What there should be, a line each: `node node1.example.com 192.168.122.15` */
function table(cluster: Cluster<HostsPlace>, leases: string | null): string {
  const { etcd, platform, nodePools } = cluster;
  const isNode = (parts: readonly string[]): boolean => nodePools.some(({ name }) => parts.includes(name));
  if (!cluster.kubernetes.features.plainApi) {
    // The control plane is a node, too, whether pods run there or not.
    return platform.hosts.map(({ name, address }) => `node ${name} ${address}\n`).join("");
  }
  const members = etcd.members.map(({ address }) => `http://${address}:${etcd.clientPort}`);
  const lines = [
    `api ${apiUrl(cluster, LOOPBACK)}`,
    ...[...etcd.endpoints, ...(etcd.endpoints.length > 0 ? [] : members)].map((url) => `etcd ${url}`),
    ...(leases === null ? [] : [`leases ${leases}`]),
    ...platform.hosts.map(({ name, address, parts }) => `${isNode(parts) ? "node" : "host"} ${name} ${address}`),
  ];
  return `${lines.join("\n")}\n`;
}

export function sanity({ cluster, variants }: MachinePlan<HostsPlace>): MachinePart {
  const from: readonly SpecPath[] = [["platform"], ["nodePools"], ["etcd"], ["network"]];
  const { plainApi } = cluster.kubernetes.features;
  return {
    files: [
      script(SANITY, plainApi ? "host/sanity" : "machine/kubeadm/sanity", ["platform"]),
      machineFile(TABLE, "0644", table(cluster, variants.network.leases), ...from),
    ],
    units: [],
  };
}
