/** The one place that writes units as text. A value passes the systemd encoder unless it is marked as an expression. */
import type { ExecWord, Unit, UnitSection, UnitValue } from "../model/units.ts";

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

/** The text of a unit file, its comment first. */
export const unitText = (unit: Pick<Unit, "comment" | "sections">): string =>
  `# ${unit.comment.replaceAll(/[\n\r]/g, " ")}\n${unit.sections.map(sectionText).join("\n\n")}\n`;
