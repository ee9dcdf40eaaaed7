import { join } from "node:path";
import { type Emitted, emit, type Refusal } from "../generators/emit/emit.ts";
import { LockedError } from "../generators/emit/lock.ts";
import type { Artifact } from "../generators/model/artifact.ts";
import { shellWord } from "../generators/text/encoders.ts";
import { visible } from "../schema/visible.ts";
import { type Compiled, clashOf, compileFor, diagnosticsOf, report } from "./compile-specs.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { readInventory } from "./output-tree.ts";
import { refuse, type Terminal } from "./terminal.ts";

interface SynthOptions {
  readonly out: string;
  readonly force: boolean;
  /** Codes of what a change is refused for that whoever runs it takes upon themselves. */
  readonly accept: readonly string[];
}

/** What became of one spec. */
type Outcome = { readonly directory: string } & (
  | Emitted
  | { readonly ok: false; readonly problem: string; readonly refused: readonly Refusal[] }
);

const DISK: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "the directory may not be written",
  EPERM: "the directory may not be written",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is not a directory",
  EEXIST: "something of somebody else stands there",
  ENOENT: "a part of the path is missing, or a link leads nowhere",
  EISDIR: "a directory stands where a file is to go",
  ERR_FS_EISDIR: "a directory stands where a file is to go",
  ELOOP: "the directory is a symbolic link",
};

function problemOf(error: unknown, directory: string): string {
  if (error instanceof LockedError) {
    return `${error.message}; wait for it, or remove ${error.path} if there is no such run`;
  }
  const { code } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : (DISK[code] ?? `the system says ${code}`);
  if (reason === undefined) throw error;
  return `cannot write ${(error as NodeJS.ErrnoException).path ?? directory}: ${reason}. Every file there is whole, old or new; run the same command again when that is mended`;
}

/** A directory that another spec filled before: nothing is lost, but it may not be what was meant. */
function mindOtherSpec(terminal: Terminal, directory: string, spec: string): void {
  const earlier = readInventory(directory)?.spec;
  if (earlier === undefined || earlier === spec) return;
  terminal.note(`note: ${visible(directory)} was written from ${visible(earlier)} before, now from ${visible(spec)}\n`);
}

/** Brings a directory in line with what it is to hold; a disk that refuses is an outcome, too. */
export function emitTo(directory: string, artifacts: readonly Artifact[], force: boolean): Outcome {
  try {
    return { directory, ...emit(directory, artifacts, { force }) };
  } catch (error) {
    return { directory, ok: false, problem: problemOf(error, directory), refused: [] };
  }
}

const files = (count: number): string => `${count} file${count === 1 ? "" : "s"}`;

/** What an operator can do about refused files; only edits can be forced. */
function wayOut(directory: string, refused: readonly Refusal[]): string {
  const forceable = refused.every(({ reason }) => reason.includes("edited"));
  const way = forceable
    ? "keep your edits elsewhere, or run again with --force to replace these files"
    : "move away what stands in the way";
  return `nothing was written to ${directory}; ${way}`;
}

/** Tells people what became of a directory, and what there is to do with it. */
export function sayOutcome(terminal: Terminal, outcome: Outcome, then: string): void {
  const { directory } = outcome;
  if (!outcome.ok) {
    for (const { path, reason } of outcome.refused)
      terminal.note(`refused: ${visible(join(directory, path))}: ${reason}\n`);
    terminal.note(
      "problem" in outcome ? `error: ${outcome.problem}\n` : `${wayOut(outcome.directory, outcome.refused)}\n`,
    );
    return;
  }
  for (const path of outcome.overridden) terminal.note(`replaced an edited file: ${visible(join(directory, path))}\n`);
  for (const path of outcome.kept)
    terminal.note(`kept an edited file that is no longer part of the output: ${visible(join(directory, path))}\n`);
  const removed = outcome.removed.length === 0 ? "" : `, ${files(outcome.removed.length)} removed`;
  terminal.say(`${directory}: ${files(outcome.written.length)} written, ${outcome.unchanged} unchanged${removed}\n`);
  terminal.say(`  ${then}\n`);
}

const reading = (directory: string, hasStacks: boolean): string => {
  const then = hasStacks ? `, then: make -C ${shellWord(directory)} apply` : "";
  return `read ${join(directory, "README.md")}${then}`;
};

/** What some outcomes come to. */
export function exitOf(outcomes: readonly Outcome[]): ExitCode {
  if (outcomes.some((outcome) => !outcome.ok && !("problem" in outcome))) return EXIT.refused;
  return outcomes.every((outcome) => outcome.ok) ? EXIT.ok : EXIT.diagnostics;
}

function exitCode(compiled: readonly Compiled[], outcomes: readonly Outcome[]): ExitCode {
  const code = exitOf(outcomes);
  return code === EXIT.ok && !compiled.every((one) => one.ok) ? EXIT.diagnostics : code;
}

/** Compiles every spec; writes those that compile to `<out>/<cluster>/`. */
export function synth(specs: readonly string[], { out, force, accept }: SynthOptions, terminal: Terminal): ExitCode {
  const compiled = specs.map((file, index) => {
    terminal.progress(`compiling ${index + 1} of ${specs.length}: ${file}`);
    const one = compileFor(file, "synth <spec>", out, accept);
    report(terminal, one);
    return one;
  });
  const clash = clashOf(compiled);
  if (clash !== undefined) {
    return refuse(terminal, `${clash}; nothing was written`, EXIT.diagnostics, {
      diagnostics: diagnosticsOf(compiled),
    });
  }
  const outcomes = compiled.flatMap((one): readonly Outcome[] => {
    if (!one.ok) return [];
    const directory = join(out, one.cluster.name);
    mindOtherSpec(terminal, directory, one.cluster.spec.file);
    const outcome = emitTo(directory, one.artifacts, force);
    sayOutcome(terminal, outcome, reading(directory, one.contents.stacks.length > 0));
    return [outcome];
  });
  terminal.answer({ diagnostics: diagnosticsOf(compiled), outputs: outcomes });
  return exitCode(compiled, outcomes);
}
