import { randomUUID } from "node:crypto";
import {
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { readPlain } from "./look.ts";

/** Thrown when another run holds the directory. */
export class LockedError extends Error {
  readonly code = "ELOCKED";
  constructor(
    readonly path: string,
    holder: Holder | undefined,
  ) {
    super(`another run${holder === undefined ? "" : ` (process ${holder.pid})`} is writing here`);
  }
}

/**
 * Who holds a lock. A process number says little by itself: it is used again, and means another process in another
 * container or on another machine that shares the disk.
 */
interface Holder {
  readonly pid: number;
  /** When the process started, in ticks since the boot; empty where the system does not say. */
  readonly start: string;
  /** The boot that it runs in, and the namespace that its number is of. */
  readonly boot: string;
  readonly namespace: string;
}

const orNothing = (read: () => string): string => {
  try {
    return read();
  } catch {
    return "";
  }
};

/** The state and the start of a process, after proc(5); the command before them may hold anything. */
function statOf(pid: number): { readonly state: string; readonly start: string } {
  const [state = "", ...rest] = orNothing(() => readFileSync(`/proc/${pid}/stat`, "utf8"))
    .replace(/^.*\) /s, "")
    .split(" ");
  return { state, start: rest[18] ?? "" };
}

const SELF: Holder = {
  pid: process.pid,
  start: statOf(process.pid).start,
  boot: orNothing(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
  namespace: orNothing(() => readlinkSync("/proc/self/ns/pid")),
};

/** Longer than a lock's holder ever leaves it alone: from then on nobody can be there who cannot be asked. */
const QUIET_MS = 10 * 60 * 1000;

/** Larger than any lock. */
const MAX_LOCK_BYTES = 4096;

function holderOf(path: string): Holder | undefined {
  const bytes = readPlain(path, MAX_LOCK_BYTES);
  if (!Buffer.isBuffer(bytes)) return undefined;
  try {
    const { pid, start, boot, namespace } = JSON.parse(bytes.toString("utf8")) as Holder;
    return Number.isInteger(pid) && pid > 0 ? { pid, start, boot, namespace } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process of this machine and namespace runs; one that ended and was not waited for still has its number. */
function runs({ pid, start }: Holder): boolean {
  const now = statOf(pid);
  if (now.state === "Z" || (start !== "" && now.start !== "" && now.start !== start)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const isNear = ({ boot, namespace }: Holder): boolean => boot === SELF.boot && namespace === SELF.namespace;

const touched = (path: string): number => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** How long nobody has touched a file, by the clock of the disk that it is on: `own` is new there. */
const quietFor = (path: string, own: string): number => touched(own) - touched(path);

/** Whether a lock's holder may still be writing. */
function isHeld(path: string, holder: Holder | undefined, own: string): boolean {
  if (holder !== undefined && isNear(holder)) return holder.pid !== SELF.pid && runs(holder);
  return quietFor(path, own) < QUIET_MS;
}

/** A file of this run's beside the lock, under a name that nobody can have put something at. */
function scratchName(path: string): string {
  return `${path}.${randomUUID()}`;
}

/** Takes a dead run's lock away; should a living one have come in between, it gets its own back. */
function removeStale(path: string, dead: Holder | undefined): void {
  const stale = scratchName(path);
  try {
    renameSync(path, stale);
    if (JSON.stringify(holderOf(stale)) !== JSON.stringify(dead)) linkSync(stale, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EEXIST") throw error;
  } finally {
    rmSync(stale, { force: true });
  }
}

/** Whether the lock is there now, whole and this run's; not so if another run swept `own` away (see `isAbandoned`). */
function tryLock(path: string, own: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" || code === "ENOENT") return false;
    throw error;
  }
}

/** What is no plain file was put there by somebody, and is not this tool's to take away. */
function refuseStrange(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.isFile()) return;
  throw Object.assign(new Error(`${path} is no lock of a run`), { code: "EEXIST", path });
}

/**
 * Takes the lock, also from a run that was killed. Of two that find such a lock, the rename lets one through. A holder
 * in another container or on another machine cannot be asked; its lock counts until nobody has touched it for ten
 * minutes.
 *
 * @throws LockedError when a run may still hold it
 */
export function acquireLock(path: string): void {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const own = scratchName(path);
    // "wx": created, never followed.
    writeFileSync(own, JSON.stringify(SELF), { flag: "wx", mode: 0o600 });
    try {
      if (tryLock(path, own)) return;
      if (!existsSync(own)) continue;
      refuseStrange(path);
      const holder = holderOf(path);
      if (isHeld(path, holder, own)) throw new LockedError(path, holder);
      removeStale(path, holder);
    } finally {
      rmSync(own, { force: true });
    }
  }
  throw new LockedError(path, holderOf(path));
}

const SCRATCH = /^\.[0-9a-f-]{36}$/;

/**
 * Whether the file that a run makes to take the lock was left by one that was killed. One that is still empty may be
 * a living run's, between making and filling it; taken from it, that run tries again.
 */
function isAbandoned(left: string, own: string): boolean {
  const stat = lstatSync(left, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return false;
  const holder = holderOf(left);
  if (stat.size === 0 || (holder !== undefined && isNear(holder) && !runs(holder))) return true;
  return quietFor(left, own) >= QUIET_MS;
}

/** What runs that were killed while they took the lock left beside it. */
function sweep(path: string): void {
  const prefix = basename(path);
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(prefix) || !SCRATCH.test(name.slice(prefix.length))) continue;
    const left = join(dirname(path), name);
    if (isAbandoned(left, path)) rmSync(left, { force: true });
  }
}

export function releaseLock(path: string): void {
  sweep(path);
  rmSync(path, { force: true });
}
