/** The two ways to a side of a comparison: what the compiler made, and what stands on the disk. */
import type { Compilation } from "../generators/compile.ts";
import { INVENTORY } from "../generators/emit/inventory.ts";
import type { Standing } from "../generators/succession.ts";
import type { Json } from "../generators/terraform/changes.ts";
import { asWritten } from "../generators/terraform/side.ts";
import { readInventory, readTree, treeOf } from "./output-tree.ts";

type Made = Pick<Compilation & { ok: true }, "artifacts" | "contents" | "cluster" | "identity" | "variants">;

/** What the compiler made: its stacks are data already. */
export const compiledSide = ({ artifacts, contents, cluster, identity, variants }: Made): Standing => ({
  cluster: cluster.name,
  identity,
  made: { cluster, variants },
  tree: treeOf(artifacts.filter(({ path }) => path !== INVENTORY)),
  stacks: new Map(contents.stacks.map(({ name, json }) => [name, json])),
});

const STACK = /^stacks\/([^/]+)\/cdk\.tf\.json$/;

const parsed = (stack: string, text: string): Json =>
  asWritten(stack, () => {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) throw new TypeError("no object");
    return value as Json;
  });

/**
 * What stands in a cluster's directory, where an operator may have edited it; undefined where no cluster does.
 *
 * @throws EditedStackError
 */
export function directorySide(directory: string): Standing | undefined {
  const inventory = readInventory(directory);
  if (inventory === undefined) return undefined;
  const tree = readTree(
    directory,
    inventory.files.map(({ path }) => path),
  );
  const stacks = [...tree].flatMap(([path, text]) => {
    const name = STACK.exec(path)?.[1];
    return name === undefined ? [] : [[name, parsed(name, text)] as const];
  });
  return { cluster: inventory.cluster, identity: inventory.identity, tree, stacks: new Map(stacks) };
}
