import { type HostChanges, hostChanges } from "../generators/installation/changes.ts";
import { otherCluster, type Standing, succession } from "../generators/succession.ts";
import { type Changes, interruption } from "../generators/terraform/changes.ts";
import { appliedTwice, EditedStackError, NOTHING, stackChanges } from "../generators/terraform/side.ts";
import { type Diagnostic, hasErrors, sortDiagnostics } from "../schema/diagnostics.ts";
import { printDiagnostics } from "../schema/print.ts";
import { positioned } from "../schema/source.ts";
import { visible, visibleLines } from "../schema/visible.ts";
import { type Compiled, compileFile, diagnosticsOf, report } from "./compile-specs.ts";
import { CommandError, EXIT, type ExitCode } from "./exit.ts";
import { type FileChange, fileChanges, isDirectory, readInventory } from "./output-tree.ts";
import { compiledSide, directorySide } from "./side.ts";
import type { Terminal } from "./terminal.ts";

interface Found {
  readonly standing: Standing;
  /** Undefined for a directory. */
  readonly compiled?: Compiled & { readonly ok: true };
}

type Looked = Found | { readonly diagnostics: readonly Diagnostic[] };

const notAnOutput = (file: string): Diagnostic => ({
  code: "unreadable",
  severity: "error",
  file,
  message: "the directory has no inventory: it is not the output of a cluster",
  ranges: [],
  notes: [],
  help: "name a directory such as out/<cluster>, or a spec",
});

/**
 * A spec is compiled; a directory is read as its inventory lists it.
 *
 * @param called the name that a spec goes by in both outputs: its own is no difference
 */
function sideOf(path: string, called: string, terminal: Terminal): Looked {
  if (isDirectory(path)) {
    const standing = directorySide(path);
    if (standing !== undefined) return { standing };
    terminal.note(`error: ${visible(path)}: ${notAnOutput(path).message}\n`);
    return { diagnostics: [notAnOutput(path)] };
  }
  const compiled = compileFile(path, "diff <old> <new>", called);
  report(terminal, compiled);
  return compiled.ok ? { standing: compiledSide(compiled), compiled } : { diagnostics: diagnosticsOf([compiled]) };
}

const SIGNS: Readonly<Record<FileChange["change"], string>> = { added: "+", changed: "~", removed: "-" };

const KINDS: readonly (readonly [Exclude<keyof Changes, "rolled" | "interrupted">, sign: string, remark: string])[] = [
  ["added", "+", "is created"],
  ["changed", "~", "is changed in place"],
  ["replaced", "-/+", "is likely destroyed and created anew"],
  ["removed", "-", "is destroyed"],
];

function say(terminal: Terminal, files: readonly FileChange[], stacks: Readonly<Record<string, Changes>>): void {
  if (files.length === 0) terminal.say("no difference\n");
  for (const { path, change } of files) terminal.say(`${SIGNS[change]} ${visible(path)}\n`);
  for (const [stack, changes] of Object.entries(stacks)) {
    const more = (address: string): string =>
      [
        ...(changes.rolled.includes(address) ? [", and replaces its machines one after the other"] : []),
        ...(changes.interrupted.includes(address) ? [`, and ${interruption(address)}`] : []),
      ].join("");
    const lines = KINDS.flatMap(([kind, sign, remark]) =>
      changes[kind].map((address) => `  ${sign.padStart(3)} ${address} ${remark}${more(address)}\n`),
    );
    if (lines.length > 0) terminal.say(`\nstack ${stack}:\n${lines.join("")}`);
  }
}

/** What becomes of hosts: what is alike is said once. */
function sayHosts(terminal: Terminal, changes: readonly HostChanges[]): void {
  const alike = new Map<string, string[]>();
  for (const { host, ...one } of changes) {
    const text = [
      ...one.added.map((path) => `    + ${path}\n`),
      ...one.changed.map((path) => `    ~ ${path}\n`),
      ...one.removed.map((path) => `    - ${path}\n`),
      ...one.stopped.map((unit) => `      stops ${unit}\n`),
      ...one.started.map((unit) => `      starts ${unit}\n`),
      ...one.restarted.map((unit) => `      restarts ${unit}\n`),
      ...(one.restarted.length + one.started.length + one.stopped.length === 0 ? ["      restarts nothing\n"] : []),
    ].join("");
    alike.set(text, [...(alike.get(text) ?? []), host]);
  }
  for (const [text, names] of alike) {
    terminal.say(
      `\n${names.length > 1 ? `${names.length} hosts` : "host"} ${visible(names.join(", "))}:\n${visibleLines(text)}`,
    );
  }
}

/** The order of things, where it is not simply that of the stacks. */
const sayOrder = (terminal: Terminal, twice: readonly string[]): void => {
  for (const stack of twice)
    terminal.say(
      `\nstack ${stack} is applied twice, by make apply: what it takes away goes last, when the machines have let go of it\n`,
    );
};

/** The name of the spec that a directory was written from, or of the first spec. */
const calledBy = (...paths: readonly [string, string]): string =>
  paths.flatMap((path) => (isDirectory(path) ? (readInventory(path)?.spec ?? []) : []))[0] ?? paths[0];

/** What the later version must not do to the earlier, at the later spec's own lines where it is one. */
function refusals(
  before: Standing,
  path: string,
  { standing, compiled }: Found,
  accepted: readonly string[],
): readonly Diagnostic[] {
  const unplaced = (finding: Parameters<typeof positioned>[1]): Diagnostic => ({
    severity: "error",
    notes: [],
    ...finding,
    file: path,
    ranges: [],
    help: finding.help ?? null,
  });
  const place = compiled === undefined ? unplaced : positioned.bind(null, compiled.source);
  return sortDiagnostics(succession(before, standing, accepted).map((finding) => place(finding)));
}

function compare(before: string, after: string, accepted: readonly string[], terminal: Terminal): ExitCode {
  const called = calledBy(before, after);
  const [old, now] = [sideOf(before, called, terminal), sideOf(after, called, terminal)];
  if (!("standing" in old) || !("standing" in now)) {
    terminal.answer({ diagnostics: [old, now].flatMap((side) => ("standing" in side ? [] : side.diagnostics)) });
    return EXIT.diagnostics;
  }
  const other = otherCluster(old.standing, now.standing);
  const files = fileChanges(old.standing.tree, now.standing.tree);
  const from = other === undefined ? old.standing : NOTHING;
  const stacks = stackChanges(from, now.standing);
  const twice = appliedTwice(stacks, from, now.standing);
  const hosts = hostChanges(from.tree, now.standing.tree);
  const diagnostics = refusals(old.standing, after, now, accepted);
  terminal.answer({ diagnostics, files, stacks, hosts, appliedTwice: twice, otherCluster: other !== undefined });
  say(terminal, files, stacks);
  sayHosts(terminal, hosts);
  sayOrder(terminal, twice);
  if (other !== undefined && diagnostics.length === 0)
    terminal.note(
      `note: ${visible(other)}: everything is created, and ${visible(old.standing.cluster)} stays as it is\n`,
    );
  terminal.note(printDiagnostics(diagnostics, now.compiled?.text ?? "", terminal.paint));
  return hasErrors(diagnostics) ? EXIT.diagnostics : EXIT.ok;
}

/**
 * Which files change between two outputs, what that does to the resources, and what of it synth would refuse; all
 * offline. Of another cluster everything is created: nothing of the one stands in the other's way.
 */
export function diff(before: string, after: string, accepted: readonly string[], terminal: Terminal): ExitCode {
  try {
    return compare(before, after, accepted, terminal);
  } catch (error) {
    throw error instanceof EditedStackError ? new CommandError(error.message) : error;
  }
}
