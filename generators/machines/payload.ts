import type { SpecPath } from "../../schema/diagnostics.ts";
import { type Artifact, type ArtifactPart, textFile } from "../model/artifact.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Machine, Payload } from "../model/machine.ts";
import { unitPath } from "../model/units.ts";
import { cited } from "../text/provenance.ts";
import { unitText } from "../text/units.ts";

/** The units and files in a machine's user-data. */
const partsOf = (cluster: Cluster, { units, files }: Machine): readonly ArtifactPart[] => [
  ...units.map(({ name, from }) => ({ name, from: cited(cluster, ...from) })),
  ...files.map(({ path, from }) => ({ name: path, from: cited(cluster, ...from) })),
];

/** User-data at a path of the output. */
export const userDataFile = (cluster: Cluster, path: string, { machine, userData }: Payload): Artifact =>
  textFile(path, userData, cited(cluster, ...machine.from), partsOf(cluster, machine));

/**
 * The user-data where machines boot from it, and each file and unit in it on its own for review. What the machine fetches
 * stands on its own already, beside the stack that puts it into the bucket.
 */
export function machineArtifacts(cluster: Cluster, payload: Payload, hasUserData: boolean): readonly Artifact[] {
  const { role, files, units, own } = payload.machine;
  const origin = (from: readonly SpecPath[]): readonly string[] => cited(cluster, ...own, ...from);
  const place = `machines/${role}`;
  const fetched = new Set([...payload.objects, ...payload.standing].map(({ path }) => path));
  const ownFiles = files.filter(({ path }) => !fetched.has(path));
  const ownUnits = units.filter(({ name, ofImage }) => ofImage === undefined && !fetched.has(unitPath(name)));
  return [
    ...(hasUserData ? [userDataFile(cluster, `${place}/user-data.${payload.ending}`, payload)] : []),
    ...ownFiles.map(
      ({ path, mode, content, from }): Artifact => ({
        path: `${place}/files${path}`,
        mode: mode === "0755" ? 0o755 : 0o644,
        content,
        from: origin(from),
      }),
    ),
    ...ownUnits.map((unit) => textFile(`${place}/units/${unit.name}`, unitText(unit), origin(unit.from))),
  ];
}
