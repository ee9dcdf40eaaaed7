import { join } from "node:path";
import { type Compilation, compile } from "../generators/compile.ts";
import { type Standing, succession } from "../generators/succession.ts";
import { EditedStackError } from "../generators/terraform/side.ts";
import { type Diagnostic, MAX_DIAGNOSTICS, sortDiagnostics } from "../schema/diagnostics.ts";
import { printDiagnostics } from "../schema/print.ts";
import { positioned } from "../schema/source.ts";
import { inputsFor } from "./read-inputs.ts";
import { readSpec } from "./read-spec.ts";
import { compiledSide, directorySide } from "./side.ts";
import type { Terminal } from "./terminal.ts";

export type Compiled = Compilation & {
  readonly file: string;
  /** Without the byte order mark. */
  readonly text: string;
  /** The byte order mark that the file starts with, or nothing. */
  readonly mark: string;
};

/**
 * Compiles a spec file.
 *
 * @param usage how the command at hand is called, for who named no such file
 * @param called what the output calls the spec, where that is not its own name
 */
export function compileFile(file: string, usage: string, called = file): Compiled {
  const bytes = readSpec(file, usage);
  if (!(bytes instanceof Uint8Array)) return { ok: false, diagnostics: [bytes], file, text: "", mark: "" };
  const text = new TextDecoder().decode(bytes);
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? "\ufeff" : "";
  return { ...compile(file, bytes, inputsFor(file), called), file, text, mark };
}

type Whole = Compiled & { readonly ok: true };

/** What there is to say of a spec that would follow on an earlier version of its cluster. */
export const succeeding = (before: Standing | undefined, one: Whole, accepted: readonly string[]) =>
  succession(before, compiledSide(one), accepted).map((finding) => positioned(one.source, finding));

/** What an earlier run left; nobody can tell where it was edited into something else, which emit minds. */
function standingIn(directory: string): Standing | undefined {
  try {
    return directorySide(directory);
  } catch (error) {
    if (error instanceof EditedStackError) return undefined;
    throw error;
  }
}

/** Compiles a spec for its directory below `out`: refused, too, for what it would do to the cluster that is there. */
export function compileFor(file: string, usage: string, out: string, accepted: readonly string[]): Compiled {
  const one = compileFile(file, usage);
  if (!one.ok) return one;
  const found = succeeding(standingIn(join(out, one.cluster.name)), one, accepted);
  const { text, mark, diagnostics } = one;
  return found.length === 0 ? one : { ok: false, diagnostics: [...diagnostics, ...found], file, text, mark };
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
