/** The spec's own files on a machine, and what binds their tokens there. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import { startsWith } from "../../schema/paths.ts";
import { type Artifact, textFile } from "../model/artifact.ts";
import type { Cluster, OwnFile, Role } from "../model/cluster.ts";
import type { Machine, MachineFile } from "../model/machine.ts";
import { bindText, phaseOf, type Token, token, valuesOf } from "../model/token.ts";
import { type Entries, type ExecWord, raw, type Unit, type UnitSection, type UnitValue } from "../model/units.ts";
import { machineFile } from "../parts/files.ts";
import { dropIn } from "../parts/image-units.ts";
import { resolverScript, sourceTable } from "../text/bind-tokens.ts";

const BIND_TOKENS = "/opt/bin/bind-tokens";
const TOKEN_TABLE = "/etc/bind-tokens";

/** Whether machines that are all of this have a file. */
export const isFor = ({ machines }: OwnFile, parts: readonly string[]): boolean =>
  machines === null || machines.some((part) => parts.includes(part));

/** The spec's files for a role. */
export const filesOf = ({ files }: Cluster, { parts }: Pick<Role, "parts">): readonly OwnFile[] =>
  files.filter((file) => isFor(file, parts));

/** The tokens of a text that are open until the machine binds them. */
export const bootTokens = ({ tokens }: Pick<Cluster, "tokens">, text: string): readonly Token[] =>
  tokens.filter(({ name, source }) => source !== null && phaseOf(source) === "boot" && text.includes(token(name)));

const bound = (cluster: Cluster, { path, mode, owner, content, from }: OwnFile): MachineFile => ({
  ...machineFile(path, mode, bindText(content, valuesOf(cluster.tokens)), from, ["tokens"]),
  owner,
});

/** The spec's files as the machines' directories show them, with no token bound. */
export const ownFileArtifacts = (cluster: Cluster): readonly Artifact[] =>
  cluster.roles.flatMap((role) =>
    filesOf(cluster, role).map(({ path, content }) => textFile(`machines/${role.name}/files${path}`, content, [])),
  );

const unitWord = (value: UnitValue): string | undefined =>
  typeof value === "string" ? value : "raw" in value ? value.raw : undefined;

/** Before anything else that the service section runs. */
function withCommand(
  { name, entries }: UnitSection,
  command: readonly ExecWord[],
  settings: string | null,
): UnitSection {
  const first = entries.findIndex(([key]) => key.startsWith("Exec"));
  const known = entries.some(([key, value]) => key === "EnvironmentFile" && unitWord(value) === settings);
  const added: Entries = [
    ...(settings === null || known ? [] : [["EnvironmentFile", raw(settings)] as const]),
    ["ExecStartPre", command],
  ];
  return { name, entries: [...entries.slice(0, first), ...added, ...entries.slice(first)] };
}

const bindTokens = (files: readonly Pick<OpenFile, "path">[]): readonly string[] => [
  BIND_TOKENS,
  TOKEN_TABLE,
  ...files.map(({ path }) => path),
];

/** A file whose tokens a unit binds. */
interface OpenFile {
  readonly path: string;
  readonly neededBy: string;
  readonly content: string;
  readonly from: readonly SpecPath[];
}

/** A unit of the image is told so beside what it is: root binds them, whoever runs its program. */
const besideImage = ({ name, ofImage }: Unit, files: readonly OpenFile[], settings: string | null) =>
  ofImage === undefined || files.length === 0
    ? []
    : [
        dropIn(
          name,
          "20-tokens",
          "Binds the tokens of its files before it starts.",
          [
            {
              name: "Service",
              entries: [
                ...(settings === null ? [] : [["EnvironmentFile", raw(settings)] as const]),
                ["PermissionsStartOnly", "true"],
                ["ExecStartPre", bindTokens(files)],
              ],
            },
          ],
          ...files.flatMap(({ from }) => from),
          ["tokens"],
        ),
      ];

/** A unit that binds the tokens of its files before it starts, and does not start without their values. */
function binding(unit: Unit, files: readonly OpenFile[], settings: string | null): Unit {
  if (files.length === 0 || unit.ofImage !== undefined) return unit;
  return {
    ...unit,
    from: [...unit.from, ...files.flatMap(({ from }) => from), ["tokens"]],
    sections: unit.sections.map((section) =>
      section.name === "Service" ? withCommand(section, bindTokens(files), settings) : section,
    ),
  };
}

/** The machine's own files that hold tokens. */
const openFiles = ({ files }: Machine): readonly OpenFile[] =>
  files.flatMap(({ path, content, from, boundBy }) =>
    boundBy === undefined ? [] : [{ path, content, from, neededBy: boundBy }],
  );

/** The machine with the spec's files on it; with the resolver only where there is something to bind. */
export function withOwnFiles(cluster: Cluster, role: Role, machine: Machine): Machine {
  const ofMachine = openFiles(machine);
  if (cluster.files.length === 0 && ofMachine.length === 0) return machine;
  const files = filesOf(cluster, role);
  const open: readonly OpenFile[] = [...ofMachine, ...files.map((file) => ({ ...file, from: [file.from] }))].filter(
    ({ content }) => bootTokens(cluster, content).length > 0,
  );
  const tokens = bootTokens(cluster, open.map(({ content }) => content).join("\n"));
  const from: readonly SpecPath[] = cluster.files.length === 0 ? [["tokens"]] : [["files"], ["tokens"]];
  const asked = files
    .map((file) => file.from)
    .filter((path) => ![...machine.from, ...from].some((root) => startsWith(path, root)));
  const decides = [...from, ...ofMachine.flatMap((file) => file.from)];
  const resolver: readonly MachineFile[] =
    open.length === 0
      ? []
      : [
          machineFile(BIND_TOKENS, "0755", resolverScript(tokens, "main", "machine"), ...decides),
          machineFile(TOKEN_TABLE, "0644", sourceTable(tokens), ...decides),
        ];
  // A file that is another unit's now was this one's before.
  const withFiles = (unit: Unit): Unit =>
    cluster.files.length === 0 ? unit : { ...unit, from: [...unit.from, ["files"]] };
  const filesOfUnit = (unit: Unit) => open.filter(({ neededBy }) => neededBy === unit.name);
  return {
    ...machine,
    from: [...machine.from, ...from, ...new Map(asked.map((path) => [path.join("\0"), path])).values()],
    files: [
      ...machine.files,
      ...machine.units.flatMap((unit) => besideImage(unit, filesOfUnit(unit), machine.settings)),
      ...resolver,
      ...files.map((file) => bound(cluster, file)),
    ],
    units: machine.units.map((unit) => withFiles(binding(unit, filesOfUnit(unit), machine.settings))),
  };
}
