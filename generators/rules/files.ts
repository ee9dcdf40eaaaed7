import type { Finding } from "../../schema/diagnostics.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { bootTokens, isFor } from "../machines/own-files.ts";
import type { OwnFile } from "../model/cluster.ts";
import type { Machine, Payload } from "../model/machine.ts";
import { token } from "../model/token.ts";
import { unitPath } from "../model/units.ts";
import type { Rule } from "../model/variants.ts";

const isOn =
  (file: OwnFile) =>
  ({ machine }: Payload): boolean =>
    isFor(file, machine.parts);

const suggestion = (written: string, known: readonly string[]): string =>
  didYouMean(written, known, `there is ${known.join(", ")}`);

/** Files for machines that the cluster does not have. */
export const fileMachines: Rule = (cluster) => {
  const roles = [...new Set(cluster.roles.flatMap(({ parts }) => parts))];
  return cluster.files.flatMap(({ machines, from }) =>
    (machines ?? []).flatMap((role, place): readonly Finding[] =>
      roles.includes(role)
        ? []
        : [
            {
              code: "file-machines",
              places: [{ path: [...from, "machines", place] }],
              message: `the cluster has no machines "${role}"`,
              help: suggestion(role, roles),
              restsOn: cluster.nodePools.map((_, index) => ["nodePools", index, "name"]),
            },
          ],
    ),
  );
};

/** Files with tokens whose unit is not on the machine: nothing would bind them. */
export const fileUnits: Rule = (cluster, { payloads }) =>
  cluster.files.flatMap((file) =>
    bootTokens(cluster, file.content).length === 0
      ? []
      : payloads.filter(isOn(file)).flatMap(({ machine }): readonly Finding[] => {
          const units = machine.units.map(({ name }) => name);
          if (units.includes(file.neededBy)) return [];
          return [
            {
              code: "file-machines",
              places: [{ path: [...file.from, "neededBy"] }, { path: [...file.from, "path"], label: "holds tokens" }],
              message: `the ${machine.title} has no unit "${file.neededBy}" that could bind the tokens of ${file.path}`,
              help: suggestion(file.neededBy, units),
            },
          ];
        }),
  );

/** Two files at one place of a machine. */
export const fileConflicts: Rule = (cluster, { payloads }) =>
  cluster.files.flatMap((file, index) => {
    const earlier = cluster.files.findIndex(({ path }) => path === file.path);
    const rivals = payloads
      .filter(isOn(file))
      .filter(({ machine }) => machine.files.filter(({ path }) => path === file.path).length > 1);
    const [rival] = rivals;
    if (rival === undefined) return [];
    if (earlier === index && cluster.files.filter(({ path }) => path === file.path).length > 1) return [];
    const finding: Finding = {
      code: "duplicate-name",
      places: [
        { path: [...file.from, "path"] },
        ...(earlier === index ? [] : [{ path: ["files", earlier, "path"], label: "also here" }]),
      ],
      message: `the ${rival.machine.title} would have two files ${file.path}`,
      help: earlier === index ? "choose another path: this one is the compiler's" : "give each a path of its own",
    };
    return [finding];
  });

/** What the machine's own programs write, or the image brings. */
const TAKEN = ["/etc/hosts", "/etc/environment", "/dev/", "/proc/", "/sys/"];

/** Programs that the machine's units start: those that a unit fetches itself are no files of the machine yet. */
const programsOf = ({ units }: Machine): readonly string[] =>
  units
    .flatMap(({ sections }) => sections.flatMap(({ entries }) => entries.flatMap(([, value]) => value)))
    .filter((word): word is string => typeof word === "string" && word.startsWith("/opt/bin/"));

/** What is on a machine, or will be, beside the files of the spec. */
function placesOn({ machine, boot }: Payload, ownPlaces: readonly string[], others: readonly string[]) {
  // Two files of the machine proper are said elsewhere.
  const boots = boot.files.filter((file) => !machine.files.includes(file)).map(({ path }) => path);
  const units = [...machine.units, ...boot.units].map(({ name }) => unitPath(name));
  const programs = programsOf(machine).filter((program) => !others.includes(program));
  return [...TAKEN, ...ownPlaces, ...units, ...boots, ...programs];
}

/** The files of a machine, and those of them that are not the spec's: of two of its own one is told enough. */
interface OtherFiles {
  readonly all: readonly string[];
  readonly others: readonly string[];
}

/** Why a path is not the spec's to fill; undefined where it is. */
function whyTaken(path: string, places: readonly string[], { all, others }: OtherFiles): string | undefined {
  const place = places.find((each) => (each.endsWith("/") ? `${path}/`.startsWith(each) : path === each));
  if (place !== undefined) {
    const isBelow = place.endsWith("/") && path.startsWith(place);
    return isBelow ? `lies below ${place}, which is the machine's own` : "is written by the machine itself";
  }
  const file = [...places, ...others].find((each) => !each.endsWith("/") && path.startsWith(`${each}/`));
  if (file !== undefined) return `cannot be there: ${file} is a file`;
  const below = [...all, ...places].find((other) => other.startsWith(`${path}/`));
  return below === undefined ? undefined : `cannot be a file: ${below} lies below it`;
}

/** Places that are not the spec's to fill, and files where others need a directory. */
export const filePlaces: Rule = (cluster, { payloads }, { platform, network, runtime }) => {
  const ownPlaces = (role: string): readonly string[] => [...network.ownPlaces, ...platform.ownPlaces(role, runtime)];
  return cluster.files.flatMap((file): readonly Finding[] => {
    const why = payloads.filter(isOn(file)).flatMap((payload) => {
      const { files } = payload.machine;
      const all = files.map(({ path }) => path);
      const others = files
        .filter((other) => !cluster.files.some((own) => other.from.includes(own.from)))
        .map(({ path }) => path);
      const places = placesOn(payload, ownPlaces(payload.machine.role), others);
      return whyTaken(file.path, places, { all, others }) ?? [];
    });
    if (why[0] === undefined) return [];
    const message = `${file.path} ${why[0]}`;
    return [
      { code: "duplicate-name", places: [{ path: [...file.from, "path"] }], message, help: "choose another path" },
    ];
  });
};

/** A secret that every user of the machine may read. */
export const fileModes: Rule = (cluster) =>
  cluster.files.flatMap(({ mode, content, from }): readonly Finding[] => {
    const secret = bootTokens(cluster, content).find((token) => token.secret);
    if (secret === undefined || !/[4-7]$/.test(mode)) return [];
    return [
      {
        code: "token-secret",
        severity: "warning",
        places: [{ path: [...from, "path"] }],
        message: `the secret ${token(secret.name)} would be readable for every user of the machine: the mode is ${mode}`,
        help: 'say mode: "0600"',
      },
    ];
  });
