/** User-data that fetches the rest of a machine from the cluster's bucket, by digest. */
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { sha256 } from "../../../../emit/inventory.ts";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { textFile } from "../../../../model/artifact.ts";
import type { AwsAutoscalingPlatform, Cluster, MachineGroup } from "../../../../model/cluster.ts";
import type { BucketObject, Delivery, Machine, MachineFile } from "../../../../model/machine.ts";
import { token, tokensIn } from "../../../../model/token.ts";
import { unitPath, unitText } from "../../../../model/units.ts";
import { shellWord } from "../../../../text/encoders.ts";
import { cited } from "../../../../text/provenance.ts";
import { asset } from "../../../../text/render.ts";
import { etcdProgram } from "../../../../variants/os/etcd.ts";
import { osVariant } from "../../../../variants/os/index.ts";
import { MAX_USER_DATA } from "../../rules/user-data-size.ts";
import { outputLines, PRIVATE_ZONE_ID } from "../tokens.ts";
import { earlyDocker } from "./early-docker.ts";
import { ADDONS_DIRECTORY, SETTINGS } from "./roles.ts";

type AutoscalingCluster = Cluster<AwsAutoscalingPlatform>;

const TABLE = "/etc/machine-setup/files";
const UNITS = "/etc/machine-setup/units";
/** The table itself, where it is too long for user-data. */
const LONG_TABLE = "/etc/machine-setup/all-files";

const file = (path: string, mode: MachineFile["mode"], content: string, from: readonly SpecPath[]): MachineFile => ({
  path,
  mode,
  owner: "root:root",
  content,
  from,
});

const PLATFORM: readonly SpecPath[] = [["platform"]];

const groupOf = ({ platform }: AutoscalingCluster, name: string): MachineGroup => {
  const found = [platform.controlPlane, ...platform.pools].find(({ group }) => group === name);
  if (found === undefined) throw new Error(`resolve made no group ${name}`);
  return found;
};

/** Programs that the machine fetched come before those of the image. */
const PATH = "/opt/bin:/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin";

/** What the scripts of a machine are told, in the words of a shell and of systemd. */
function settings(cluster: AutoscalingCluster, { group, record }: MachineGroup): string {
  const { platform, kubernetes, etcd, os } = cluster;
  const { program, client, isFetched } = etcdProgram(os);
  const keepsEtcd = group === CONTROL_PLANE && etcd.endpoints.length === 0;
  const entries: readonly (readonly [string, string])[] = [
    ["PATH", PATH],
    ["CLUSTER", cluster.name],
    ["ROLE", group],
    ["ENVIRONMENT", platform.environment],
    ["AWS_DEFAULT_REGION", platform.region],
    ["BUCKET", platform.bucket],
    ["MASTER_TAG", platform.controlPlane.tag],
    ["RECORD", record],
    ["ZONE_ID", platform.dns.privateId ?? token(PRIVATE_ZONE_ID)],
    ["KUBERNETES_VERSION", kubernetes.version],
    ["KUBERNETES_RELEASE", kubernetes.binariesUrl],
    ["DATA_DIRECTORIES", keepsEtcd ? "docker etcd" : "docker"],
    ...(keepsEtcd
      ? ([
          ["ETCD_PROGRAM", program],
          ["ETCD_CLIENT", client],
          ...(isFetched ? [["ETCD_ARCHIVE", etcd.archiveUrl] as const] : []),
          ["BACKUP_PREFIX", platform.backup.prefix],
          ["BACKUP_KEEP", String(platform.backup.keep)],
        ] as const)
      : []),
    ...(osVariant(os.family).hasAwsCli ? [] : [["AWS_CLI_IMAGE", os.awsCliImage] as const]),
  ];
  return entries
    .map(([name, value]) => `${name}=${value.startsWith("%%") ? `"${value}"` : shellWord(value)}\n`)
    .join("");
}

/** Whether a file is among the manifests, which only the control plane has. */
const isManifest = (group: string, path: string): boolean =>
  group === CONTROL_PLANE && path.startsWith(`${ADDONS_DIRECTORY}/`);

/** The key of an object: manifests lie together, everything else below the group that fetches it. */
const keyOf = (group: string, path: string): string =>
  isManifest(group, path) ? `addons/${path.slice(ADDONS_DIRECTORY.length + 1)}` : `${group}${path}`;

const line = (group: string, { mode, path, content }: MachineFile): string =>
  [sha256(content), mode, keyOf(group, path), path].join("\t");

const tableOf = (group: string, files: readonly MachineFile[]): string =>
  files.map((each) => `${line(group, each)}\n`).join("");

const objectOf =
  (cluster: AutoscalingCluster, { group, from: machine }: Machine) =>
  ({ path, content, from: own }: MachineFile): BucketObject => {
    const key = keyOf(group, path);
    const from = key.startsWith("addons/") ? own : [...machine.slice(0, 1), ...own];
    return { key, path, artifact: textFile(`stacks/cluster/bucket/${key}`, content, cited(cluster, ...from)) };
  };

/** Whether Terraform fills something in: the file's digest is not known before. */
const isLate = ({ tokens }: AutoscalingCluster, { content }: MachineFile): boolean => {
  const names = tokensIn(content);
  return tokens.some(({ name, source }) => source?.kind === "terraform" && names.includes(name));
};

/** What the machine fetches: all that it consists of, and the list of what it starts. */
function fetchedFiles(cluster: AutoscalingCluster, machine: Machine): readonly MachineFile[] {
  const own = machine.files.filter((each) => isManifest(machine.group, each.path) || !isLate(cluster, each));
  const units = machine.units.map((unit) => file(unitPath(unit.name), "0644", unitText(unit), unit.from));
  const started = machine.units.filter(({ start }) => start).map(({ name }) => `${name}\n`);
  return [...own, ...units, file(UNITS, "0644", started.join(""), machine.from)];
}

const bootFiles = (cluster: AutoscalingCluster, machine: Machine): readonly MachineFile[] => {
  const manifests = machine.files.filter(({ path }) => isManifest(machine.group, path));
  const used = cluster.tokens.filter(({ name }) => manifests.some(({ content }) => content.includes(token(name))));
  const outputs = outputLines(used);
  return [
    file(SETTINGS, "0644", settings(cluster, groupOf(cluster, machine.group)), machine.from),
    file("/opt/lib/machine.sh", "0644", asset("scripts/machine/lib.sh"), PLATFORM),
    file("/opt/bin/fetch-files", "0755", asset("scripts/machine/fetch-files.sh"), PLATFORM),
    file("/opt/bin/machine-setup", "0755", asset("scripts/machine/machine-setup.sh"), PLATFORM),
    ...(outputs === "" ? [] : [file("/etc/terraform-outputs", "0644", outputs, [["tokens"], ["data"]])]),
    ...machine.files.filter((each) => !isManifest(machine.group, each.path) && isLate(cluster, each)),
  ];
};

/** The unit that goes through the boot, and the timer that starts it again when it has failed. */
function setupUnits(needs: readonly string[], tables: readonly string[]): Machine["units"] {
  const service = {
    name: "machine-setup.service",
    comment: "Fetches what this machine consists of, and goes through the steps of its boot.",
    enable: true,
    start: true,
    from: PLATFORM,
    sections: [
      {
        name: "Unit" as const,
        entries: [
          ["Description", "Setup of this machine"],
          ...(needs.length === 0 ? [] : [["Requires", needs.join(" ")] as const]),
          ["Wants", "network-online.target"],
          ["After", ["network-online.target", ...needs].join(" ")],
        ] as const,
      },
      {
        name: "Service" as const,
        entries: [
          ["Type", "oneshot"],
          ["RemainAfterExit", "yes"],
          ...tables.map((table) => ["ExecStart", ["/opt/bin/fetch-files", table]] as const),
          ["ExecStart", ["/opt/bin/machine-setup"]],
        ] as const,
      },
      { name: "Install" as const, entries: [["WantedBy", "multi-user.target"]] as const },
    ],
  };
  const timer = {
    name: "machine-setup.timer",
    comment: "Starts the setup again a minute after it has failed.",
    enable: true,
    start: true,
    from: PLATFORM,
    sections: [
      { name: "Unit" as const, entries: [["Description", "Another try at the setup of this machine"]] as const },
      { name: "Timer" as const, entries: [["OnUnitInactiveSec", "1min"]] as const },
      { name: "Install" as const, entries: [["WantedBy", "timers.target"]] as const },
    ],
  };
  return [service, timer];
}

/** Everything by digest in the user-data; where that would be too long, the digest of the list of digests. */
export function deliver(cluster: AutoscalingCluster, machine: Machine): Delivery {
  const os = osVariant(cluster.os.family);
  const { group } = machine;
  const fetched = fetchedFiles(cluster, machine);
  const command = os.hasAwsCli ? { files: [], units: [] } : earlyDocker(cluster);
  const needs = command.units.map(({ name }) => name);
  const bootWith = (tables: readonly string[], listed: readonly MachineFile[]): Machine => ({
    ...machine,
    files: [
      ...bootFiles(cluster, machine),
      ...command.files,
      file(TABLE, "0644", tableOf(group, listed), machine.from),
    ],
    units: [...command.units, ...setupUnits(needs, tables)],
  });
  const objects = fetched.map(objectOf(cluster, machine));
  const whole = bootWith([TABLE], fetched);
  if (new TextEncoder().encode(os.userData(whole)).length <= MAX_USER_DATA) return { boot: whole, objects };
  const list = file(LONG_TABLE, "0644", tableOf(group, fetched), machine.from);
  return { boot: bootWith([TABLE, LONG_TABLE], [list]), objects: [...objects, objectOf(cluster, machine)(list)] };
}
