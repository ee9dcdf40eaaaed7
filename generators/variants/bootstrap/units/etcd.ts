/** etcd: the control plane founds the cluster; nodes that run it, too, join it or lead to it. */

import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { asksDirectly } from "../../../facts/egress.ts";
import { etcdUnit } from "../../../facts/nodes.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { KubernetesFeatures } from "../../../model/kubernetes.ts";
import { listening, type MachinePart, type OwnAddress } from "../../../model/machine.ts";
import { type Entries, type ExecWord, raw } from "../../../model/units.ts";
import type { MachinePlan } from "../../../model/variants.ts";
import { openFiles, RESTART, unit } from "../../../parts/units.ts";

/** What one machine's etcd is started with; `join` is the control plane, null on itself. */
interface Member {
  readonly cluster: Cluster;
  readonly own: OwnAddress;
  readonly join: string | null;
  readonly directory: string;
}

/** What a generation of etcd is started with. */
interface Generation {
  /** Where it keeps its data unless it is told. */
  readonly directory: string;
  readonly command: (member: Member) => readonly ExecWord[];
}

/**
 * etcd 0.4. Exactly one member may start without peers: the control plane's, which founds the cluster; a node with
 * peers never founds one, it fails and tries again. Name and data directory are fixed, since etcd would otherwise make
 * up both at every start.
 */
const first: Generation = {
  directory: "/var/lib/etcd",
  command: ({ cluster, own, join, directory }) => {
    const { clientPort, peerPort, discoveryUrl } = cluster.etcd;
    const address = own.address.raw;
    const found = discoveryUrl === null ? join && `--peers=${join}:${peerPort}` : `--discovery=${discoveryUrl}`;
    return [
      "/usr/bin/etcd",
      raw(`--name=${address}`),
      `--data-dir=${directory}`,
      raw(`--addr=${address}:${clientPort}`),
      `--bind-addr=0.0.0.0:${clientPort}`,
      raw(`--peer-addr=${address}:${peerPort}`),
      `--peer-bind-addr=0.0.0.0:${peerPort}`,
      ...(found ? [found] : []),
    ];
  },
};

/** The one member's name where members are named beforehand. */
const FOUNDER = "control-plane";

/**
 * Discovery alone is asked outside. It reads no variables (discovery/discovery.go, newProxyFunc of "" is none); etcd's
 * clients do (client/client.go), so that none may be there.
 */
function discoveryProxy({ egress: { proxy }, etcd: { discoveryUrl } }: Cluster): readonly ExecWord[] {
  if (proxy === null || discoveryUrl === null || asksDirectly(proxy, new URL(discoveryUrl).hostname)) return [];
  return [`--discovery-proxy=${proxy.url}`];
}

/**
 * etcd 2. Members have to be known beforehand: those that the place names, or the control plane's, whose proxies nodes
 * are; with a discovery URL the service says who is what.
 */
const second: Generation = {
  directory: "/var/lib/etcd2",
  command: ({ cluster, own, join, directory }) => {
    const { discoveryUrl, peerPort, members } = cluster.etcd;
    const urls = own.etcd(cluster.etcd);
    const all = members.map(({ name, address }) => `${name}=http://${address}:${peerPort}`).join(",");
    const founder = raw(`--initial-cluster=${FOUNDER}=${urls.peer.raw}`);
    const proxy: readonly ExecWord[] = ["--proxy=on", `--initial-cluster=${FOUNDER}=http://${join}:${peerPort}`];
    const found = [`--discovery=${discoveryUrl}`, ...discoveryProxy(cluster)];
    const alone = join === null ? [founder] : proxy;
    const known = members.length > 0 ? [`--initial-cluster=${all}`] : discoveryUrl === null ? alone : found;
    const isFounder = join === null && discoveryUrl === null && members.length === 0;
    return [
      cluster.os.etcd2.program,
      isFounder ? `--name=${FOUNDER}` : raw(`--name=${own.name.raw}`),
      `--data-dir=${directory}`,
      raw(`--listen-client-urls=${urls.listenClient.raw}`),
      raw(`--advertise-client-urls=${urls.advertiseClient.raw}`),
      raw(`--listen-peer-urls=${urls.peer.raw}`),
      raw(`--initial-advertise-peer-urls=${urls.peer.raw}`),
      ...known,
    ];
  },
};

const GENERATIONS: Readonly<Record<KubernetesFeatures["etcd"], Generation>> = { "0.4": first, "2": second };

export const etcdDirectory = ({ etcd: { directory }, kubernetes }: Cluster): string =>
  directory ?? GENERATIONS[kubernetes.features.etcd].directory;

/** The service by the name that the operating system gives it. */
export function etcd({ cluster, role, own }: MachinePlan): MachinePart {
  const generation = GENERATIONS[cluster.kubernetes.features.etcd];
  const directory = etcdDirectory(cluster);
  const join = role.isControlPlane ? null : cluster.controlPlane.host;
  const way: readonly SpecPath[] = cluster.etcd.discoveryUrl === null ? [] : [["egress"]];
  const from: readonly SpecPath[] = [
    ...cluster.etcd.from,
    ...way,
    ...(join === null ? [] : cluster.controlPlane.hostFrom),
  ];
  const service: Entries = [
    ...own.environment,
    ["User", "etcd"],
    ["PermissionsStartOnly", "true"],
    ["ExecStartPre", ["/usr/bin/mkdir", "-p", directory]],
    ["ExecStartPre", ["/usr/bin/chown", "-R", "etcd:etcd", directory]],
    openFiles(65_536),
    ["ExecStart", generation.command({ cluster, own, join, directory })],
    ...RESTART,
  ];
  const about: Entries = [["Description", "etcd"]];
  return {
    files: [],
    units: [unit(etcdUnit(cluster), "Key-value store of the cluster.", from, about, service)],
    listens: listening("etcd", cluster.etcd.clientPort, cluster.etcd.peerPort),
  };
}
