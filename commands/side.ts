/** One side of a comparison: the files of an output, and its stacks as data. */
import type { Compilation } from "../generators/compile.ts";
import { INVENTORY } from "../generators/emit/inventory.ts";
import {
  type Changes,
  changesOf,
  resourcesOf,
  type StackFiles,
  type StaleOutputs,
  staleOutputs,
} from "../generators/terraform/changes.ts";
import { sha256 } from "../generators/text/digest.ts";
import { CommandError } from "./exit.ts";
import { type Tree, treeOf } from "./output-tree.ts";

type Json = Readonly<Record<string, unknown>>;

export interface Side {
  readonly tree: Tree;
  /** By name, as Terraform reads them. */
  readonly stacks: ReadonlyMap<string, Json>;
}

/** What the compiler made: its stacks are data already. */
export const compiledSide = ({
  artifacts,
  contents,
}: Pick<Compilation & { ok: true }, "artifacts" | "contents">): Side => ({
  tree: treeOf(artifacts.filter(({ path }) => path !== INVENTORY)),
  stacks: new Map(contents.stacks.map(({ name, json }) => [name, json])),
});

const STACK = /^stacks\/([^/]+)\/cdk\.tf\.json$/;

/** What an edited stack of one's own cannot be read for. */
function asWritten<Value>(stack: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw new CommandError(`stacks/${stack}/cdk.tf.json is not what synth writes: it was edited into something else`);
  }
}

const parsed = (stack: string, text: string): Json =>
  asWritten(stack, () => {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) throw new TypeError("no object");
    return value as Json;
  });

/** What stands on the disk, where an operator may have edited it. */
export const directorySide = (tree: Tree): Side => ({
  tree,
  stacks: new Map(
    [...tree].flatMap(([path, text]) => {
      const name = STACK.exec(path)?.[1];
      return name === undefined ? [] : [[name, parsed(name, text)] as const];
    }),
  ),
});

/** Digests of the files beside a stack. */
function stackFiles(tree: Tree, stack: string): StackFiles {
  const prefix = `stacks/${stack}/`;
  return new Map(
    [...tree]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), sha256(text)]),
  );
}

/** The resources of a stack, an entry an instance; none where there is no such stack. */
export const resources = (
  { tree, stacks }: Side,
  stack: string,
  stale?: StaleOutputs,
): ReturnType<typeof resourcesOf> =>
  asWritten(stack, () => resourcesOf(stacks.get(stack) ?? {}, stackFiles(tree, stack), stale));

/** The stacks whose outputs a stack reads. */
const readBy = ({ data }: Json): readonly string[] =>
  Object.keys((data as { terraform_remote_state?: object } | null | undefined)?.terraform_remote_state ?? {});

/** What becomes of the resources of every stack that is on either side, once the stacks that it reads are applied. */
export function stackChanges(before: Side, after: Side): Readonly<Record<string, Changes>> {
  const names = [...new Set([...before.stacks.keys(), ...after.stacks.keys()])];
  const found = new Map<string, Changes>();
  const visited = new Set<string>();
  const stale = new Map<string, "all" | ReadonlySet<string>>();
  const visit = (name: string): void => {
    if (visited.has(name)) return;
    visited.add(name);
    const [old, now] = [before.stacks.get(name) ?? {}, after.stacks.get(name) ?? {}];
    for (const other of readBy(now).filter((each) => names.includes(each))) visit(other);
    const changes = changesOf(resources(before, name), resources(after, name, stale));
    found.set(name, changes);
    const handedOn = asWritten(name, () => staleOutputs(name, old, now, changes));
    for (const [output, what] of handedOn) stale.set(output, what);
  };
  for (const name of names) visit(name);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
