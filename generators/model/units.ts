/** systemd units as data. */

import type { SpecPath } from "../../schema/diagnostics.ts";

/** A word that systemd or coreos-cloudinit is meant to interpret: `${DOCKER_BIP}`, `$private_ipv4`, `%H`. */
export interface RawWord {
  readonly raw: string;
}

/** One word of a command line. Plain text arrives at the program as it is. */
export type ExecWord = string | RawWord;

export const raw = (text: string): RawWord => ({ raw: text });

/** A plain value, or a command line as a list of words. */
export type UnitValue = ExecWord | readonly ExecWord[];

export interface UnitSection {
  readonly name: "Unit" | "Service" | "Timer" | "Install" | "Socket";
  readonly entries: readonly (readonly [key: string, value: UnitValue])[];
}

export type Entries = UnitSection["entries"];

/** Flags of a program in today's spelling, with their values. */
export type Flags = readonly (readonly [name: string, value: ExecWord])[];

export interface Unit {
  readonly name: string;
  /** One line on what the unit is for, above its sections. */
  readonly comment: string;
  readonly enable: boolean;
  readonly start: boolean;
  /** The parts of the spec that decide about it. */
  readonly from: readonly SpecPath[];
  readonly sections: readonly UnitSection[];
  /** Units that it takes something from as they start: whenever they are started again, it has to be. */
  readonly follows?: readonly string[];
  /** What its programs read although its text does not name it, as paths of files. */
  readonly reads?: readonly string[];
  /** Only where the image has the unit itself: the files that it reads. It has no sections then. */
  readonly ofImage?: { readonly reads: readonly string[] };
}

/** Where a machine has the unit file. */
export const unitPath = (name: string): string => `/etc/systemd/system/${name}`;
