import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** The sibling a file is written to before it takes its name. Only one run at a time writes. */
export const temporaryName = (path: string): string => join(dirname(path), `.${basename(path)}.clusterwright-new`);

/** Makes a directory and those above it, one at a time: Node's own recursion does not end everywhere in /proc. */
function makeAll(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  if (dirname(path) !== path) makeAll(dirname(path));
  mkdirSync(path);
}

/** A directory that is there as a directory; a link in its place is not followed. */
export function makeDirectory(path: string): void {
  makeAll(path);
  if (lstatSync(path).isSymbolicLink()) {
    throw Object.assign(new Error(`${path} is a symbolic link`), { code: "ELOOP", path });
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** A file's new content beside it. */
interface Staged {
  readonly temporary: string;
  readonly target: string;
  readonly path: string;
}

/** More open files than this are put in place before the next is staged. */
const MAX_STAGED = 200;

/**
 * Replaces files below a root, each whole: at every moment a name leads to the old content or to the new.
 * Files are staged first and put in place together, since the first fsync of a batch does most of the work for
 * all of it.
 */
export class Writer {
  private readonly made = new Set<string>();
  private readonly staged: Staged[] = [];
  /** Staged files that are not on the disk yet. */
  private readonly open: number[] = [];

  constructor(
    private readonly root: string,
    private readonly step: (what: string) => void,
  ) {}

  /** Writes a file's new content beside it. */
  stage(path: string, content: string, mode: number): void {
    const target = join(this.root, path);
    this.makeDirectoryOf(path, target);
    this.step(`write ${path}`);
    const temporary = join(this.root, temporaryName(path));
    // "wx": a link that somebody put at the temporary name is refused, not followed.
    const file = openSync(temporary, "wx", 0o600);
    this.open.push(file);
    this.staged.push({ temporary, target, path });
    writeAll(file, Buffer.from(content));
    fchmodSync(file, mode);
    if (this.staged.length >= MAX_STAGED) this.commit();
  }

  /** Puts the staged files in place. From here on they last, whatever happens to the machine. */
  commit(): void {
    for (let file = this.open.at(-1); file !== undefined; file = this.open.at(-1)) {
      fsyncSync(file);
      closeSync(file);
      this.open.pop();
    }
    const directories = new Set<string>();
    for (let [next] = this.staged; next !== undefined; [next] = this.staged) {
      this.step(`rename ${next.path}`);
      renameSync(next.temporary, next.target);
      directories.add(dirname(next.target));
      this.staged.shift();
    }
    for (const directory of directories) syncDirectory(directory);
  }

  /** Takes away what was staged and not put in place. */
  discard(): void {
    for (const file of this.open.splice(0)) closeSync(file);
    for (const { temporary } of this.staged.splice(0)) rmSync(temporary, { force: true });
  }

  private makeDirectoryOf(path: string, target: string): void {
    const directory = dirname(target);
    if (this.made.has(directory)) return;
    this.step(`make the directory of ${path}`);
    makeAll(directory);
    this.made.add(directory);
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** Replaces one file whole. Only the holder of a lock on it may; what a killed one left behind goes. */
export function writeWhole(path: string, content: string, mode: number): void {
  const writer = new Writer(dirname(path), () => undefined);
  rmSync(temporaryName(path), { force: true });
  try {
    writer.stage(basename(path), content, mode);
    writer.commit();
  } catch (error) {
    writer.discard();
    throw error;
  }
}
