/** What brings hosts what they consist of: the tree for `install.sh` with the table for `push.sh`, or user-data. */
import type { SpecPath } from "../../../schema/diagnostics.ts";
import { manifestOf, manifestText } from "../../installation/manifest.ts";
import { HOSTS, manifestPath, ownPath } from "../../installation/paths.ts";
import { type Artifact, textFile } from "../../model/artifact.ts";
import type { Cluster, Role } from "../../model/cluster.ts";
import type { Machine, Payload } from "../../model/machine.ts";
import type { Variants } from "../../model/variants.ts";
import { cited } from "../../text/provenance.ts";
import { asset } from "../../text/render.ts";
import { environmentText, inOrder, isBegunWith } from "./environment.ts";
import { ownFileOf } from "./machines.ts";
import type { HostsPlace } from "./place/model.ts";
import { hostMachine, sharedMachine } from "./user-data.ts";

type HostsCluster = Cluster<HostsPlace>;

const FROM: readonly SpecPath[] = [
  ["name"],
  ["platform"],
  ["nodePools"],
  ["network"],
  ["etcd"],
  ["kubernetes", "version"],
];

/** What `push.sh` has to see to before a host is brought up whole. */
function beginning(cluster: HostsCluster, role: Role): string {
  if (isBegunWith(cluster, role)) return "etcd-first";
  if (cluster.kubernetes.features.plainApi) return "-";
  return role.isControlPlane ? "lets-join" : "joins";
}

/** Who logs in where, for `push.sh`, in the order in which hosts are brought up. */
function table(cluster: HostsCluster): Artifact {
  const rows = inOrder(cluster).map(([{ name, address, ssh }, role]) =>
    [name, address, role.name, ssh.user, String(ssh.port), ssh.jump ?? "-", beginning(cluster, role)].join("\t"),
  );
  const head = "# host\taddress\trole\tuser\tport\tjump host\twhat begins";
  return textFile(
    `${HOSTS}/table`,
    `${[head, ...rows].join("\n")}\n`,
    cited(cluster, ["platform"], ["nodePools"], ["os"]),
  );
}

/** Which images come to which hosts as which file, for `push.sh --images`. */
function imported(cluster: HostsCluster): readonly Artifact[] {
  const { importedImages } = cluster.platform;
  if (importedImages.length === 0) return [];
  const roles = cluster.roles.filter(({ pool }) => pool !== null);
  const rows = importedImages.flatMap(({ image, file }) => roles.map(({ name }) => [image, file, name].join("\t")));
  return [
    textFile(
      `${HOSTS}/images`,
      `${["# image\tfile\trole", ...rows].join("\n")}\n`,
      cited(cluster, ["platform"], ["nodePools"]),
    ),
  ];
}

const program = (cluster: HostsCluster, name: string): Artifact => ({
  ...textFile(`${name}.sh`, asset(`scripts/host/${name}.sh`), cited(cluster, ["platform", "type"])),
  mode: 0o755,
});

/** User-data for each host, or one for all of them. */
function userData(cluster: HostsCluster, machines: readonly Machine[], variants: Variants): readonly Artifact[] {
  const ending = cluster.os.userDataEnding;
  const file = (path: string, machine: Machine): Artifact =>
    textFile(path, variants.os.userData(machine), cited(cluster, ...machine.from, ...FROM));
  if (cluster.platform.userData === "shared") {
    return [file(`user-data.${ending}`, sharedMachine(cluster, machines, variants))];
  }
  return inOrder(cluster).map(([host, role]) =>
    file(`user-data/${host.name}.${ending}`, hostMachine(cluster, host, role, { machines, variants })),
  );
}

/** Hosts that boot from user-data have nobody who pushes, and join by what somebody carries to them. */
const joining = (cluster: HostsCluster): readonly Artifact[] =>
  cluster.kubernetes.features.plainApi ? [] : [program(cluster, "push"), table(cluster)];

const delivered = (cluster: HostsCluster, machines: readonly Machine[], variants: Variants): readonly Artifact[] =>
  cluster.platform.userData === "none"
    ? [program(cluster, "install"), program(cluster, "push"), table(cluster), ...imported(cluster)]
    : [...userData(cluster, machines, variants), ...joining(cluster)];

export function hostArtifacts(
  cluster: HostsCluster,
  payloads: readonly Payload[],
  variants: Variants,
): readonly Artifact[] {
  const machines = payloads.map(({ machine }) => machine);
  return [
    ...delivered(cluster, machines, variants),
    ...inOrder(cluster).map(([host, role]) =>
      textFile(
        ownPath(host.name),
        environmentText(cluster, host, role, variants),
        cited(cluster, ["platform", "hosts", host.index], ...FROM),
      ),
    ),
    ...machines.map((machine) =>
      textFile(
        manifestPath(machine.role),
        manifestText(machine.title, manifestOf(machine, ownFileOf(cluster))),
        cited(cluster, ...machine.from),
      ),
    ),
  ];
}
