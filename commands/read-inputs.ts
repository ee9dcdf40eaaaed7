import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Inputs } from "../generators/model/inputs.ts";
import { whyUnread } from "./why-unread.ts";

/** As long as a literal value may be. */
const MAX_BYTES = 65_536;

type Read = ReturnType<Inputs["file"]>;

function textOf(bytes: Buffer): Read {
  if (bytes.includes(0)) return { problem: "it holds a NUL byte" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { problem: "it is not UTF-8 text" };
  }
}

/** The text of a plain file of a sane size below a directory; a link must not lead out of it. */
function readBelow(directory: string, path: string): Read {
  let handle: number | undefined;
  try {
    const real = realpathSync(join(directory, path));
    if (relative(realpathSync(directory), real).startsWith(".."))
      return { problem: "a link leads out of the spec's directory" };
    handle = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(handle);
    if (!stat.isFile()) return { problem: "it is not a plain file" };
    if (stat.size > MAX_BYTES) return { problem: `it has ${stat.size} bytes; a value has at most ${MAX_BYTES}` };
    return textOf(readFileSync(handle));
  } catch (error) {
    return { problem: whyUnread(error) };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** This process's environment, and the files beside a spec. */
export const inputsFor = (spec: string): Inputs => ({
  env: (name) => process.env[name],
  file: (path) => readBelow(dirname(spec), path),
});
