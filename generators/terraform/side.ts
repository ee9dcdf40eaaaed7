/** One side of a comparison, and what becomes of its resources on the way to another. */
import { sha256 } from "../text/digest.ts";
import {
  type Changes,
  changesOf,
  type Json,
  type Resources,
  resourcesOf,
  type StackFiles,
  type StaleOutputs,
  staleOutputs,
} from "./changes.ts";

/** Text files of an output, by path: compiled ones, or what an earlier run left on the disk. */
export type Tree = ReadonlyMap<string, string>;

/** The files of an output, and its stacks as data. */
export interface Side {
  readonly tree: Tree;
  /** By name, as Terraform reads them. */
  readonly stacks: ReadonlyMap<string, Json>;
}

/** Where nothing is yet. */
export const NOTHING: Side = { tree: new Map(), stacks: new Map() };

/** Thrown when a stack is not what this compiler writes. */
export class EditedStackError extends Error {
  constructor(stack: string) {
    super(`stacks/${stack}/cdk.tf.json is not what synth writes: it was edited into something else`);
  }
}

/** What an edited stack of one's own cannot be read for. */
export function asWritten<Value>(stack: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw new EditedStackError(stack);
  }
}

/** Digests of the files beside a stack. */
function stackFiles(tree: Tree, stack: string): StackFiles {
  const prefix = `stacks/${stack}/`;
  return new Map(
    [...tree]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), sha256(text)]),
  );
}

/**
 * The resources of a stack, an entry an instance; none where there is no such stack.
 *
 * @throws EditedStackError
 */
export const resources = ({ tree, stacks }: Side, stack: string, stale?: StaleOutputs): Resources =>
  asWritten(stack, () => resourcesOf(stacks.get(stack) ?? {}, stackFiles(tree, stack), stale));

/** The stacks whose outputs a stack reads. */
const readBy = ({ data }: Json): readonly string[] =>
  Object.keys((data as { terraform_remote_state?: object } | null | undefined)?.terraform_remote_state ?? {});

/**
 * What becomes of the resources of every stack that is on either side, once the stacks that it reads are applied.
 *
 * @throws EditedStackError
 */
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

/**
 * Stacks that take away what others may still stand in, by name: that goes last, once the others have let go of it, as
 * `stacks/apply.sh` does it.
 */
export function appliedTwice(changes: Readonly<Record<string, Changes>>, before: Side, after: Side): readonly string[] {
  const readers = [...before.stacks.values(), ...after.stacks.values()];
  return Object.entries(changes)
    .filter(([, { removed }]) => removed.length > 0)
    .map(([name]) => name)
    .filter((name) => readers.some((stack) => asWritten(name, () => readBy(stack)).includes(name)));
}
