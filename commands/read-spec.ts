import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import type { Diagnostic } from "../schema/diagnostics.ts";
import { MAX_SPEC_BYTES } from "../schema/load.ts";
import { whyUnread } from "./why-unread.ts";

/** What a file is read for. */
interface Wanted {
  /** In messages: `spec` */
  readonly what: string;
  /** Bytes. */
  readonly most: number;
  /** How the command at hand is called, for who named no such file. */
  readonly usage: string;
}

const unreadable = (what: string, file: string, reason: string, help: string | null): Diagnostic => ({
  code: "unreadable",
  severity: "error",
  file,
  message: `cannot read the ${what}: ${reason}`,
  ranges: [],
  notes: [],
  help,
});

/** The bytes of a plain file of a sane size; a device or a pipe is never read, nor a disk image. */
export function readPlainFile(file: string, { what, most, usage }: Wanted): Uint8Array | Diagnostic {
  let handle: number | undefined;
  try {
    // Non-blocking: opening a named pipe would otherwise wait for a writer.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(handle);
    if (stat.isDirectory()) return unreadable(what, file, "it is a directory", `name the ${what} file in it`);
    if (!stat.isFile()) return unreadable(what, file, "it is not a plain file", null);
    if (stat.size > most)
      return unreadable(what, file, `it has ${stat.size} bytes; a ${what} has at most ${most}`, null);
    return readFileSync(handle);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") return unreadable(what, file, whyUnread(error), null);
    const reason =
      file === "-" ? `standard input is not read, for what a ${what} names lies beside it` : whyUnread(error);
    return unreadable(what, file, reason, `name the ${what} file: clusterwright ${usage}`);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

export const readSpec = (file: string, usage: string): Uint8Array | Diagnostic =>
  readPlainFile(file, { what: "spec", most: MAX_SPEC_BYTES, usage });
