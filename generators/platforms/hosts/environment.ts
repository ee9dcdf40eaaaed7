/** What only one host is, as its units and `install.sh` read it. */
import { ROLE_VARIABLE } from "../../installation/paths.ts";
import type { Cluster, Role } from "../../model/cluster.ts";
import type { Variables, Variants } from "../../model/variants.ts";
import { type Host, type HostsPlace, isOf } from "./place/model.ts";

type HostsCluster = Cluster<HostsPlace>;

/** Those of a role, in the order of the spec. */
export const hostsOf = ({ platform }: HostsCluster, role: Role): readonly Host[] =>
  platform.hosts.filter((host) => isOf(role, host));

/** Hosts in the order in which they are brought up: who is asked before who asks. */
export const inOrder = (cluster: HostsCluster): readonly (readonly [Host, Role])[] =>
  cluster.roles.flatMap((role) => hostsOf(cluster, role).map((host) => [host, role] as const));

/**
 * Whether etcd on a role's hosts has to be there before any host is brought up whole: of several members none is well alone,
 * and a control plane asks one that is elsewhere.
 */
export const isBegunWith = ({ etcd: { members } }: HostsCluster, { runsEtcd, isControlPlane }: Role): boolean =>
  runsEtcd && (members.length > 1 || !isControlPlane);

/** `"disk=ssd tier=work"` */
const spelled = ({ labels }: Host): string =>
  `"${Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ")}"`;

/** A file of variables; without its last line it is not whole. */
export function environmentText(
  cluster: HostsCluster,
  host: Host,
  role: Role,
  { network, bootstrap }: Variants,
): string {
  const variables: Variables = [
    ["CLUSTER", cluster.name],
    ["HOST_NAME", host.name],
    [ROLE_VARIABLE, role.name],
    ["PRIVATE_IP", host.address],
    // What says that a token of a file is bound outlives a boot, as the file does.
    ["BIND_TOKENS_STATE", "/var/lib/clusterwright/bound"],
    ...bootstrap.hostVariables(cluster, host, role),
    ...network.hostVariables(cluster, host),
    ...(role.pool === null ? [] : [["NODE_LABELS", spelled(host)] as const]),
  ];
  const lines = variables.map(([name, value]) => `${name}=${value}\n`).join("");
  return `# ${host.name} of ${cluster.name}: who it is, for its units and install.sh.\n${lines}# end\n`;
}
