/** User-data that fetches the rest of a machine from the cluster's bucket, by digest. */
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { textFile } from "../../../../model/artifact.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { BucketObject, Delivery, Machine, MachineFile } from "../../../../model/machine.ts";
import { token, tokensIn } from "../../../../model/token.ts";
import { type UnitSection, unitPath } from "../../../../model/units.ts";
import type { RuntimeVariant, Variants } from "../../../../model/variants.ts";
import { machineFile } from "../../../../parts/files.ts";
import { timer, unit } from "../../../../parts/units.ts";
import { sha256 } from "../../../../text/digest.ts";
import { shellWord } from "../../../../text/encoders.ts";
import { cited } from "../../../../text/provenance.ts";
import { asset } from "../../../../text/render.ts";
import { unitText } from "../../../../text/units.ts";
import { MAX_USER_DATA } from "../../place/limits.ts";
import type { GroupsPlace, MachineGroup } from "../place/model.ts";
import { outputLines, PRIVATE_ZONE_ID } from "../place/tokens.ts";
import { earlyDocker } from "./early-docker.ts";
import { ADDONS_DIRECTORY, OUTPUTS_FILE, SETTINGS } from "./paths.ts";

type GroupsCluster = Cluster<GroupsPlace>;

const TABLE = "/etc/machine-setup/files";
const UNITS = "/etc/machine-setup/units";
/** The table itself, where it is too long for user-data. */
const LONG_TABLE = "/etc/machine-setup/all-files";

const PLATFORM: readonly SpecPath[] = [["platform"]];

const groupOf = ({ platform }: GroupsCluster, role: string): MachineGroup => {
  const found = [platform.controlPlane, ...platform.pools].find(({ role: own }) => own === role);
  if (found === undefined) throw new Error(`resolve made no group ${role}`);
  return found;
};

/** Programs that the machine fetched come before those of the image. */
const PATH = "/opt/bin:/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin";

/** What the scripts of a machine are told, in the words of a shell and of systemd. */
function settings(cluster: GroupsCluster, { role, record }: MachineGroup, { directory }: RuntimeVariant): string {
  const { platform, kubernetes, etcd, os } = cluster;
  const { program, client, isFetched } = os.etcd2;
  const keepsEtcd = role === CONTROL_PLANE && etcd.endpoints.length === 0;
  const entries: readonly (readonly [string, string])[] = [
    ["PATH", PATH],
    ["CLUSTER", cluster.name],
    ["ROLE", role],
    ["ENVIRONMENT", platform.environment],
    ["AWS_DEFAULT_REGION", platform.region],
    ["BUCKET", platform.bucket],
    ["MASTER_TAG", platform.controlPlane.tag],
    ["RECORD", record],
    ["ZONE_ID", platform.dns.privateId ?? token(PRIVATE_ZONE_ID)],
    ["KUBERNETES_VERSION", kubernetes.version],
    ["KUBERNETES_RELEASE", kubernetes.binariesUrl],
    ["DATA_DIRECTORIES", keepsEtcd ? `${directory} etcd` : directory],
    ...(keepsEtcd
      ? ([
          ["ETCD_PROGRAM", program],
          ["ETCD_CLIENT", client],
          ...(isFetched ? [["ETCD_ARCHIVE", etcd.archiveUrl] as const] : []),
          ["BACKUP_PREFIX", platform.backup.prefix],
          ["BACKUP_KEEP", String(platform.backup.keep)],
        ] as const)
      : []),
    ...(os.hasAwsCli ? [] : [["AWS_CLI_IMAGE", platform.awsCliImage] as const]),
  ];
  return entries
    .map(([name, value]) => `${name}=${value.startsWith("%%") ? `"${value}"` : shellWord(value)}\n`)
    .join("");
}

/** Whether a file is among the manifests, which only the control plane has. */
const isManifest = (role: string, path: string): boolean =>
  role === CONTROL_PLANE && path.startsWith(`${ADDONS_DIRECTORY}/`);

/**
 * The key of an object: manifests lie together, everything else below the role that fetches it: `addons/apply.sh`,
 * `minion/opt/bin/load-images`
 */
const keyOf = (role: string, path: string): string =>
  isManifest(role, path) ? `addons/${path.slice(ADDONS_DIRECTORY.length + 1)}` : `${role}${path}`;

/** Digest, mode, key and path, as `fetch-files` reads them. */
const line = (role: string, { mode, path, content }: MachineFile): string =>
  [sha256(content), mode, keyOf(role, path), path].join("\t");

const tableOf = (role: string, files: readonly MachineFile[]): string =>
  files.map((each) => `${line(role, each)}\n`).join("");

const objectOf =
  (cluster: GroupsCluster, { role, from: machine }: Machine) =>
  ({ path, content, from: own }: MachineFile): BucketObject => {
    const key = keyOf(role, path);
    const from = key.startsWith("addons/") ? own : [...machine.slice(0, 1), ...own];
    return { key, path, artifact: textFile(`stacks/cluster/bucket/${key}`, content, cited(cluster, ...from)) };
  };

/** Whether Terraform fills something in: the file's digest is not known before. */
const isLate = ({ tokens }: GroupsCluster, { content }: MachineFile): boolean => {
  const names = tokensIn(content);
  return tokens.some(({ name, source }) => source?.kind === "terraform" && names.includes(name));
};

const isEarly = ({ early }: Machine, name: string): boolean => early.includes(name);

const lateUnits = (machine: Machine): Machine["units"] => machine.units.filter(({ name }) => !isEarly(machine, name));

/** What the machine fetches: all that it consists of, and the list of what it starts. */
function fetchedFiles(cluster: GroupsCluster, machine: Machine): readonly MachineFile[] {
  const late = { files: machine.files.filter(({ path }) => !isEarly(machine, path)), units: lateUnits(machine) };
  const own = late.files.filter((each) => isManifest(machine.role, each.path) || !isLate(cluster, each));
  const units = late.units.map((unit) => machineFile(unitPath(unit.name), "0644", unitText(unit), ...unit.from));
  const started = late.units.filter(({ start }) => start).map(({ name }) => `${name}\n`);
  return [...own, ...units, machineFile(UNITS, "0644", started.join(""), ...machine.from)];
}

const bootFiles = (cluster: GroupsCluster, machine: Machine, runtime: RuntimeVariant): readonly MachineFile[] => {
  const manifests = machine.files.filter(({ path }) => isManifest(machine.role, path));
  const used = cluster.tokens.filter(({ name }) => manifests.some(({ content }) => content.includes(token(name))));
  const outputs = outputLines(used);
  return [
    machineFile(SETTINGS, "0644", settings(cluster, groupOf(cluster, machine.role), runtime), ...machine.from),
    machineFile("/opt/lib/machine.sh", "0644", asset("scripts/machine/lib.sh"), ...PLATFORM),
    machineFile("/opt/bin/fetch-files", "0755", asset("scripts/machine/fetch-files.sh"), ...PLATFORM),
    machineFile("/opt/bin/machine-setup", "0755", asset("scripts/machine/machine-setup.sh"), ...PLATFORM),
    ...(outputs === "" ? [] : [machineFile(OUTPUTS_FILE, "0644", outputs, ["tokens"], ["data"])]),
    ...machine.files.filter(
      (each) => isEarly(machine, each.path) || (!isManifest(machine.role, each.path) && isLate(cluster, each)),
    ),
  ];
};

/** The unit that goes through the boot, and the timer that starts it again when it has failed. */
function setupUnits(needs: readonly string[], tables: readonly string[]): Machine["units"] {
  const service = unit(
    "machine-setup.service",
    "Fetches what this machine consists of, and goes through the steps of its boot.",
    PLATFORM,
    [
      ["Description", "Setup of this machine"],
      ...(needs.length === 0 ? [] : [["Requires", needs.join(" ")] as const]),
      ["Wants", "network-online.target"],
      ["After", ["network-online.target", ...needs].join(" ")],
    ],
    [
      ["Type", "oneshot"],
      ["RemainAfterExit", "yes"],
      ...tables.map((table) => ["ExecStart", ["/opt/bin/fetch-files", table]] as const),
      ["ExecStart", ["/opt/bin/machine-setup"]],
    ],
  );
  const again = timer(
    "machine-setup.timer",
    "Starts the setup again a minute after it has failed.",
    "Another try at the setup of this machine",
    PLATFORM,
    [["OnUnitInactiveSec", "1min"]],
  );
  const install: UnitSection = { name: "Install", entries: [["WantedBy", "timers.target"]] };
  return [service, { ...again, enable: true, sections: [...again.sections, install] }];
}

/** Everything by digest in the user-data; where that would be too long, the digest of the list of digests. */
export function deliver(cluster: GroupsCluster, machine: Machine, { os, runtime }: Variants): Delivery {
  const { role } = machine;
  const fetched = fetchedFiles(cluster, machine);
  const command = cluster.os.hasAwsCli ? { files: [], units: [] } : earlyDocker(cluster);
  const needs = command.units.map(({ name }) => name);
  const bootWith = (tables: readonly string[], listed: readonly MachineFile[]): Machine => ({
    ...machine,
    files: [
      ...bootFiles(cluster, machine, runtime),
      ...command.files,
      machineFile(TABLE, "0644", tableOf(role, listed), ...machine.from),
    ],
    units: [
      ...machine.units.filter(({ name }) => isEarly(machine, name)),
      ...command.units,
      ...setupUnits(needs, tables),
    ],
  });
  const objects = fetched.map(objectOf(cluster, machine));
  const whole = bootWith([TABLE], fetched);
  if (new TextEncoder().encode(os.userData(whole)).length <= MAX_USER_DATA) return { boot: whole, objects };
  const list = machineFile(LONG_TABLE, "0644", tableOf(role, fetched), ...machine.from);
  return { boot: bootWith([TABLE, LONG_TABLE], [list]), objects: [...objects, objectOf(cluster, machine)(list)] };
}
