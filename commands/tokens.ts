import { sourceText, type TokenEntry } from "../generators/tokens/entries.ts";
import { compileFile, diagnosticsOf, report } from "./compile-specs.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

/** A value may hold what a terminal acts on. */
const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

const placeText = ({ uses }: TokenEntry): string =>
  uses.map(({ path, lines }) => `${path}:${lines.join(",")}`).join(" ");

/** Columns as wide as their widest cell; the last is left as it is. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join("  "),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}

const rowOf = (entry: TokenEntry): readonly string[] => [
  entry.name,
  entry.phase,
  visible(sourceText(entry)),
  entry.secret ? "secret" : "",
  placeText(entry),
];

/** Prints every token of a cluster: when it is bound, where its value comes from, where it stands. */
export function tokens(spec: string, terminal: Terminal): ExitCode {
  const compiled = compileFile(spec, "tokens <spec>");
  report(terminal, compiled);
  const entries = compiled.ok ? compiled.tokens : [];
  const rows = entries.map(rowOf);
  const text = rows.length === 0 ? "no tokens\n" : table([["token", "phase", "source", "", "where"], ...rows]);
  terminal.answer({ diagnostics: diagnosticsOf([compiled]), tokens: entries }, compiled.ok ? text : "");
  return compiled.ok ? EXIT.ok : EXIT.diagnostics;
}
