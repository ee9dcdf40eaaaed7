import type { Changes } from "../generators/terraform/changes.ts";
import type { Diagnostic } from "../schema/diagnostics.ts";
import { visible } from "../schema/visible.ts";
import { compileFile, diagnosticsOf, report } from "./compile-specs.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { type FileChange, fileChanges, isDirectory, readInventory, readTree } from "./output-tree.ts";
import { compiledSide, directorySide, type Side, stackChanges } from "./side.ts";
import type { Terminal } from "./terminal.ts";

type Found = Side | { readonly diagnostics: readonly Diagnostic[] };

const notAnOutput = (file: string): Diagnostic => ({
  code: "unreadable",
  severity: "error",
  file,
  message: "the directory has no inventory: it is not the output of a cluster",
  ranges: [],
  notes: [],
  help: "name a directory such as out/<cluster>, or a spec",
});

/** A spec is compiled; a directory is read as its inventory lists it. */
function sideOf(path: string, terminal: Terminal): Found {
  if (isDirectory(path)) {
    const paths = readInventory(path)?.files.map((file) => file.path);
    if (paths !== undefined) return directorySide(readTree(path, paths));
    terminal.note(`error: ${visible(path)}: ${notAnOutput(path).message}\n`);
    return { diagnostics: [notAnOutput(path)] };
  }
  const compiled = compileFile(path, "diff <old> <new>");
  report(terminal, compiled);
  return compiled.ok ? compiledSide(compiled) : { diagnostics: diagnosticsOf([compiled]) };
}

const SIGNS: Readonly<Record<FileChange["change"], string>> = { added: "+", changed: "~", removed: "-" };

const KINDS: readonly (readonly [Exclude<keyof Changes, "rolled">, sign: string, remark: string])[] = [
  ["added", "+", "is created"],
  ["changed", "~", "is changed in place"],
  ["replaced", "-/+", "is likely destroyed and created anew"],
  ["removed", "-", "is destroyed"],
];

function say(terminal: Terminal, files: readonly FileChange[], stacks: Readonly<Record<string, Changes>>): void {
  if (files.length === 0) terminal.say("no difference\n");
  for (const { path, change } of files) terminal.say(`${SIGNS[change]} ${visible(path)}\n`);
  for (const [stack, changes] of Object.entries(stacks)) {
    const rolls = (address: string): string =>
      changes.rolled.includes(address) ? ", and replaces its machines one after the other" : "";
    const lines = KINDS.flatMap(([kind, sign, remark]) =>
      changes[kind].map((address) => `  ${sign.padStart(3)} ${address} ${remark}${rolls(address)}\n`),
    );
    if (lines.length > 0) terminal.say(`\nstack ${stack}:\n${lines.join("")}`);
  }
}

/** Which files change between two outputs and what that does to the resources; all offline. */
export function diff(before: string, after: string, terminal: Terminal): ExitCode {
  const sides = [sideOf(before, terminal), sideOf(after, terminal)] as const;
  const [old, now] = sides;
  if (!("tree" in old) || !("tree" in now)) {
    terminal.answer({ diagnostics: sides.flatMap((side) => ("tree" in side ? [] : side.diagnostics)) });
    return EXIT.diagnostics;
  }
  const files = fileChanges(old.tree, now.tree);
  const stacks = stackChanges(old, now);
  terminal.answer({ diagnostics: [], files, stacks });
  say(terminal, files, stacks);
  return EXIT.ok;
}
