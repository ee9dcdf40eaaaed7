import { type Artifact, textFile } from "../artifact.ts";
import type { Cluster } from "../cluster.ts";
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
  return machines(cluster).map((machine) => ({ machine, ending: os.userDataEnding, userData: os.userData(machine) }));
}

/** The user-data as the machine gets it, and each of its files and units on its own for review. */
export function machineArtifacts({ machine, ending, userData }: Payload): readonly Artifact[] {
  const { group, from, files, units } = machine;
  const place = `machines/${group}`;
  return [
    textFile(`${place}/user-data.${ending}`, userData, from),
    ...files.map(
      ({ path, mode, content }): Artifact => ({
        path: `${place}/files${path}`,
        mode: mode === "0755" ? 0o755 : 0o644,
        content,
        from,
      }),
    ),
    ...units.map((unit) => textFile(`${place}/units/${unit.name}`, unitText(unit), from)),
  ];
}
