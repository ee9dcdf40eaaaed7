/**
 * What hosts of one role consist of, as `install.sh` reads it: a line a file, then a line a unit in the order in which they
 * are started, its parts separated by tabs.
 */
import type { Machine, MachineFile } from "../model/machine.ts";
import { type Unit, unitPath } from "../model/units.ts";
import { sha256 } from "../text/digest.ts";
import { unitText } from "../text/units.ts";

const ROOT = "root:root";

/** A file of a host, and where the output has it. */
interface InstalledFile {
  readonly digest: string;
  readonly mode: string;
  /** e.g. `root:root` */
  readonly owner: string;
  /** Below the role's directory; `-` for the one that is the host's own, whose digest its role does not know. */
  readonly source: string;
  readonly target: string;
  /** Whether it takes the place of a file that the image brings. */
  readonly takesPlace: boolean;
}

/** A unit of a host, and the files that it reads. */
interface InstalledUnit {
  readonly name: string;
  readonly enable: boolean;
  readonly start: boolean;
  /** Whether it is a member of the cluster's store, which may need the others to be there. */
  readonly isStore: boolean;
  /** Their paths, and variables of the host's own file: `$HOST_NAME` */
  readonly reads: readonly string[];
}

export interface Manifest {
  readonly files: readonly InstalledFile[];
  readonly units: readonly InstalledUnit[];
}

/** The variables that a text takes, with a dollar before each: of the host's own file nothing else matters to a unit. */
const variablesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{?([A-Z][A-Z0-9_]*)\}?/g)].map(([, name = ""]) => `$${name}`);

/** The paths that a text names, each as a whole. */
function named(text: string, paths: readonly string[]): readonly string[] {
  const words = new Set(text.split(/[\s"'=:,;]+/));
  return paths.filter((path) => words.has(path) || words.has(`-${path}`));
}

const ownFile = ({ mode, owner, content, path, takesPlace }: MachineFile): InstalledFile => ({
  digest: sha256(content),
  mode,
  owner,
  source: `files${path}`,
  target: path,
  takesPlace: takesPlace === true,
});

const unitFile = (unit: Unit): readonly InstalledFile[] =>
  unit.ofImage === undefined
    ? [
        {
          digest: sha256(unitText(unit)),
          mode: "0644",
          owner: ROOT,
          source: `units/${unit.name}`,
          target: unitPath(unit.name),
          takesPlace: false,
        },
      ]
    : [];

const dropIns = (name: string, paths: readonly string[]): readonly string[] =>
  paths.filter((path) => path.startsWith(`${unitPath(name)}.d/`));

/** The files and variables that a unit reads itself. */
function readBy(unit: Unit, files: readonly MachineFile[]): readonly string[] {
  const paths = files.map(({ path }) => path);
  const isOurs = unit.ofImage === undefined;
  const ownPaths = [...(isOurs ? [unitPath(unit.name)] : []), ...dropIns(unit.name, paths)];
  const text = isOurs ? unitText(unit) : "";
  const inDropIns = files.filter(({ path }) => ownPaths.includes(path)).map(({ content }) => content);
  const read = [text, ...inDropIns].flatMap((each) => [...named(each, paths), ...variablesIn(each)]);
  return [...ownPaths, ...read, ...(unit.ofImage?.reads ?? unit.reads ?? [])];
}

/** What a role's hosts consist of; `own` is the file that each has of its own. */
export function manifestOf({ files, units, store }: Machine, own: string): Manifest {
  return {
    files: [
      ...files.map(ownFile),
      ...units.flatMap(unitFile),
      { digest: "-", mode: "0644", owner: ROOT, source: "-", target: own, takesPlace: false },
    ],
    units: units.map((unit) => {
      const followed = units.filter(({ name }) => unit.follows?.includes(name) === true);
      return {
        name: unit.name,
        enable: unit.enable,
        start: unit.start,
        isStore: store.includes(unit.name),
        reads: [...new Set([unit, ...followed].flatMap((each) => readBy(each, files)))],
      };
    }),
  };
}

const yesOrNo = (word: string, is: boolean): string => (is ? word : "-");

/** The manifest as `install.sh` reads it; without its last line it is not whole. */
export function manifestText(title: string, { files, units }: Manifest): string {
  const lines = [
    ...files.map(({ digest, mode, owner, source, target, takesPlace }) => [
      "file",
      digest,
      mode,
      owner,
      source,
      target,
      yesOrNo("takes-place", takesPlace),
    ]),
    ...units.map(({ name, enable, start, isStore, reads }) => [
      "unit",
      name,
      yesOrNo("enable", enable),
      yesOrNo("start", start),
      yesOrNo("store", isStore),
      reads.join(" "),
    ]),
  ];
  const text = lines.map((line) => `${line.join("\t")}\n`).join("");
  return `# The ${title}, as install.sh reads it.\n${text}end\t${lines.length}\n`;
}

/** Reads what `manifestText` wrote; what it does not know it leaves out. */
export function readManifest(text: string): Manifest {
  const lines = text.split("\n").map((line) => line.split("\t"));
  return {
    files: lines.flatMap(([kind, digest = "", mode = "", owner = "", source = "", target = "", takesPlace]) =>
      kind === "file" ? [{ digest, mode, owner, source, target, takesPlace: takesPlace === "takes-place" }] : [],
    ),
    units: lines.flatMap(([kind, name = "", enable, start, store, reads = ""]) =>
      kind === "unit"
        ? [
            {
              name,
              enable: enable === "enable",
              start: start === "start",
              isStore: store === "store",
              reads: reads.split(" ").filter((path) => path !== ""),
            },
          ]
        : [],
    ),
  };
}
