import { statSync } from "node:fs";
import { createTwoFilesPatch } from "diff";
import { INVENTORY, type Inventory, parseInventory } from "../generators/emit/inventory.ts";
import { present } from "../generators/emit/look.ts";
import type { Artifact } from "../generators/model/artifact.ts";
import type { Tree } from "../generators/terraform/side.ts";

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
