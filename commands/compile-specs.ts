import { type Compilation, compile } from "../generators/compile.ts";
import { type Diagnostic, MAX_DIAGNOSTICS, sortDiagnostics } from "../schema/diagnostics.ts";
import { printDiagnostics } from "../schema/print.ts";
import { inputsFor } from "./read-inputs.ts";
import { readSpec } from "./read-spec.ts";
import type { Terminal } from "./terminal.ts";

export type Compiled = Compilation & {
  readonly file: string;
  /** Without the byte order mark. */
  readonly text: string;
  /** The byte order mark that the file starts with, or nothing. */
  readonly mark: string;
};

/** Compiles a spec file; `usage` is how the command at hand is called, for who named no such file. */
export function compileFile(file: string, usage: string): Compiled {
  const bytes = readSpec(file, usage);
  if (!(bytes instanceof Uint8Array)) return { ok: false, diagnostics: [bytes], file, text: "", mark: "" };
  const text = new TextDecoder().decode(bytes);
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? "\ufeff" : "";
  return { ...compile(file, bytes, inputsFor(file)), file, text, mark };
}

/** Prints what the compiler has to say about a spec, to people; JSON is printed once, by the command. */
export function report(terminal: Terminal, { diagnostics, text }: Compiled): void {
  terminal.note(printDiagnostics(diagnostics, text, terminal.paint));
}

/** The diagnostics of several specs as `--format json` gives them. */
export const diagnosticsOf = (compiled: readonly Compiled[]): readonly Diagnostic[] =>
  compiled.flatMap(({ diagnostics }) => sortDiagnostics(diagnostics).slice(0, MAX_DIAGNOSTICS));

/** Two specs of one name would fight over one directory, of one bucket over the bucket. */
export function clashOf(compiled: readonly Compiled[]): string | undefined {
  const seen = new Map<string, string>();
  for (const one of compiled) {
    if (!one.ok) continue;
    const { name, platform } = one.cluster;
    const claims = [`a cluster called "${name}"`, ...platform.claims];
    for (const claim of claims) {
      const first = seen.get(claim);
      if (first !== undefined) return `${first} and ${one.file} both describe ${claim}`;
    }
    for (const claim of claims) seen.set(claim, one.file);
  }
  return undefined;
}
