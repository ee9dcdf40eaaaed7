import { statSync } from "node:fs";
import { createTwoFilesPatch } from "diff";
import { INVENTORY, type Inventory, parseInventory, sha256 } from "../generators/emit/inventory.ts";
import { present } from "../generators/emit/look.ts";
import type { Artifact } from "../generators/model/artifact.ts";
import { CommandError } from "./exit.ts";
import {
  type Changes,
  changesOf,
  resourcesOf,
  type StackFiles,
  type StaleOutputs,
  staleOutputs,
} from "./stack-changes.ts";

/** Text files of an output, by path: compiled ones, or what an earlier run left on the disk. */
export type Tree = ReadonlyMap<string, string>;

export const treeOf = (artifacts: readonly Artifact[]): Tree =>
  new Map(artifacts.map(({ path, content }) => [path, content]));

export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Whatever keeps it from being looked at, reading it as a spec says so in words.
    return false;
  }
}

/** A plain file below a directory, or undefined; links are not followed. */
function plainFile(root: string, path: string): string | undefined {
  const found = present(root, path);
  return found === undefined || "reason" in found ? undefined : found.bytes.toString("utf8");
}

/** The files at the given paths that are there. */
export function readTree(root: string, paths: Iterable<string>): Tree {
  const found = new Map<string, string>();
  for (const path of paths) {
    const text = plainFile(root, path);
    if (text !== undefined) found.set(path, text);
  }
  return found;
}

/** The inventory of a cluster's directory; undefined when the directory is not one. */
export const readInventory = (root: string): Inventory | undefined => parseInventory(plainFile(root, INVENTORY) ?? "");

export interface FileChange {
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
}

/** Which files differ, by path. */
export function fileChanges(before: Tree, after: Tree): readonly FileChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path): readonly FileChange[] => {
    const [old, now] = [before.get(path), after.get(path)];
    if (old === now) return [];
    return [{ path, change: old === undefined ? "added" : now === undefined ? "removed" : "changed" }];
  });
}

/** A unified diff of one file, as `diff -u` and `git apply` have it. */
export function unifiedDiff(path: string, before: Tree, after: Tree): string {
  const name = (tree: Tree, side: string): string => (tree.has(path) ? `${side}/${path}` : "/dev/null");
  return createTwoFilesPatch(
    name(before, "a"),
    name(after, "b"),
    before.get(path) ?? "",
    after.get(path) ?? "",
    undefined,
    undefined,
    {
      context: 3,
    },
  ).replace(/^=+\n/, "");
}

const STACK = /^stacks\/([^/]+)\/cdk\.tf\.json$/;

function stackFiles(tree: Tree, stack: string): StackFiles {
  const prefix = `stacks/${stack}/`;
  return new Map(
    [...tree]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), sha256(text)]),
  );
}

type Json = Readonly<Record<string, unknown>>;

/** What an edited stack of one's own cannot be read for. */
function asWritten<Value>(stack: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw new CommandError(`stacks/${stack}/cdk.tf.json is not what synth writes: it was edited into something else`);
  }
}

/** A stack's own text; one that is not there is empty. */
const stackText = (tree: Tree, stack: string): Json =>
  asWritten(stack, () => {
    const text = tree.get(`stacks/${stack}/cdk.tf.json`);
    const parsed: unknown = text === undefined ? {} : JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) throw new TypeError("no object");
    return parsed as Json;
  });

/** The resources of a stack, an entry an instance. */
export function resources(tree: Tree, stack: string, stale?: StaleOutputs): ReturnType<typeof resourcesOf> {
  const text = stackText(tree, stack);
  return asWritten(stack, () => resourcesOf(text, stackFiles(tree, stack), stale));
}

/** The stacks whose outputs a stack reads. */
const readBy = ({ data }: Json): readonly string[] =>
  Object.keys((data as { terraform_remote_state?: object } | null | undefined)?.terraform_remote_state ?? {});

/** What becomes of the resources of every stack that is on either side, once the stacks that it reads are applied. */
export function stackChanges(before: Tree, after: Tree): Readonly<Record<string, Changes>> {
  const names = [...new Set([...before.keys(), ...after.keys()].flatMap((path) => STACK.exec(path)?.[1] ?? []))];
  const found = new Map<string, Changes>();
  const visited = new Set<string>();
  const stale = new Map<string, "all" | ReadonlySet<string>>();
  const visit = (name: string): void => {
    if (visited.has(name)) return;
    visited.add(name);
    const now = stackText(after, name);
    for (const other of readBy(now).filter((each) => names.includes(each))) visit(other);
    const changes = changesOf(resources(before, name), resources(after, name, stale));
    found.set(name, changes);
    const handedOn = asWritten(name, () => staleOutputs(name, stackText(before, name), now, changes));
    for (const [output, what] of handedOn) stale.set(output, what);
  };
  for (const name of names) visit(name);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
