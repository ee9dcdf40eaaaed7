import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { compile } from "../generators/compile.ts";
import { acquireLock, releaseLock } from "../generators/emit/lock.ts";
import { writeWhole } from "../generators/emit/write.ts";
import type { Cluster } from "../generators/model/cluster.ts";
import { load } from "../schema/load.ts";
import { writtenPath } from "../schema/paths.ts";
import { nodeAt, roomFor } from "../schema/source.ts";
import { didYouMean } from "../schema/suggest.ts";
import { type Compiled, compileFile, diagnosticsOf, report, succeeding } from "./compile-specs.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { inputsFor } from "./read-inputs.ts";
import { compiledSide } from "./side.ts";
import { refuse, type Terminal } from "./terminal.ts";

const COUNT = /^(\+|-)?([0-9]{1,5})$/;

/** `5`, `+1` or `-1` applied to a count; undefined when it is none of these. */
export function newCount(now: number, asked: string): number | undefined {
  const [, sign, digits] = COUNT.exec(asked) ?? [];
  if (digits === undefined) return undefined;
  if (sign === undefined) return Number(digits);
  return sign === "+" ? now + Number(digits) : now - Number(digits);
}

/** The command line that was meant by arguments in another tool's order, or written `pool=5`. */
function meant(args: readonly string[]): string {
  const words = args.flatMap((arg) => /^([^=]+)=([+-]?[0-9]{1,5})$/.exec(arg)?.slice(1) ?? arg);
  const count = words.find((word) => COUNT.test(word)) ?? "5";
  const spec = words.find((word) => /[./]/.test(word)) ?? "<spec>";
  const pool = words.find((word) => word !== count && word !== spec) ?? "<pool>";
  return `clusterwright scale ${pool} ${count} ${spec}`;
}

/**
 * The text of a spec with one number in it changed, or added where a pool says none; everything else, comments and
 * layout, stays to the byte.
 *
 * @returns undefined when the count does not stand in the text as a plain number
 */
export function withCount(text: string, pool: number, count: number): string | undefined {
  const loaded = load("", new TextEncoder().encode(text));
  if (!loaded.ok) return undefined;
  const native =
    typeof loaded.source.value === "object" && loaded.source.value !== null && "apiVersion" in loaded.source.value;
  const path = writtenPath(native ? "native" : "ycluster", ["nodePools", pool, "count"]);
  // load() drops a byte order mark, which the offsets do not count.
  const mark = text.startsWith("\ufeff") ? 1 : 0;
  const put = (start: number, end: number, words: string): string =>
    text.slice(0, start + mark) + words + text.slice(end + mark);
  const range = path === undefined ? undefined : nodeAt(loaded.source, path)?.range;
  if (range) return put(range[0], range[1], String(count));
  const room = native ? roomFor(loaded.source, ["nodePools", pool, "name"], "count") : undefined;
  return room === undefined ? undefined : put(room.at, room.at, `${room.lead}count: ${count}`);
}

interface Edit {
  readonly text: string;
  readonly before: number;
  readonly after: number;
}

interface Problem {
  readonly message: string;
  readonly code: ExitCode;
}

/** The spec's text with the pool's new count, or why there is none. */
function edit({ cluster, text, file }: Compiled & { ok: true }, pool: string, asked: string): Edit | Problem {
  const names = cluster.nodePools.map(({ name }) => name);
  const index = names.indexOf(pool);
  if (index === -1) {
    const hint = didYouMean(pool, names, `there is ${names.join(", ")}`);
    return { message: `no node pool "${pool}" in ${file}; ${hint}`, code: EXIT.usage };
  }
  const before = cluster.nodePools[index]?.count ?? 0;
  const after = newCount(before, asked) ?? before;
  const edited = withCount(text, index, after);
  if (edited !== undefined) return { text: edited, before, after };
  const message = `the number of nodes of "${pool}" does not stand in ${file} as a plain number`;
  return { message, code: EXIT.diagnostics };
}

/** Pools other than the scaled one whose size the edit changed, too: they share the number through an alias. */
const dragged = (before: Cluster, after: Cluster, pool: string): readonly string[] =>
  after.nodePools
    .filter(({ name, count }, index) => name !== pool && count !== before.nodePools[index]?.count)
    .map(({ name }) => name);

interface ScaleOptions {
  readonly spec: string;
  readonly accept: readonly string[];
}

function scaleLocked(
  pool: string,
  asked: string,
  { spec: file, accept }: ScaleOptions,
  target: string,
  terminal: Terminal,
): ExitCode {
  const because = (compiled: Compiled, message: string, code?: ExitCode): ExitCode =>
    refuse(terminal, message, code, { diagnostics: diagnosticsOf([compiled]) });
  const now = compileFile(file, `scale ${pool} ${asked} <spec>`);
  if (!now.ok) {
    report(terminal, now);
    return because(now, `${file} has problems of its own`);
  }
  const edited = edit(now, pool, asked);
  if ("message" in edited) return because(now, edited.message, edited.code);
  const { text, before, after } = edited;
  const scaled = { ...compile(file, new TextEncoder().encode(text), inputsFor(file)), file, text, mark: now.mark };
  if (!scaled.ok) {
    report(terminal, scaled);
    return because(scaled, `${file} is left as it is`);
  }
  const found = succeeding(compiledSide(now), scaled, accept);
  if (found.length > 0) {
    const refused = { ...scaled, diagnostics: found };
    report(terminal, refused);
    return because(refused, `${file} is left as it is`);
  }
  const others = dragged(now.cluster, scaled.cluster, pool);
  if (others.length > 0) {
    return because(scaled, `${file} is left as it is: ${others.join(", ")} would change as well, through an alias`);
  }
  if (text !== now.text) writeWhole(target, now.mark + text, statSync(target).mode & 0o777);
  terminal.answer(
    { diagnostics: diagnosticsOf([scaled]), pool, before, after },
    `${file}: ${pool} ${before} -> ${after}\n  now: clusterwright synth ${file}\n`,
  );
  return EXIT.ok;
}

/** Where a spec really stands; a missing one is for the reader to complain about. */
const targetOf = (file: string): string => (existsSync(file) ? realpathSync(file) : file);

/**
 * Edits the number of nodes of a pool in the spec. A spec that would then be refused is left as it is; of two
 * that edit one spec at once, the second stops.
 */
export function scale(pool: string, asked: string, options: ScaleOptions, terminal: Terminal): ExitCode {
  if (!COUNT.test(asked)) {
    const way = meant([pool, asked, options.spec]);
    return refuse(terminal, `"${asked}" is not a number of nodes (5, +1 or -1); write: ${way}`, EXIT.usage);
  }
  const target = targetOf(options.spec);
  if (!existsSync(target)) return scaleLocked(pool, asked, options, target, terminal);
  const lock = join(dirname(target), `.${basename(target)}.clusterwright-lock`);
  acquireLock(lock);
  try {
    return scaleLocked(pool, asked, options, target, terminal);
  } finally {
    releaseLock(lock);
  }
}
