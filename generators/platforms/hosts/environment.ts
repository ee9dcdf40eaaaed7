/** What only one host is, as its units and `install.sh` read it. */
import { ROLE_VARIABLE } from "../../installation/paths.ts";
import type { Cluster, Role } from "../../model/cluster.ts";
import type { Variants } from "../../model/variants.ts";
import { type Host, type HostsPlace, isOf } from "./place/model.ts";

type HostsCluster = Cluster<HostsPlace>;

/** Those of a role, in the order of the spec. */
export const hostsOf = ({ platform }: HostsCluster, role: Role): readonly Host[] =>
  platform.hosts.filter((host) => isOf(role, host));

/** Hosts in the order in which they are brought up: who is asked before who asks. */
export const inOrder = (cluster: HostsCluster): readonly (readonly [Host, Role])[] =>
  cluster.roles.flatMap((role) => hostsOf(cluster, role).map((host) => [host, role] as const));

/** `"disk=ssd tier=work"` */
const spelled = ({ labels }: Host): string =>
  `"${Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ")}"`;

/** A file of variables; without its last line it is not whole. */
export function environmentText(cluster: HostsCluster, host: Host, role: Role, { network }: Variants): string {
  const { clientPort, peerPort } = cluster.etcd;
  const member = [
    ["LISTEN_CLIENT_URLS", `http://0.0.0.0:${clientPort}`],
    ["ADVERTISE_CLIENT_URLS", `http://${host.address}:${clientPort}`],
    ["LISTEN_PEER_URLS", `http://${host.address}:${peerPort}`],
  ] as const;
  const variables: readonly (readonly [name: string, value: string])[] = [
    ["CLUSTER", cluster.name],
    ["HOST_NAME", host.name],
    [ROLE_VARIABLE, role.name],
    ["PRIVATE_IP", host.address],
    // What says that a token of a file is bound outlives a boot, as the file does.
    ["BIND_TOKENS_STATE", "/var/lib/clusterwright/bound"],
    ...(role.runsEtcd ? member : []),
    ...network.hostVariables(cluster, host),
    ...(role.pool === null ? [] : [["NODE_LABELS", spelled(host)] as const]),
  ];
  const lines = variables.map(([name, value]) => `${name}=${value}\n`).join("");
  return `# ${host.name} of ${cluster.name}: who it is, for its units and install.sh.\n${lines}# end\n`;
}
