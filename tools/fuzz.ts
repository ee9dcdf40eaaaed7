/**
 * Structure-aware mutations of the golden specs: no crash, no hang, every rejection has its place inside the
 * file, every acceptance compiles to output that its readers take.
 *
 * Usage: npm run fuzz -- [--runs N] [--seed N]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { type Compilation, compile } from "../generators/compile.ts";
import { hostileText } from "./hostile.ts";
import { pace } from "./pace.ts";

const SELF = fileURLToPath(import.meta.url);
const CASES = fileURLToPath(new URL("../test/cases", import.meta.url));
const EXAMPLES = fileURLToPath(new URL("../examples", import.meta.url));
const FOUND = fileURLToPath(new URL("../test/fuzz", import.meta.url));

/** Of the process, so that a busy machine fails nobody; more than this for one small spec is a hang in the making. */
const MAX_CPU_MS = 2000 * pace();

/** What a compile may leave on the heap, garbage included; a spec is half a megabyte at most. */
const MAX_HEAP = 512 * 1024 * 1024;

/** Those of the cases, the examples, and the one that comes with the package. */
const specs = [
  ...readdirSync(CASES).map((name) => join(CASES, name, "spec.yml")),
  ...readdirSync(EXAMPLES).map((name) => join(EXAMPLES, name)),
  fileURLToPath(new URL("../cluster.yml", import.meta.url)),
].filter((path) => path.endsWith(".yml") && existsSync(path));
const texts = specs.map((path) => readFileSync(path, "utf8"));
const trees = texts.map((text) => parse(text) as unknown);

type Json = Record<string | number, unknown>;

/** Every path of a tree. */
function paths(value: unknown, at: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [at];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return [at, ...keys.flatMap((key) => paths((value as Json)[key], [...at, key]))];
}

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1e21,
    "",
    " ",
    "0",
    "10.0.0.0/8",
    "172.31.0.10",
    "::1",
    "eu-central-1",
    "${x}",
    "$(id)",
    "%n",
    "a\nb",
    "<CHANGEME>",
    "__proto__",
    [],
    {},
    [[]],
    [{}],
  ),
  fc.integer(),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(..."0123456789./"), maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(..."abc-.:/0"), maxLength: 70 }),
  fc.array(fc.oneof(fc.string({ maxLength: 8 }), fc.integer()), { maxLength: 4 }),
  fc.dictionary(fc.string({ maxLength: 8 }), fc.oneof(fc.string({ maxLength: 8 }), fc.integer()), { maxKeys: 3 }),
);

const mutation = fc.record({
  kind: fc.constantFrom("replace", "remove", "rename", "duplicate", "swap"),
  where: fc.nat(),
  other: fc.nat(),
  value: strange,
  key: fc.string({ maxLength: 12 }),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function parentOf(tree: unknown, path: readonly (string | number)[]): Json {
  return path.slice(0, -1).reduce<unknown>((value, key) => (value as Json)[key], tree) as Json;
}

function mutate(tree: unknown, { kind, where, other, value, key }: Mutation): void {
  const all = paths(tree).filter((path) => path.length > 0);
  const path = all[where % Math.max(1, all.length)];
  if (path === undefined) return;
  const parent = parentOf(tree, path);
  const last = path.at(-1) as string | number;
  if (kind === "replace") parent[last] = structuredClone(value);
  else if (kind === "remove") delete parent[last];
  else if (kind === "duplicate" && Array.isArray(parent)) parent.push(structuredClone(parent[last as number]));
  else if (kind === "rename" && !Array.isArray(parent)) {
    Object.defineProperty(parent, key, { value: parent[last], enumerable: true, configurable: true, writable: true });
    delete parent[last];
  } else {
    const elsewhere = all[other % all.length] ?? path;
    parent[last] = structuredClone(elsewhere.reduce<unknown>((at, step) => (at as Json | undefined)?.[step], tree));
  }
}

/** A few characters of the text itself, cut, doubled or put in. */
const textEdit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(20),
  put: fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom(
      "\t",
      "\r\n",
      ": ",
      "- ",
      "&a ",
      "*a",
      "<<: ",
      "!!x ",
      "!!omap ",
      "!!set ",
      "!!binary ",
      "!!timestamp ",
      "!!float ",
      "! ",
      "'",
      '"',
      "[",
      "{",
      "#",
      "|\n",
      "\ufeff",
      "---\n",
    ),
  ),
});

const mutated = fc
  .record({
    base: fc.nat(texts.length - 1),
    mutations: fc.array(mutation, { maxLength: 4 }),
    edits: fc.array(textEdit, { maxLength: 2 }),
  })
  .map(({ base, mutations, edits }) => {
    let text = texts[base] ?? "";
    if (mutations.length > 0) {
      const tree = structuredClone(trees[base]);
      for (const each of mutations) mutate(tree, each);
      text = stringify(tree);
    }
    for (const { at, cut, put } of edits) {
      const index = Math.floor(at * text.length);
      text = text.slice(0, index) + put + text.slice(index + cut);
    }
    return text;
  });

/** One in a hundred is large: it takes as long as fifty. */
const specText = fc.oneof({ arbitrary: mutated, weight: 99 }, { arbitrary: hostileText(texts), weight: 1 });

/** What is wrong with how the compiler took a text; undefined when nothing is. */
export function fault(text: string): string | undefined {
  const before = process.memoryUsage().heapUsed;
  const started = process.cpuUsage();
  let compiled: Compilation;
  try {
    compiled = compile("spec.yml", new TextEncoder().encode(text));
  } catch (error) {
    return `it threw ${error instanceof Error ? error.stack : String(error)}`;
  }
  const took = process.cpuUsage(started).user / 1000;
  if (took > MAX_CPU_MS) return `it took ${took.toFixed(0)} ms`;
  const grown = process.memoryUsage().heapUsed - before;
  if (grown > MAX_HEAP) return `it left ${(grown / 1024 / 1024).toFixed(0)} MB on the heap`;
  return misplaced(compiled, text) ?? (compiled.ok ? unreadable(compiled) : undefined);
}

function misplaced({ ok, diagnostics }: Compilation, text: string): string | undefined {
  if (!ok && diagnostics.every(({ severity }) => severity === "warning")) return "it refused without an error";
  const lines = text.replace(/^\ufeff/, "").split("\n");
  for (const { code, message, ranges } of diagnostics) {
    if (message === "" || /undefined|\[object|NaN/.test(message.replaceAll(/"[^"]*"/g, "")))
      return `${code} says ${message}`;
    for (const { line, column, endColumn } of ranges) {
      const width = lines[line - 1]?.length;
      if (width === undefined || column < 1 || column > width + 1 || endColumn < column)
        return `${code} points outside the file: ${line}:${column}`;
    }
  }
  return undefined;
}

function unreadable({ artifacts }: Compilation & { ok: true }): string | undefined {
  for (const { path, content } of artifacts) {
    try {
      if (path.endsWith(".json")) JSON.parse(content);
      if (path.endsWith(".yml")) parse(content, { version: "1.1" });
    } catch (error) {
      return `${path} cannot be read: ${String(error)}`;
    }
    if (/\bundefined\b|\[object Object\]|\bNaN\b|TfToken|@\{/.test(content)) return `${path} holds a value gone astray`;
    if (path.includes("/units/") && /[^\\]\n[^[A-Z#\n\s-]/.test(content)) return `${path} has a line that is none`;
    // Hosts take what they are given; it is EC2 that has a limit.
    if (/^(machines|stacks)\/.*user-data/.test(path) && Buffer.byteLength(content) > 16_384)
      return `${path} is too large`;
  }
  return undefined;
}

interface Fuzzed {
  readonly seed: number;
  readonly runs: number;
  /** The smallest text that failed, and why. */
  readonly failure: { readonly text: string; readonly fault: string } | null;
}

/** Same seed, same texts. A failure is minimised. */
export function fuzz(runs: number, seed: number): Fuzzed {
  const result = fc.check(
    fc.property(specText, (text) => fault(text) === undefined),
    { numRuns: runs, seed },
  );
  const text = result.counterexample?.[0];
  return {
    seed,
    runs: result.numRuns,
    failure: text === undefined ? null : { text, fault: fault(text) ?? "it failed once, and not again" },
  };
}

/** Runs of one process: CDKTF keeps every token that it ever made, more than 100 KB a spec. */
const SLICE = 5_000;

/** Runs as many, and keeps what fails; whether nothing did. */
function slice(runs: number, seed: number): boolean {
  const result = fuzz(runs, seed);
  if (result.failure === null) return true;
  mkdirSync(FOUND, { recursive: true });
  const file = join(FOUND, `seed-${seed}.yml`);
  writeFileSync(file, result.failure.text);
  console.error(
    `after ${result.runs} specs of seed ${seed}: ${result.failure.fault}\nthe smallest spec that does it is now ${file}; the tests try it from here on`,
  );
  return false;
}

/** The same in processes of their own, each with the next seed; ends with the first that fails. */
function slices(runs: number, seed: number): boolean {
  for (let done = 0; done < runs; done += SLICE) {
    const args = ["--runs", String(Math.min(SLICE, runs - done)), "--seed", String(seed + done / SLICE)];
    const { status } = spawnSync(process.execPath, [...process.execArgv, SELF, ...args], { stdio: "inherit" });
    if (status !== 0) return false;
  }
  console.log(`${runs} specs, no fault`);
  return true;
}

if (process.argv[1] === SELF) {
  const { values } = parseArgs({ options: { runs: { type: "string", default: "100000" }, seed: { type: "string" } } });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const runs = Number(values.runs);
  console.log(`seed ${seed}, ${runs} runs`);
  process.exitCode = (runs > SLICE ? slices(runs, seed) : slice(runs, seed)) ? 0 : 1;
}
