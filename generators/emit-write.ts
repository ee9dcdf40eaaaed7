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

/** A directory that is there as a directory; a link in its place is not followed. */
export function makeDirectory(path: string): void {
  mkdirSync(path, { recursive: true });
  if (lstatSync(path).isSymbolicLink())
    throw Object.assign(new Error(`${path} is a symbolic link`), { code: "ELOOP", path });
}

function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Replaces a file whole: at every moment its name leads to the old content or to the new. */
export function writeWhole(
  root: string,
  path: string,
  content: string,
  mode: number,
  step: (what: string) => void,
): void {
  const target = join(root, path);
  const temporary = join(root, temporaryName(path));
  step(`make the directory of ${path}`);
  mkdirSync(dirname(target), { recursive: true });
  step(`write ${path}`);
  // "wx": a link that somebody put at the temporary name is refused, not followed.
  const file = openSync(temporary, "wx", 0o600);
  try {
    writeAll(file, Buffer.from(content));
    fchmodSync(file, mode);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  step(`rename ${path}`);
  renameSync(temporary, target);
  syncDirectory(dirname(target));
}
