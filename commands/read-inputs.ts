import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { namesCredential } from "../generators/facts/credentials.ts";
import type { Answer, Inputs } from "../generators/model/inputs.ts";
import { whyUnread } from "./why-unread.ts";

/** As long as a literal value may be. */
const MAX_BYTES = 65_536;

/** Where whoever runs the compiler, and no spec, says what specs may read: names in a row, with commas between. */
const ALLOW_ENV = "CLUSTERWRIGHT_ALLOW_ENV";
const ALLOW_FILES = "CLUSTERWRIGHT_ALLOW_FILES";

type Environment = Readonly<Record<string, string | undefined>>;

const allows = (environment: Environment, list: string, name: string): boolean =>
  (environment[list] ?? "").split(",").some((each) => each.trim() === name);

const NOT_ALLOWED = "a spec may not read it unless you who run clusterwright say so";
const KEPT = "a secret is bound to ssm, secretsmanager or machineFile";

/** How what a spec asks for is allowed, as a command line; for what looks like a credential, the better way first. */
const wayOut = (list: string, name: string): string =>
  namesCredential(name)
    ? `${KEPT}; if it is none, allow it: ${list}='${name}' clusterwright ...`
    : `allow it: ${list}='${name}' clusterwright ...`;

function readVariable(environment: Environment, name: string): Answer {
  const text = environment[name];
  // Said first, so that nobody learns by trying which variables there are.
  if (!allows(environment, ALLOW_ENV, name)) return { problem: NOT_ALLOWED, help: wayOut(ALLOW_ENV, name) };
  return text === undefined ? { problem: "it is not set" } : { text };
}

/** The mark that editors of Windows put before a text is not of it; a spec's own is dropped as well. */
function textOf(bytes: Buffer): Answer {
  if (bytes.includes(0)) return { problem: "it holds a NUL byte" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { problem: "it is not UTF-8 text" };
  }
}

/** What nobody means to publish: what tools keep to themselves (`.git/config`, `.env`), and what is named for a secret. */
const isPrivate = (path: string): boolean =>
  namesCredential(path) || path.split("/").some((part) => part.startsWith(".") && part !== "." && part !== "..");

/** The text of a plain file of a sane size below a directory; a link must lead neither out of it nor to what is private. */
function readBelow(directory: string, path: string, environment: Environment): Answer {
  const refused = { problem: NOT_ALLOWED, help: wayOut(ALLOW_FILES, path) };
  const allowed = allows(environment, ALLOW_FILES, path);
  if (isPrivate(path) && !allowed) return refused;
  let handle: number | undefined;
  try {
    const real = realpathSync(join(directory, path));
    const below = relative(realpathSync(directory), real);
    if (below.split("/")[0] === "..") return { problem: "a link leads out of the spec's directory" };
    if (isPrivate(below) && !allowed) return refused;
    handle = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
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

/** What this process's environment allows of it, and the files beside a spec. */
export const inputsFor = (spec: string): Inputs => ({
  env: (name) => readVariable(process.env, name),
  file: (path) => readBelow(dirname(spec), path, process.env),
});
