import type { SpecPath } from "../../schema/diagnostics.ts";
import { type Artifact, type ArtifactPart, textFile } from "../artifact.ts";
import type { Cluster } from "../cluster.ts";
import { cited } from "../provenance.ts";
import { osVariant } from "../variants/os/index.ts";
import type { Machine } from "./machine.ts";
import { machines } from "./roles.ts";
import { unitText } from "./units.ts";

/** A group of machines and the user-data they boot from. */
export interface Payload {
  readonly machine: Machine;
  /** Ending of its file, e.g. `yml` */
  readonly ending: string;
  readonly userData: string;
}

/** In the order of `machines`: the control plane, then the pools in the order of the spec. */
export function payloads(cluster: Cluster): readonly Payload[] {
  const os = osVariant(cluster.os.family);
  return machines(cluster).map((machine) => ({
    machine,
    ending: os.userDataEnding,
    userData: os.userData(machine),
  }));
}

/** The units and files in a machine's user-data. */
const partsOf = (cluster: Cluster, { units, files }: Machine): readonly ArtifactPart[] => [
  ...units.map(({ name, from }) => ({ name, from: cited(cluster, ...from) })),
  ...files.map(({ path, from }) => ({ name: path, from: cited(cluster, ...from) })),
];

/** User-data at a path of the output. */
export const userDataFile = (cluster: Cluster, path: string, { machine, userData }: Payload): Artifact =>
  textFile(path, userData, cited(cluster, ...machine.from), partsOf(cluster, machine));

/** The user-data as the machine gets it, and each of its files and units on its own for review. */
export function machineArtifacts(cluster: Cluster, payload: Payload): readonly Artifact[] {
  const { group, files, units, from: machine } = payload.machine;
  const origin = (from: readonly SpecPath[]): readonly string[] => cited(cluster, ...machine.slice(0, 1), ...from);
  const place = `machines/${group}`;
  return [
    userDataFile(cluster, `${place}/user-data.${payload.ending}`, payload),
    ...files.map(
      ({ path, mode, content, from }): Artifact => ({
        path: `${place}/files${path}`,
        mode: mode === "0755" ? 0o755 : 0o644,
        content,
        from: origin(from),
      }),
    ),
    ...units.map((unit) => textFile(`${place}/units/${unit.name}`, unitText(unit), origin(unit.from))),
  ];
}
