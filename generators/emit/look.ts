import { lstatSync, readFileSync, type Stats } from "node:fs";
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

/** What stands at a path now: nothing, a plain file with its bytes and mode, or something not ours to touch. */
export function present(root: string, path: string): { bytes: Buffer; mode: number } | { reason: string } | undefined {
  const reason = obstacle(root, path);
  if (reason !== undefined) return { reason };
  const stat = look(join(root, path));
  if (stat === undefined) return undefined;
  if (stat.isSymbolicLink()) return { reason: "it is a symbolic link" };
  if (!stat.isFile()) return { reason: "it is not a file" };
  return { bytes: readFileSync(join(root, path)), mode: stat.mode & 0o777 };
}
