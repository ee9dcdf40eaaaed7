import { join } from "node:path";
import { foresee, type Refusal } from "../generators/emit/emit.ts";
import { type Compiled, clashOf, compileFile, diagnosticsOf, report } from "./compile-specs.ts";
import { CommandError, EXIT, type ExitCode } from "./exit.ts";
import { type FileChange, fileChanges, readInventory, readTree, treeOf, unifiedDiff } from "./output-tree.ts";
import type { Terminal } from "./terminal.ts";

interface Checked {
  readonly directory: string;
  readonly files: readonly FileChange[];
  readonly patch: string;
  readonly refused: readonly Refusal[];
  /** Whether synth would leave the directory as it is. */
  readonly upToDate: boolean;
}

/** Compares what a spec gives with what stands on the disk: its own files, and those an earlier run left. */
function compare(directory: string, compiled: Compiled & { ok: true }): Checked {
  const wanted = treeOf(compiled.artifacts);
  const earlier = readInventory(directory)?.files.map((file) => file.path) ?? [];
  const present = readTree(directory, new Set([...wanted.keys(), ...earlier]));
  const files = fileChanges(present, wanted);
  const { refused, written, removed } = foresee(directory, compiled.artifacts);
  const upToDate = refused.length + written.length + removed.length + files.length === 0;
  return {
    directory,
    refused,
    upToDate,
    files,
    patch: files.map(({ path }) => unifiedDiff(path, present, wanted)).join(""),
  };
}

function say(terminal: Terminal, { directory, patch, refused, upToDate }: Checked): void {
  terminal.say(patch);
  for (const { path, reason } of refused) terminal.note(`refused by synth: ${join(directory, path)}: ${reason}\n`);
  terminal.note(`${directory}: ${upToDate ? "up to date" : "not up to date"}\n`);
}

/** `synth --check`: writes nothing, prints what `synth` would change, and fails when there is something. */
export function check(specs: readonly string[], out: string, terminal: Terminal): ExitCode {
  const compiled = specs.map((file) => {
    terminal.progress(`checking ${file}`);
    const one = compileFile(file);
    report(terminal, one);
    return one;
  });
  const clash = clashOf(compiled);
  if (clash !== undefined) throw new CommandError(clash);
  const checked = compiled.flatMap((one) => (one.ok ? [compare(join(out, one.cluster.name), one)] : []));
  terminal.answer({ diagnostics: diagnosticsOf(compiled), outputs: checked });
  for (const one of checked) say(terminal, one);
  return compiled.every((one) => one.ok) && checked.every(({ upToDate }) => upToDate) ? EXIT.ok : EXIT.diagnostics;
}
