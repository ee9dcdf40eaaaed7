/**
 * The only writer. A cluster's directory belongs to the operator: Terraform keeps state there, and people edit.
 * What an earlier run wrote is known by its digest; everything else is somebody's and is left alone.
 *
 * Every file is replaced whole (temporary sibling, fsync, rename), and the digests of a run are noted before
 * its first write, so that a run killed anywhere is completed by the next.
 */

import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Artifact } from "../model/artifact.ts";
import { sha256 } from "../text/digest.ts";
import { INVENTORY, type Inventory, NOTES, parseInventory } from "./inventory.ts";
import { acquireLock, releaseLock } from "./lock.ts";
import { isExecutable, look, MAX_FILE_BYTES, obstacle, present, readPlain } from "./look.ts";
import { makeDirectory, temporaryName, Writer } from "./write.ts";

const PENDING = "pending.json";
const LOCK = "lock";

interface EmitOptions {
  /** Also replace files that somebody edited. */
  readonly force: boolean;
  /** Called before each change on disk; the tests kill the process here. */
  readonly onStep?: (step: string) => void;
}

export interface Refusal {
  readonly path: string;
  readonly reason: string;
}

export type Emitted =
  | {
      readonly ok: true;
      readonly written: readonly string[];
      readonly removed: readonly string[];
      readonly unchanged: number;
      /** Edited files that `force` replaced. */
      readonly overridden: readonly string[];
      /** Edited files that are no longer part of the output; `force` leaves them. */
      readonly kept: readonly string[];
    }
  | { readonly ok: false; readonly refused: readonly Refusal[] };

/** A file that would get another mode, and nothing else. */
export interface ModeChange {
  readonly path: string;
  readonly before: number;
  readonly after: number;
}

interface Foreseen {
  readonly refused: readonly Refusal[];
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Of the written. */
  readonly modes: readonly ModeChange[];
}

/** Digests of everything earlier runs wrote or were about to write, by path. */
type Claims = ReadonlyMap<string, ReadonlySet<string>>;

interface Change {
  readonly artifact: Artifact;
  readonly edited: boolean;
  /** The mode that is there, where nothing but the mode is another. */
  readonly oldMode?: number;
}

interface Plan {
  readonly changes: readonly Change[];
  /** Ours, and no longer asked for. */
  readonly stale: readonly string[];
  /** Once ours and no longer asked for, but edited. */
  readonly kept: readonly string[];
  readonly refused: readonly Refusal[];
  readonly unchanged: number;
}

/** Notes that may be absent, or be anything by now. */
function readNotes(path: string): Inventory | undefined {
  const found = readPlain(path, MAX_FILE_BYTES);
  return Buffer.isBuffer(found) ? parseInventory(found.toString("utf8")) : undefined;
}

function claimsOf(...notes: readonly (Inventory | undefined)[]): Claims {
  const claims = new Map<string, Set<string>>();
  for (const { path, sha256: digest } of notes.flatMap((note) => note?.files ?? [])) {
    claims.set(path, (claims.get(path) ?? new Set()).add(digest));
  }
  return claims;
}

function planWrite(root: string, claims: Claims, artifact: Artifact): Change | Refusal | undefined {
  const { path, content, mode } = artifact;
  const now = present(root, path);
  if (now === undefined) return { artifact, edited: false };
  if ("reason" in now) return { path, reason: now.reason };
  if (now.bytes.equals(Buffer.from(content))) {
    return isExecutable(now.mode) === isExecutable(mode) ? undefined : { artifact, edited: false, oldMode: now.mode };
  }
  const ours = path === INVENTORY || (claims.get(path)?.has(sha256(now.bytes)) ?? false);
  return { artifact, edited: !ours };
}

interface Leftovers {
  readonly stale: readonly string[];
  readonly kept: readonly string[];
}

/** What earlier runs wrote and nothing asks for any more: untouched since, or edited. */
function leftovers(root: string, claims: Claims, wanted: ReadonlySet<string>): Leftovers {
  const stale: string[] = [];
  const kept: string[] = [];
  for (const [path, digests] of claims) {
    const now = wanted.has(path) ? undefined : present(root, path);
    if (now === undefined || "reason" in now) continue;
    (digests.has(sha256(now.bytes)) ? stale : kept).push(path);
  }
  return { stale, kept };
}

const EDITED = "it was edited since it was written, or was never ours";
const EDITED_AND_STALE = "it is no longer part of the output, but was edited since it was written";

function plan(root: string, claims: Claims, artifacts: readonly Artifact[], force: boolean): Plan {
  const planned = artifacts.map((artifact) => planWrite(root, claims, artifact)).filter((each) => each !== undefined);
  const changes = planned.filter((each) => "artifact" in each);
  const inTheWay = planned.filter((each) => "reason" in each);
  const old = leftovers(root, claims, new Set(artifacts.map((artifact) => artifact.path)));
  const edits = [
    ...changes.filter((change) => change.edited).map(({ artifact }) => ({ path: artifact.path, reason: EDITED })),
    ...old.kept.map((path) => ({ path, reason: EDITED_AND_STALE })),
  ];
  const refused = force ? inTheWay : [...inTheWay, ...edits];
  return { changes, ...old, refused, unchanged: artifacts.length - changes.length };
}

/** Directories that a file of ours stood in, or was to, and that are empty. */
function removeEmptyParents(root: string, path: string): void {
  if (obstacle(root, path) !== undefined) return;
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    if (look(join(root, parent)) === undefined) continue;
    if (readdirSync(join(root, parent)).length > 0) return;
    rmdirSync(join(root, parent));
  }
}

/** What a killed run left half-written, where this tool alone uses the name. */
function removeLeftovers(root: string, paths: Iterable<string>): void {
  for (const path of paths) {
    const leftover = join(root, temporaryName(path));
    if (obstacle(root, path) === undefined && look(leftover)?.isFile()) rmSync(leftover);
  }
}

/**
 * The notes of the run take their name first and the inventory last, all in one batch: whatever part of it a
 * crash leaves, the notes that are there say what is ours. Only a removal has to wait for notes of its own.
 */
function carryOut(
  root: string,
  { changes, stale }: Plan,
  notes: string,
  writer: Writer,
  step: (what: string) => void,
): void {
  writer.stage(`${NOTES}/${PENDING}`, notes, 0o644);
  if (stale.length > 0) writer.commit();
  for (const path of stale) {
    step(`remove ${path}`);
    rmSync(join(root, path));
    removeEmptyParents(root, path);
  }
  const [inventory, others] = [changes.filter(isInventory), changes.filter((change) => !isInventory(change))];
  for (const { artifact } of [...others, ...inventory]) writer.stage(artifact.path, artifact.content, artifact.mode);
  writer.commit();
}

const earlierClaims = (root: string): Claims =>
  claimsOf(readNotes(join(root, INVENTORY)), readNotes(join(root, NOTES, PENDING)));

/** What `emit` would do, without a change on the disk. */
export function foresee(root: string, artifacts: readonly Artifact[]): Foreseen {
  if (look(root)?.isSymbolicLink())
    return { refused: [{ path: ".", reason: "it is a symbolic link" }], written: [], removed: [], modes: [] };
  const { changes, stale, refused } = plan(root, earlierClaims(root), artifacts, false);
  const modes = changes.flatMap(({ artifact: { path, mode }, oldMode }) =>
    oldMode === undefined ? [] : [{ path, before: oldMode, after: mode }],
  );
  return { refused, written: changes.map(({ artifact }) => artifact.path), removed: stale, modes };
}

const isInventory = ({ artifact }: Change): boolean => artifact.path === INVENTORY;

function emitLocked(root: string, artifacts: readonly Artifact[], options: EmitOptions): Emitted {
  const step = options.onStep ?? (() => undefined);
  const pending = join(root, NOTES, PENDING);
  const claims = earlierClaims(root);
  removeLeftovers(
    root,
    new Set([...claims.keys(), ...artifacts.map((artifact) => artifact.path), `${NOTES}/${PENDING}`]),
  );
  const planned = plan(root, claims, artifacts, options.force);
  if (planned.refused.length > 0) return { ok: false, refused: planned.refused };
  if (planned.changes.length > 0 || planned.stale.length > 0) {
    const intended = artifacts.map(({ path, content }) => ({ path, sha256: sha256(content) }));
    const kept = [...claims].flatMap(([path, digests]) => [...digests].map((digest) => ({ path, sha256: digest })));
    const writer = new Writer(root, step);
    try {
      carryOut(root, planned, JSON.stringify({ files: [...kept, ...intended] }), writer, step);
    } catch (error) {
      writer.discard();
      throw error;
    }
  }
  // A run that was killed may have made directories for files that nothing asks for any more.
  const wanted = new Set(artifacts.map(({ path }) => path));
  for (const path of claims.keys()) if (!wanted.has(path)) removeEmptyParents(root, path);
  step("forget the notes");
  rmSync(pending, { force: true });
  return {
    ok: true,
    written: planned.changes.map((each) => each.artifact.path),
    removed: planned.stale,
    unchanged: planned.unchanged,
    overridden: planned.changes.filter((each) => each.edited).map((each) => each.artifact.path),
    kept: planned.kept,
  };
}

/**
 * Brings a cluster's directory in line with its artifacts, or refuses and changes nothing.
 *
 * @throws an error with a `code` when the file system fails, or another run holds the directory; every file is
 * then whole, old or new, and the next run goes on
 */
export function emit(root: string, artifacts: readonly Artifact[], options: EmitOptions): Emitted {
  makeDirectory(root);
  makeDirectory(join(root, NOTES));
  const lock = join(root, NOTES, LOCK);
  acquireLock(lock);
  try {
    return emitLocked(root, artifacts, options);
  } finally {
    releaseLock(lock);
    if (readdirSync(join(root, NOTES)).length === 0) rmdirSync(join(root, NOTES));
  }
}
