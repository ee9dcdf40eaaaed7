import { join } from "node:path";
import { foresee, type ModeChange, type Refusal } from "../generators/emit/emit.ts";
import { isExecutable } from "../generators/emit/look.ts";
import { visible } from "../schema/visible.ts";
import { type Compiled, clashOf, compileFor, diagnosticsOf, report } from "./compile-specs.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { type FileChange, fileChanges, readInventory, readTree, treeOf, unifiedDiff } from "./output-tree.ts";
import { refuse, type Terminal } from "./terminal.ts";

interface Checked {
  readonly directory: string;
  readonly files: readonly (FileChange | { readonly path: string; readonly change: "mode" })[];
  readonly patch: string;
  readonly refused: readonly Refusal[];
  /** Whether synth would leave the directory as it is. */
  readonly upToDate: boolean;
}

interface CheckOptions {
  readonly out: string;
  readonly accept: readonly string[];
}

/** As git says it: of a mode it keeps whether the file may be run. */
const modePatch = ({ path, before, after }: ModeChange): string => {
  const kept = (mode: number): string => (isExecutable(mode) ? "100755" : "100644");
  return `diff --git a/${path} b/${path}\nold mode ${kept(before)}\nnew mode ${kept(after)}\n`;
};

/** Compares what a spec gives with what stands on the disk: its own files, and those an earlier run left. */
function compare(directory: string, compiled: Compiled & { ok: true }): Checked {
  const wanted = treeOf(compiled.artifacts);
  const earlier = readInventory(directory)?.files.map((file) => file.path) ?? [];
  const present = readTree(directory, new Set([...wanted.keys(), ...earlier]));
  const files = fileChanges(present, wanted);
  const { refused, written, removed, modes } = foresee(directory, compiled.artifacts);
  const upToDate = refused.length + written.length + removed.length + files.length === 0;
  return {
    directory,
    refused,
    upToDate,
    files: [...files, ...modes.map(({ path }) => ({ path, change: "mode" as const }))],
    patch: [...files.map(({ path }) => unifiedDiff(path, present, wanted)), ...modes.map(modePatch)].join(""),
  };
}

function say(terminal: Terminal, { directory, patch, refused, upToDate }: Checked): void {
  terminal.say(patch);
  for (const { path, reason } of refused)
    terminal.note(`refused by synth: ${visible(join(directory, path))}: ${reason}\n`);
  terminal.note(`${visible(directory)}: ${upToDate ? "up to date" : "not up to date"}\n`);
}

/** `synth --check`: writes nothing, prints what `synth` would change, and fails when there is something. */
export function check(specs: readonly string[], { out, accept }: CheckOptions, terminal: Terminal): ExitCode {
  const compiled = specs.map((file) => {
    terminal.progress(`checking ${file}`);
    const one = compileFor(file, "synth --check <spec>", out, accept);
    report(terminal, one);
    return one;
  });
  const clash = clashOf(compiled);
  if (clash !== undefined) {
    return refuse(terminal, clash, EXIT.diagnostics, { diagnostics: diagnosticsOf(compiled) });
  }
  const checked = compiled.flatMap((one) => (one.ok ? [compare(join(out, one.cluster.name), one)] : []));
  terminal.answer({ diagnostics: diagnosticsOf(compiled), outputs: checked });
  for (const one of checked) say(terminal, one);
  return compiled.every((one) => one.ok) && checked.every(({ upToDate }) => upToDate) ? EXIT.ok : EXIT.diagnostics;
}
