/**
 * systemd units as data, and the one place that writes them as text. A value passes the systemd encoder
 * unless it is marked as an expression on purpose.
 */

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

export interface Unit {
  readonly name: string;
  /** One line on what the unit is for, above its sections. */
  readonly comment: string;
  readonly enable: boolean;
  readonly start: boolean;
  /** The parts of the spec that decide about it. */
  readonly from: readonly SpecPath[];
  readonly sections: readonly UnitSection[];
}

/** `%` starts a specifier everywhere in a unit file. */
const literal = (text: string): string => text.replaceAll("%", "%%");

const SAFE_WORD = /^[A-Za-z0-9_@%+=:,./!-]+$/;

/**
 * One word of an `Exec…=` line, after systemd.service(5): `$` would start a variable and is doubled, the rest
 * is quoted where it has to be.
 */
export function execWord(word: ExecWord): string {
  if (typeof word !== "string") return word.raw;
  if (word !== "" && SAFE_WORD.test(word)) return literal(word);
  const escaped = word
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t")
    .replaceAll("$", "$$$$");
  return `"${literal(escaped)}"`;
}

/** A plain value ends at the line's end and has no quoting of its own; callers pass single lines. */
function plainValue(value: ExecWord): string {
  if (typeof value !== "string") return value.raw;
  if (/[\n\r]/.test(value) || value.endsWith("\\")) throw new Error("a unit value is a single line");
  return literal(value);
}

/** A command with more than this many options is easier to read one option a line. */
const MAX_WIDTH = 96;

function commandLine(words: readonly ExecWord[]): string {
  const [program = "", ...options] = words.map(execWord);
  const line = [program, ...options].join(" ");
  if (line.length <= MAX_WIDTH || options.length < 2 || !options.every((option) => option.startsWith("-"))) return line;
  return [program, ...options].join(" \\\n  ");
}

const isCommand = (value: UnitValue): value is readonly ExecWord[] => Array.isArray(value);

function sectionText({ name, entries }: UnitSection): string {
  const lines = entries.map(([key, value]) => `${key}=${isCommand(value) ? commandLine(value) : plainValue(value)}`);
  return [`[${name}]`, ...lines].join("\n");
}

/** Where a machine has the unit file. */
export const unitPath = (name: string): string => `/etc/systemd/system/${name}`;

/** The unit file. */
export const unitText = (unit: Unit): string =>
  `# ${unit.comment.replaceAll(/[\n\r]/g, " ")}\n${unit.sections.map(sectionText).join("\n\n")}\n`;
