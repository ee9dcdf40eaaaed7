/** etcd on every machine: the control plane founds the cluster, the nodes join it or lead to it. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { Cluster } from "../model/cluster.ts";
import type { MachinePart } from "../model/machine.ts";
import { type ExecWord, raw } from "../model/units.ts";
import { type Entries, etcdUnit, RESTART, unit } from "./parts.ts";

type Generation = Cluster["kubernetes"]["features"]["etcd"];

/** What a generation of etcd is started with; `join` is the address of the control plane, null on itself. */
interface Etcd {
  readonly dataDirectory: string;
  readonly command: (etcd: Cluster["etcd"], join: string | null, dataDirectory: string) => readonly ExecWord[];
}

/**
 * etcd 0.4. `$private_ipv4` is filled in by coreos-cloudinit. Exactly one member may start without peers: the
 * control plane's, which founds the cluster; a node with peers never founds one, it fails and tries again.
 * Name and data directory are fixed, since etcd would otherwise make up both at every start.
 */
const first: Etcd = {
  dataDirectory: "/var/lib/etcd",
  command: ({ clientPort, peerPort, discoveryUrl }, join, dataDirectory) => {
    const found = discoveryUrl === null ? join && `--peers=${join}:${peerPort}` : `--discovery=${discoveryUrl}`;
    return [
      "/usr/bin/etcd",
      raw("--name=$private_ipv4"),
      `--data-dir=${dataDirectory}`,
      raw(`--addr=$private_ipv4:${clientPort}`),
      `--bind-addr=0.0.0.0:${clientPort}`,
      raw(`--peer-addr=$private_ipv4:${peerPort}`),
      `--peer-bind-addr=0.0.0.0:${peerPort}`,
      ...(found ? [found] : []),
    ];
  },
};

/** The one member's name where members are named beforehand. */
const FOUNDER = "control-plane";

/**
 * etcd 2. Members have to be known beforehand, so nodes are proxies of the control plane's member; with a
 * discovery URL the service says who is what.
 */
const second: Etcd = {
  dataDirectory: "/var/lib/etcd2",
  command: ({ clientPort, peerPort, discoveryUrl }, join, dataDirectory) => {
    const founder = join === null ? raw(`--initial-cluster=${FOUNDER}=http://$private_ipv4:${peerPort}`) : null;
    const proxy: readonly ExecWord[] = ["--proxy=on", `--initial-cluster=${FOUNDER}=http://${join}:${peerPort}`];
    const cluster = discoveryUrl === null ? (founder === null ? proxy : [founder]) : [`--discovery=${discoveryUrl}`];
    return [
      "/usr/bin/etcd2",
      join === null && discoveryUrl === null ? `--name=${FOUNDER}` : raw("--name=$private_ipv4"),
      `--data-dir=${dataDirectory}`,
      `--listen-client-urls=http://0.0.0.0:${clientPort}`,
      raw(`--advertise-client-urls=http://$private_ipv4:${clientPort}`),
      raw(`--listen-peer-urls=http://$private_ipv4:${peerPort}`),
      raw(`--initial-advertise-peer-urls=http://$private_ipv4:${peerPort}`),
      ...cluster,
    ];
  },
};

const GENERATIONS: Readonly<Record<Generation, Etcd>> = { "0.4": first, "2": second };

export function etcd(cluster: Cluster, join: string | null): MachinePart {
  const { dataDirectory, command } = GENERATIONS[cluster.kubernetes.features.etcd];
  const from: readonly SpecPath[] = [
    ["etcd"],
    ["kubernetes", "version"],
    ...(join === null ? [] : cluster.controlPlane.hostFrom),
  ];
  const service: Entries = [
    ["User", "etcd"],
    ["PermissionsStartOnly", "true"],
    ["ExecStartPre", ["/usr/bin/mkdir", "-p", dataDirectory]],
    ["ExecStartPre", ["/usr/bin/chown", "-R", "etcd:etcd", dataDirectory]],
    ["ExecStart", command(cluster.etcd, join, dataDirectory)],
    ...RESTART,
  ];
  const about: Entries = [["Description", "etcd"]];
  return { files: [], units: [unit(etcdUnit(cluster), "Key-value store of the cluster.", from, about, service)] };
}
