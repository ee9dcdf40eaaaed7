/** User-data that fetches the rest of a machine from the cluster's bucket, by digest. */
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { textFile } from "../../../../model/artifact.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { BucketObject, Delivery, Machine, MachineFile } from "../../../../model/machine.ts";
import { token, tokensIn } from "../../../../model/token.ts";
import { type Unit, type UnitSection, unitPath } from "../../../../model/units.ts";
import type { Variants } from "../../../../model/variants.ts";
import { ADDONS_DIRECTORY } from "../../../../parts/apply-addons.ts";
import { machineFile, machineLibrary, script } from "../../../../parts/files.ts";
import { timer, unit } from "../../../../parts/units.ts";
import { sha256 } from "../../../../text/digest.ts";
import { cited } from "../../../../text/provenance.ts";
import { unitText } from "../../../../text/units.ts";
import { MAX_USER_DATA, userDataBytes } from "../../place/limits.ts";
import type { FetchingPlace, MachineGroup } from "../place/model.ts";
import { outputLines } from "../place/tokens.ts";
import { awsCommand } from "./aws-command.ts";
import { LATER_SETTINGS, OUTPUTS_FILE, SETTINGS, STANDING_TABLE } from "./paths.ts";
import { firstSettings, type Settings, type SettingsOf, settingsText } from "./settings.ts";

type FetchingCluster = Cluster<FetchingPlace>;

const TABLE = "/etc/machine-setup/files";
const UNITS = "/etc/machine-setup/units";
/** The table itself, where it is too long for user-data. */
const LONG_TABLE = "/etc/machine-setup/all-files";

const PLATFORM: readonly SpecPath[] = [["platform"]];

const groupOf = ({ platform }: FetchingCluster, role: string): MachineGroup => {
  const found = [platform.controlPlane, ...platform.pools].find(({ role: own }) => own === role);
  if (found === undefined) throw new Error(`resolve made no group ${role}`);
  return found;
};

/** Whether a file is among the manifests, which only the control plane has. */
const isManifest = (role: string, path: string): boolean =>
  role === CONTROL_PLANE && path.startsWith(`${ADDONS_DIRECTORY}/`);

/**
 * The place of a file in the bucket: manifests lie together, everything else below the role that fetches it:
 * `addons/apply.sh`, `minion/opt/bin/load-images`
 */
const placeOf = (role: string, path: string): string =>
  isManifest(role, path) ? `addons/${path.slice(ADDONS_DIRECTORY.length + 1)}` : `${role}${path}`;

/**
 * The key of an object, `minion/opt/bin/load-images@1f2e3d4c5b6a7988`: another content is another object, so that a
 * machine of the version before finds its own as long as there is one.
 */
const keyOf = (role: string, { path, content }: MachineFile): string =>
  `${placeOf(role, path)}@${sha256(content).slice(0, 16)}`;

/** Digest, mode, place in the bucket and path, as `fetch-files` reads them. */
const line = (role: string, { mode, path, content }: MachineFile): string =>
  [sha256(content), mode, placeOf(role, path), path].join("\t");

const tableOf = (role: string, files: readonly MachineFile[]): string =>
  files.map((each) => `${line(role, each)}\n`).join("");

const originOf = (cluster: FetchingCluster, { from: machine }: Machine, place: string, own: MachineFile["from"]) =>
  cited(cluster, ...(place.startsWith("addons/") ? own : [...machine.slice(0, 1), ...own]));

const objectOf =
  (cluster: FetchingCluster, machine: Machine) =>
  (file: MachineFile): BucketObject => {
    const place = placeOf(machine.role, file.path);
    const from = originOf(cluster, machine, place, file.from);
    const artifact = textFile(`stacks/cluster/bucket/${place}`, file.content, from);
    return { key: keyOf(machine.role, file), path: file.path, artifact };
  };

/** An object under a key that stays, whose content says which others a machine has by now. */
const standingObject = (cluster: FetchingCluster, machine: Machine, file: MachineFile): BucketObject => {
  const key = `${machine.role}/${file.path.slice(file.path.lastIndexOf("/") + 1)}`;
  const artifact = textFile(`stacks/cluster/bucket/${key}`, file.content, originOf(cluster, machine, key, file.from));
  return { key, path: file.path, artifact };
};

/** The tokens of files that Terraform fills in. */
function lateTokens({ tokens }: FetchingCluster, files: readonly MachineFile[]): readonly string[] {
  const names = files.flatMap(({ content }) => tokensIn(content));
  return tokens
    .filter(({ name, source }) => source?.kind === "terraform" && names.includes(name))
    .map(({ name }) => name);
}

/** Whether there are any: the file's digest is not known before. */
const isLate = (cluster: FetchingCluster, file: MachineFile): boolean => lateTokens(cluster, [file]).length > 0;

const isEarly = ({ early }: Machine, name: string): boolean => early.includes(name);
const isStanding = ({ standing }: Machine, name: string): boolean => standing.includes(name);

const unitFile = (unit: Unit): MachineFile => machineFile(unitPath(unit.name), "0644", unitText(unit), ...unit.from);

/** What the machine fetches once: all that it consists of, and the list of what it starts. */
function fetchedFiles(cluster: FetchingCluster, machine: Machine, told: Settings): readonly MachineFile[] {
  const comesOnce = (name: string): boolean => !isEarly(machine, name) && !isStanding(machine, name);
  const own = machine.files.filter((each) => comesOnce(each.path) && !isLate(cluster, each));
  const units = machine.units.filter(({ name }) => comesOnce(name)).map(unitFile);
  const late = machine.units.filter(({ name }) => !isEarly(machine, name));
  const started = late.filter(({ start }) => start).map(({ name }) => `${name}\n`);
  return [
    machineFile(LATER_SETTINGS, "0644", settingsText(told), ...machine.from),
    ...own,
    ...units,
    machineFile(UNITS, "0644", started.join(""), ...machine.from),
  ];
}

/** What the machine fetches again whenever it is another one. */
const standingFiles = (machine: Machine): readonly MachineFile[] => [
  ...machine.files.filter(({ path }) => isStanding(machine, path)),
  ...machine.units.filter(({ name }) => isStanding(machine, name)).map(unitFile),
];

/** Outputs of Terraform for the manifests; nothing where they want none. */
function outputsFile(cluster: FetchingCluster, machine: Machine): readonly MachineFile[] {
  const manifests = machine.files.filter(({ path }) => isManifest(machine.role, path));
  const used = cluster.tokens.filter(({ name }) => manifests.some(({ content }) => content.includes(token(name))));
  const outputs = outputLines(used);
  return outputs === "" ? [] : [machineFile(OUTPUTS_FILE, "0644", outputs, ["tokens"], ["data"])];
}

/** What the machine looks at again and again: the list of the files that change, and what Terraform knows for them. */
function standing(cluster: FetchingCluster, machine: Machine, files: readonly MachineFile[]): readonly BucketObject[] {
  if (files.length === 0) return [];
  const table = machineFile(STANDING_TABLE, "0644", tableOf(machine.role, files), ...machine.from);
  return [table, ...outputsFile(cluster, machine)].map((file) => standingObject(cluster, machine, file));
}

const settingsFile = (cluster: FetchingCluster, machine: Machine): MachineFile =>
  machineFile(SETTINGS, "0644", settingsText(firstSettings(cluster, groupOf(cluster, machine.role))), ...machine.from);

/** What of the machine's own files cannot wait, or has no digest before Terraform fills it in. */
const earlyFiles = (cluster: FetchingCluster, machine: Machine): readonly MachineFile[] =>
  machine.files.filter(
    (each) => isEarly(machine, each.path) || (!isStanding(machine, each.path) && isLate(cluster, each)),
  );

/** What a machine goes through its boot with. */
const bootScripts = (): readonly MachineFile[] => [
  machineLibrary(["lib", "metadata"], ...PLATFORM),
  script("/opt/bin/fetch-files", "machine/fetch-files", ...PLATFORM),
  script("/opt/bin/machine-setup", "machine/machine-setup", ...PLATFORM),
];

/** The unit that goes through the boot, and the timer that starts it again when it has failed. */
function setupUnits(needs: readonly string[], fetches: readonly (readonly string[])[]): Machine["units"] {
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
      ...fetches.map((command) => ["ExecStart", command] as const),
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

const FETCH = "/opt/bin/fetch-files";

/**
 * Where the image brings no AWS command line, user-data has what fetches the first few files, that command among them, and
 * no more.
 */
function deliverFirst(cluster: FetchingCluster, machine: Machine, told: Settings): Delivery {
  const { role } = machine;
  const scripts = bootScripts();
  // The library has more here than on machines that need not ask who they are.
  const own = machine.files.filter(({ path }) => !scripts.some((script) => script.path === path));
  const fetched = fetchedFiles(cluster, { ...machine, files: own }, told);
  const list = machineFile(LONG_TABLE, "0644", tableOf(role, fetched), ...machine.from);
  const first = [...scripts, ...awsCommand(cluster).files, list];
  const again = standingFiles(machine);
  const files = [
    settingsFile(cluster, machine),
    ...earlyFiles(cluster, machine),
    script("/opt/bin/fetch-first", "machine/fetch-first", ...PLATFORM),
    machineFile(TABLE, "0644", tableOf(role, first), ...machine.from),
  ];
  return {
    boot: {
      ...machine,
      files,
      late: lateTokens(cluster, files),
      units: [
        ...machine.units.filter(({ name }) => isEarly(machine, name)),
        ...setupUnits(
          [],
          [
            ["/opt/bin/fetch-first", TABLE],
            [FETCH, LONG_TABLE],
          ],
        ),
      ],
    },
    objects: [...first, ...fetched, ...again].map(objectOf(cluster, machine)),
    standing: standing(cluster, machine, again),
  };
}

/** Everything by digest in the user-data; where that would be too long, the digest of the list of digests. */
function deliverAtOnce(cluster: FetchingCluster, machine: Machine, told: Settings, { os }: Variants): Delivery {
  const { role } = machine;
  const fetched = fetchedFiles(cluster, machine, told);
  const command = awsCommand(cluster);
  const needs = command.units.map(({ name }) => name);
  const bootWith = (tables: readonly string[], listed: readonly MachineFile[]): Machine => ({
    ...machine,
    files: [
      settingsFile(cluster, machine),
      ...bootScripts(),
      ...earlyFiles(cluster, machine),
      ...command.files,
      machineFile(TABLE, "0644", tableOf(role, listed), ...machine.from),
    ],
    units: [
      ...machine.units.filter(({ name }) => isEarly(machine, name)),
      ...command.units,
      ...setupUnits(
        needs,
        tables.map((table) => [FETCH, table]),
      ),
    ],
  });
  const again = standingFiles(machine);
  const objects = [...fetched, ...again].map(objectOf(cluster, machine));
  const looksAt = standing(cluster, machine, again);
  const whole = bootWith([TABLE], fetched);
  if (userDataBytes(cluster.tokens, os.userData(whole)) <= MAX_USER_DATA)
    return { boot: whole, objects, standing: looksAt };
  const list = machineFile(LONG_TABLE, "0644", tableOf(role, fetched), ...machine.from);
  return {
    boot: bootWith([TABLE, LONG_TABLE], [list]),
    objects: [...objects, objectOf(cluster, machine)(list)],
    standing: looksAt,
  };
}

/** How machines come by what they consist of, where their place tells their scripts `settings`. */
export const delivering =
  <P extends FetchingPlace>(settings: SettingsOf<P>) =>
  (cluster: Cluster<P>, machine: Machine, variants: Variants): Delivery => {
    const told = settings(cluster, groupOf(cluster, machine.role), variants.runtime);
    return cluster.os.awsClient === "requests"
      ? deliverFirst(cluster, machine, told)
      : deliverAtOnce(cluster, machine, told, variants);
  };
