/** What brings hosts what they consist of: the tree for `install.sh`, the table for `push.sh`, user-data where it is wanted. */
import type { SpecPath } from "../../../schema/diagnostics.ts";
import { addressAt } from "../../facts/addressing.ts";
import { MACHINE_ENVIRONMENT } from "../../facts/paths.ts";
import { manifestOf, manifestText } from "../../installation/manifest.ts";
import { HOSTS, manifestPath, ownPath, ROLE_VARIABLE } from "../../installation/paths.ts";
import { type Artifact, textFile } from "../../model/artifact.ts";
import type { Cluster, Role } from "../../model/cluster.ts";
import type { Payload } from "../../model/machine.ts";
import type { Variants } from "../../model/variants.ts";
import { cited } from "../../text/provenance.ts";
import { asset } from "../../text/render.ts";
import { type Host, type HostsPlace, isOf } from "./place/model.ts";

type HostsCluster = Cluster<HostsPlace>;

const pathOf = ({ index }: Host): SpecPath => ["platform", "hosts", index];

/** Those of a role, in the order of the spec. */
export const hostsOf = ({ platform }: HostsCluster, role: Role): readonly Host[] =>
  platform.hosts.filter((host) => isOf(role, host));

/** Hosts in the order in which they are brought up: who is asked before who asks. */
export const inOrder = (cluster: HostsCluster): readonly (readonly [Host, Role])[] =>
  cluster.roles.flatMap((role) => hostsOf(cluster, role).map((host) => [host, role] as const));

/** What only this host is, as its units and `install.sh` read it. */
function environmentText(cluster: HostsCluster, host: Host, role: Role, { network }: Variants): string {
  const { clientPort, peerPort } = cluster.etcd;
  const variables: readonly (readonly [name: string, value: string])[] = [
    ["CLUSTER", cluster.name],
    ["HOST_NAME", host.name],
    [ROLE_VARIABLE, role.name],
    ["PRIVATE_IP", host.address],
    // What says that a token of a file is bound outlives a boot, as the file does.
    ["BIND_TOKENS_STATE", "/var/lib/clusterwright/bound"],
    ...(role.runsEtcd
      ? ([
          ["LISTEN_CLIENT_URLS", `http://0.0.0.0:${clientPort}`],
          ["ADVERTISE_CLIENT_URLS", `http://${host.address}:${clientPort}`],
          ["LISTEN_PEER_URLS", `http://${host.address}:${peerPort}`],
        ] as const)
      : []),
    ...(network.hasFixedRanges
      ? ([["DOCKER_BIP", `${addressAt(host.podCidr, 1)}/${host.podCidr.split("/")[1]}`]] as const)
      : []),
    ...(role.pool === null
      ? []
      : ([
          [
            "NODE_LABELS",
            `"${Object.entries(host.labels)
              .map(([key, value]) => `${key}=${value}`)
              .join(" ")}"`,
          ],
        ] as const)),
  ];
  const lines = variables.map(([name, value]) => `${name}=${value}\n`).join("");
  return `# ${host.name} of ${cluster.name}: who it is, for its units and install.sh.\n${lines}# end\n`;
}

const FROM: readonly SpecPath[] = [
  ["name"],
  ["platform"],
  ["nodePools"],
  ["network"],
  ["etcd"],
  ["kubernetes", "version"],
];

const environmentFile = (cluster: HostsCluster, host: Host, role: Role, variants: Variants): Artifact =>
  textFile(ownPath(host.name), environmentText(cluster, host, role, variants), cited(cluster, pathOf(host), ...FROM));

/** Who logs in where, for `push.sh`, in the order in which hosts are brought up. */
function table(cluster: HostsCluster): Artifact {
  const rows = inOrder(cluster).map(([{ name, address, ssh }, role]) =>
    [name, address, role.name, ssh.user, String(ssh.port), ssh.jump ?? "-"].join("\t"),
  );
  const head = "# host\taddress\trole\tuser\tport\tjump host";
  return textFile(
    `${HOSTS}/table`,
    `${[head, ...rows].join("\n")}\n`,
    cited(cluster, ["platform"], ["nodePools"], ["os"]),
  );
}

const program = (cluster: HostsCluster, name: string): Artifact => ({
  ...textFile(`${name}.sh`, asset(`scripts/host/${name}.sh`), cited(cluster, ["platform", "type"])),
  mode: 0o755,
});

export const hostArtifacts = (
  cluster: HostsCluster,
  payloads: readonly Payload[],
  variants: Variants,
): readonly Artifact[] => [
  program(cluster, "install"),
  program(cluster, "push"),
  table(cluster),
  ...inOrder(cluster).map(([host, role]) => environmentFile(cluster, host, role, variants)),
  ...payloads.map(({ machine }) =>
    textFile(
      manifestPath(machine.role),
      manifestText(machine.title, manifestOf(machine, MACHINE_ENVIRONMENT)),
      cited(cluster, ...machine.from),
    ),
  ),
];
