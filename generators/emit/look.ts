import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from "node:fs";
import { join } from "node:path";

/** What stands at a path, without following it; undefined for nothing. */
export function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Why a path cannot be reached safely: a link on the way would lead a write out of the cluster's directory. */
export function obstacle(root: string, path: string): string | undefined {
  const parts = path.split("/").slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const parent = parts.slice(0, depth).join("/");
    const stat = look(join(root, parent));
    if (stat?.isSymbolicLink()) return `${parent} is a symbolic link`;
    if (stat !== undefined && !stat.isDirectory()) return `${parent} is not a directory`;
  }
  return undefined;
}

/** Larger than any file of an output; what somebody else put there may have any size. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** All of an open file that has at most so many bytes, even while somebody writes to it. */
function readAtMost(file: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let at = 0;
  for (let read = -1; read !== 0 && at < size; at += read) read = readSync(file, bytes, at, size - at, at);
  return bytes.subarray(0, at);
}

/**
 * The bytes of a plain file of a sane size. A link is not followed, a pipe is not waited for, a device is not read.
 *
 * @returns why there are none, where something else stands there; undefined where nothing does
 */
export function readPlain(path: string, most: number): Buffer | string | undefined {
  const stat = look(path);
  if (stat === undefined) return undefined;
  if (stat.isSymbolicLink()) return "it is a symbolic link";
  if (!stat.isFile()) return "it is not a file";
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "ELOOP") return "it is a symbolic link";
    throw error;
  }
  try {
    // Somebody may have put another thing there in between.
    const opened = fstatSync(file);
    if (!opened.isFile()) return "it is not a file";
    if (opened.size > most) return `it has ${opened.size} bytes, more than any file of an output`;
    return readAtMost(file, opened.size);
  } finally {
    closeSync(file);
  }
}

/** What stands at a path now: nothing, a plain file with its bytes and mode, or something not ours to touch. */
export function present(root: string, path: string): { bytes: Buffer; mode: number } | { reason: string } | undefined {
  const reason = obstacle(root, path);
  if (reason !== undefined) return { reason };
  const found = readPlain(join(root, path), MAX_FILE_BYTES);
  if (found === undefined) return undefined;
  if (typeof found === "string") return { reason: found };
  return { bytes: found, mode: (look(join(root, path))?.mode ?? 0) & 0o777 };
}

/** Whether its owner may run a file: all of a mode that version control carries from one machine to another. */
export const isExecutable = (mode: number): boolean => (mode & 0o100) !== 0;
