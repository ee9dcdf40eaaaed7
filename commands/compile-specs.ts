import { type Compilation, compile } from "../generators/compile.ts";
import { type Diagnostic, MAX_DIAGNOSTICS, sortDiagnostics } from "../schema/diagnostics.ts";
import { printDiagnostics } from "../schema/print.ts";
import { readSpec } from "./read-spec.ts";
import type { Terminal } from "./terminal.ts";

export type Compiled = Compilation & { readonly file: string; readonly text: string };

/** Compiles one spec file. */
export function compileFile(file: string): Compiled {
  const bytes = readSpec(file);
  if (!(bytes instanceof Uint8Array)) return { ok: false, diagnostics: [bytes], file, text: "" };
  const text = new TextDecoder().decode(bytes);
  return { ...compile(file, bytes), file, text };
}

/** Prints what the compiler has to say about a spec, to people; JSON is printed once, by the command. */
export function report(terminal: Terminal, { diagnostics, text }: Compiled): void {
  const printed = printDiagnostics(diagnostics, text, terminal.paint);
  if (terminal.format === "text" && printed !== "") terminal.err(printed);
}

/** The diagnostics of several specs as `--format json` gives them. */
export const diagnosticsOf = (compiled: readonly Compiled[]): readonly Diagnostic[] =>
  compiled.flatMap(({ diagnostics }) => sortDiagnostics(diagnostics).slice(0, MAX_DIAGNOSTICS));
