import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import type { Diagnostic } from "../schema/diagnostics.ts";
import { MAX_SPEC_BYTES } from "../schema/load.ts";
import { whyUnread } from "./why-unread.ts";

const unreadable = (file: string, reason: string, help: string | null): Diagnostic => ({
  code: "unreadable",
  severity: "error",
  file,
  message: `cannot read the spec: ${reason}`,
  ranges: [],
  notes: [],
  help,
});

/** The bytes of a plain file of a sane size; a device or a pipe is never read, nor a disk image. */
export function readSpec(file: string, usage: string): Uint8Array | Diagnostic {
  let handle: number | undefined;
  try {
    // Non-blocking: opening a named pipe would otherwise wait for a writer.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(handle);
    if (stat.isDirectory()) return unreadable(file, "it is a directory", "name the spec file in it");
    if (!stat.isFile()) return unreadable(file, "it is not a plain file", null);
    if (stat.size > MAX_SPEC_BYTES)
      return unreadable(file, `it has ${stat.size} bytes; a spec has at most ${MAX_SPEC_BYTES}`, null);
    return readFileSync(handle);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") return unreadable(file, whyUnread(error), null);
    const reason = file === "-" ? "standard input is not read, for what a spec names lies beside it" : whyUnread(error);
    return unreadable(file, reason, `name the spec file: clusterwright ${usage}`);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
