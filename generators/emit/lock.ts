import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Thrown when another run holds the directory. */
export class LockedError extends Error {
  readonly code = "ELOCKED";
  constructor(
    readonly path: string,
    readonly holder: number,
  ) {
    super(`another run (process ${holder}) is writing here`);
  }
}

/** A process that ended and was not waited for still has its number. */
function isZombie(process_: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${process_}/stat`, "utf8"));
  } catch {
    return false;
  }
}

const isRunning = (process_: number): boolean => {
  if (isZombie(process_)) return false;
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

function holderOf(path: string): number | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return /^[1-9][0-9]*$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Puts the lock there whole, with its holder in it; false when one is there already. */
function tryLock(path: string): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Takes a dead run's lock away; should a living one have come in between, it gets its own back. */
function removeStale(path: string, dead: number | undefined): void {
  const stale = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, stale);
    if (holderOf(stale) !== dead) linkSync(stale, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EEXIST") throw error;
  } finally {
    rmSync(stale, { force: true });
  }
}

/**
 * Takes the lock, also from a run that was killed. Of two that find such a lock, the rename lets one through.
 *
 * @throws LockedError when a living process holds it
 */
export function acquireLock(path: string): void {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (tryLock(path)) return;
    const holder = holderOf(path);
    if (holder !== undefined && holder !== process.pid && isRunning(holder)) throw new LockedError(path, holder);
    removeStale(path, holder);
  }
  throw new LockedError(path, holderOf(path) ?? 0);
}

/** What runs that were killed while they took the lock left beside it. */
function sweep(path: string): void {
  const own = new RegExp(`^${basename(path)}\\.(?:stale\\.)?([0-9]+)$`);
  for (const name of readdirSync(dirname(path))) {
    const holder = own.exec(name)?.[1];
    if (holder !== undefined && !isRunning(Number(holder))) rmSync(join(dirname(path), name), { force: true });
  }
}

export function releaseLock(path: string): void {
  sweep(path);
  rmSync(path, { force: true });
}
