import { join } from "node:path";
import { jsonText } from "../generators/artifact.ts";
import { type Compiled, compileFile, diagnosticsOf, report } from "./compile-specs.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { type FileChange, fileChanges, readInventory, readTree, treeOf, unifiedDiff } from "./output-tree.ts";
import type { Terminal } from "./terminal.ts";

interface Checked {
  readonly directory: string;
  readonly files: readonly FileChange[];
  readonly patch: string;
}

/** Compares what a spec gives with what stands on the disk: its own files, and those an earlier run left. */
function compare(directory: string, compiled: Compiled & { ok: true }): Checked {
  const wanted = treeOf(compiled.artifacts);
  const earlier = readInventory(directory)?.files.map((file) => file.path) ?? [];
  const present = readTree(directory, new Set([...wanted.keys(), ...earlier]));
  const files = fileChanges(present, wanted);
  return { directory, files, patch: files.map(({ path }) => unifiedDiff(path, present, wanted)).join("") };
}

/** `synth --check`: writes nothing, prints what `synth` would change, and fails when there is something. */
export function check(specs: readonly string[], out: string, terminal: Terminal): ExitCode {
  const compiled = specs.map((file) => {
    terminal.progress(`checking ${file}`);
    const one = compileFile(file);
    report(terminal, one);
    return one;
  });
  const checked = compiled.flatMap((one) => (one.ok ? [compare(join(out, one.cluster.name), one)] : []));
  if (terminal.format === "json") terminal.out(jsonText({ diagnostics: diagnosticsOf(compiled), outputs: checked }));
  else {
    for (const { directory, files, patch } of checked) {
      terminal.out(patch);
      terminal.err(
        files.length === 0
          ? `${directory}: up to date\n`
          : `${directory}: ${files.length} files differ; run synth to write them\n`,
      );
    }
  }
  return compiled.every((one) => one.ok) && checked.every(({ files }) => files.length === 0)
    ? EXIT.ok
    : EXIT.diagnostics;
}
