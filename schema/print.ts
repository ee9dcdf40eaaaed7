import { type Diagnostic, MAX_DIAGNOSTICS, type SourceRange, sortDiagnostics } from "./diagnostics.ts";
import { visible } from "./visible.ts";

/** Wraps text in a terminal style, or returns it as it is. */
export type Paint = (style: "red" | "yellow" | "cyan" | "bold", text: string) => string;

export const plain: Paint = (_style, text) => text;

/** Excerpts are for eyes: a tab is one blank, a long line is cut around the underlined part. */
const MAX_LINE = 160;

interface Excerpt {
  readonly text: string;
  readonly indent: number;
  readonly width: number;
}

/** The line as it can be shown, and where the underlined part is then. */
function cleaned(line: string, { column, endColumn }: SourceRange): { clean: string; from: number; width: number } {
  const plainly = (text: string): string => visible(text.replaceAll("\t", " "));
  const before = plainly(line.slice(0, column - 1));
  const part = plainly(line.slice(column - 1, endColumn - 1).replace(/\r$/, ""));
  const behind = plainly(line.slice(endColumn - 1).replace(/\r$/, ""));
  return { clean: before + part + behind, from: before.length, width: Math.max(1, part.length) };
}

function excerpt(line: string, range: SourceRange): Excerpt {
  const { clean, from, width } = cleaned(line, range);
  if (clean.length <= MAX_LINE)
    return { text: clean, indent: from, width: Math.min(width, Math.max(1, clean.length - from)) };
  const cut = Math.max(0, Math.min(from - 20, clean.length - MAX_LINE));
  const text = `${cut > 0 ? "…" : ""}${clean.slice(cut, cut + MAX_LINE)}…`;
  const indent = from - cut + (cut > 0 ? 1 : 0);
  return { text, indent, width: Math.max(1, Math.min(width, text.length - indent)) };
}

function underlined(
  lines: readonly string[],
  range: SourceRange,
  mark: string,
  gutter: string,
  paint: Paint,
): readonly string[] {
  const { text, indent, width } = excerpt(lines[range.line - 1] ?? "", range);
  const label = range.label === undefined ? "" : ` ${visible(range.label)}`;
  const colour = mark === "^" ? "red" : "cyan";
  return [
    `${paint("cyan", `${String(range.line).padStart(gutter.length)} |`)} ${text}`,
    `${paint("cyan", `${gutter} |`)} ${" ".repeat(indent)}${paint(colour, mark.repeat(width) + label)}`,
  ];
}

/** One diagnostic: headline, place, the lines concerned with the exact part underlined, notes, help. */
function block(diagnostic: Diagnostic, lines: readonly string[], paint: Paint): string {
  const { code, severity, file, message, ranges, notes, help } = diagnostic;
  const [first] = ranges;
  const gutter = " ".repeat(String(Math.max(...ranges.map((range) => range.line), 1)).length);
  const where = first === undefined ? visible(file) : `${visible(file)}:${first.line}:${first.column}`;
  const shown = ranges.flatMap((range, index) => underlined(lines, range, index === 0 ? "^" : "-", gutter, paint));
  const remarks = [
    ...notes.map((note) => ["note", note] as const),
    ...(help === null ? [] : [["help", help] as const]),
  ];
  return [
    `${paint(severity === "error" ? "red" : "yellow", `${severity}[${code}]`)}: ${paint("bold", visible(message))}`,
    `${gutter}${paint("cyan", "-->")} ${where}`,
    ...(shown.length > 0 ? [paint("cyan", `${gutter} |`), ...shown, paint("cyan", `${gutter} |`)] : []),
    ...remarks.map(([kind, remark]) => `${gutter} ${paint("cyan", "=")} ${kind}: ${visible(remark)}`),
  ].join("\n");
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;

/** All diagnostics of one file in the order of the file, at most a hundred, then a line that counts them. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], text: string, paint: Paint = plain): string {
  if (diagnostics.length === 0) return "";
  const sorted = sortDiagnostics(diagnostics);
  // A large file is cut into lines once, not once a diagnostic.
  const lines = text.split("\n");
  const blocks = sorted.slice(0, MAX_DIAGNOSTICS).map((diagnostic) => block(diagnostic, lines, paint));
  const rest = sorted.length - MAX_DIAGNOSTICS;
  if (rest > 0) blocks.push(`… and ${rest} more`);
  const errors = sorted.filter((diagnostic) => diagnostic.severity === "error").length;
  const totals = [
    errors > 0 ? count(errors, "error") : "",
    sorted.length > errors ? count(sorted.length - errors, "warning") : "",
  ];
  return `${blocks.join("\n\n")}\n\n${visible(sorted[0]?.file ?? "")}: ${totals.filter((total) => total !== "").join(", ")}\n`;
}
