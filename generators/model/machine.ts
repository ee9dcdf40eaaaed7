/** A machine as data, before an operating system's format makes it text. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { Artifact } from "./artifact.ts";
import type { Unit } from "./units.ts";

export interface MachineFile {
  /** Absolute path on the machine. */
  readonly path: string;
  readonly mode: "0600" | "0640" | "0644" | "0755";
  /** e.g. `root:root` */
  readonly owner: string;
  readonly content: string;
  /** The parts of the spec that decide about it. */
  readonly from: readonly SpecPath[];
}

/** What a part of the system adds to a machine. */
export interface MachinePart {
  readonly files: readonly MachineFile[];
  /** In the order in which they are to be started. */
  readonly units: readonly Unit[];
}

/** How a machine comes by what it is made of. */
export interface Delivery {
  /** What is in its user-data. */
  readonly boot: Machine;
  /** What it fetches, by the key of the object in the cluster's bucket. */
  readonly objects: readonly BucketObject[];
}

export interface BucketObject {
  readonly key: string;
  /** Where the machine puts it. */
  readonly path: string;
  readonly artifact: Artifact;
}

export interface Machine extends MachinePart {
  /** Names its directory and its user-data: `control-plane`, or the name of a node pool. */
  readonly group: string;
  /** What it is, for the first line of its user-data: `control plane of ycluster`. */
  readonly title: string;
  readonly sshAuthorizedKeys: readonly string[];
  /** A file of variables for what is run before a unit; null where nothing needs any. */
  readonly settings: string | null;
  /** The parts of the spec that decide about it; the first is its own. */
  readonly from: readonly SpecPath[];
}

/** Parts in order; a file that two parts bring is brought once. */
export function merge(parts: readonly MachinePart[]): MachinePart {
  const files = new Map(parts.flatMap((part) => part.files.map((file) => [file.path, file] as const)));
  return { files: [...files.values()], units: parts.flatMap((part) => part.units) };
}
