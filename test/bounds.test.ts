/** Time and memory that a small text may take: bounded by what is looked at, not by a clock. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { analyse } from "scslre";
import { parseAst } from "vite";
import { describe, expect, inject, test } from "vitest";
import { compile } from "../generators/compile.ts";
import { MAX_BOUND_IN_SUM } from "../generators/model/token.ts";
import { PIECES, repeated } from "../tools/hostile.ts";
import { ROOT } from "./support/cases.ts";

interface Pattern {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

const sources = ["commands", "generators", "schema"].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes("generated"))
    .map((name) => join(room, name)),
);

/** Every `regex` of a syntax tree. */
function patternsIn(file: string): readonly Pattern[] {
  const found: Pattern[] = [];
  const tree = parseAst(transformSync(readFileSync(join(ROOT, file), "utf8"), { loader: "ts" }).code);
  JSON.stringify(tree, (_key, value: unknown) => {
    const regex = (value as { regex?: { pattern: string; flags: string } } | null)?.regex;
    if (regex !== undefined) found.push({ file, source: regex.pattern, flags: regex.flags });
    return typeof value === "bigint" ? String(value) : value;
  });
  return found;
}

function patternsOfSchema(file: string): readonly Pattern[] {
  const found: Pattern[] = [];
  JSON.parse(readFileSync(join(ROOT, file), "utf8"), (key, value: unknown) => {
    if (key === "pattern" && typeof value === "string") found.push({ file, source: value, flags: "u" });
    return value;
  });
  return found;
}

/** How a pattern can be made to try the same text again and again. */
const weaknesses = ({ source, flags }: Pick<Pattern, "source" | "flags">): readonly string[] =>
  analyse({ source, flags }).reports.map(({ type, exponential }) => (exponential ? `${type}, exponential` : type));

/** Words and marks that a pattern is written with: what it is hungry for. */
const morsels = (source: string): readonly string[] => [
  ...new Set([...source.replaceAll(/\\[a-zA-Z]/g, "a0").matchAll(/[A-Za-z0-9]+|[^\\]/g)].map(([morsel]) => morsel)),
];

/**
 * Characters; a pattern that walks over them once takes a millisecond, one that walks back from each takes seconds. They
 * are more where the machine is slower: what grows with their square outgrows the limit there, too.
 */
const LENGTH = 50_000 * Math.min(inject("pace"), 8);

/** Of the process, not of the clock: how busy the machine is plays no part. */
const CPU_LIMIT = 400_000 * inject("pace");

/** The text that keeps a pattern busy, or undefined. */
function tried({ source, flags }: Pick<Pattern, "source" | "flags">): string | undefined {
  const pattern = new RegExp(source, flags.replace(/[gy]/g, ""));
  const words = morsels(source).slice(0, 12);
  for (const head of ["", ...words.slice(0, 4)]) {
    for (const word of words) {
      const text = head + word.repeat(LENGTH / word.length);
      const before = process.cpuUsage();
      pattern.test(text);
      pattern.test(`${text}\n!`);
      if (process.cpuUsage(before).user > CPU_LIMIT) return `"${head}" and then "${word}" for /${source}/`;
    }
  }
  return undefined;
}

describe("patterns", () => {
  const all = [
    ...sources.flatMap(patternsIn),
    ...["schema/cluster.schema.json", "schema/ycluster.schema.json"].flatMap(patternsOfSchema),
  ];

  test("the analysis knows what is slow", () => {
    expect(weaknesses({ source: "(a+)+$", flags: "" })).toContainEqual(expect.stringContaining("exponential"));
    expect(weaknesses({ source: "\\/+$", flags: "" })).toEqual(["Move"]);
    expect(all.length).toBeGreaterThan(100);
  });

  test("none is slow by analysis", () => {
    const slow = all.flatMap((each) => weaknesses(each).map((what) => `${each.file}: /${each.source}/ ${what}`));
    expect(slow).toEqual([]);
  });

  test("the trial knows what the analysis does not", () => {
    const pattern = { source: "<[^<>]*(CHANGE|YOUR|TODO)[^<>]*>", flags: "i" };
    expect(weaknesses(pattern)).toEqual([]);
    expect(tried(pattern)).toMatch(/^"<" and then "[A-Z]+"/);
  });

  test("none is slow when it is tried", () => {
    expect(all.flatMap((each) => tried(each) ?? [])).toEqual([]);
  });
});

const spec = readFileSync(join(ROOT, "cluster.yml"), "utf8");
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("hostile texts", () => {
  test.each(PIECES)("%j, and %j over and over, are refused", (...piece) => {
    for (const count of [100, 200_000]) {
      const compiled = compile("cluster.yml", bytes(`${spec}\n${repeated(piece, count)}`));
      expect(compiled.ok).toBe(count === 100 && piece[0] === "workloads:\n");
      expect(compiled.diagnostics.length).toBeLessThanOrEqual(450);
      if (!compiled.ok)
        expect(compiled.diagnostics[0]?.code).toMatch(
          /^(input-size|yaml-syntax|unknown-key|duplicate-key|encoding|invalid-value)$/,
        );
    }
  });

  test("all of them fit into little memory", () => {
    const program = `
      import { compile } from "./generators/compile.ts";
      import { PIECES, repeated } from "./tools/hostile.ts";
      for (const piece of PIECES)
        compile("cluster.yml", new TextEncoder().encode("apiVersion: clusterwright/v1\\n" + repeated(piece, 200_000)));
      console.log(PIECES.length);`;
    const args = ["--max-old-space-size=192", "--import", "tsx", "--input-type=module", "--eval", program];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
    expect(stderr).toBe("");
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${PIECES.length}\n` });
  });
});

test("values that many texts use are refused by their sum, at the token that adds most", () => {
  const names = Array.from({ length: 40 }, (_, index) => `V${index}: "${"%%LONG%% ".repeat(14)}"`);
  const text = `${spec}
tokens: { LONG: { value: "${"x".repeat(40_000)}" }, SHORT: { value: a } }
workloads:
  - name: one
    containers: [{ name: a, image: "example/a:1", env: { S: "%%SHORT%%", ${names.join(", ")} } }]
`;
  const compiled = compile("cluster.yml", bytes(text));
  expect(compiled.ok).toBe(false);
  expect(compiled.diagnostics.filter(({ severity }) => severity === "error")).toMatchObject([
    {
      code: "token-source",
      message: expect.stringContaining(`${MAX_BOUND_IN_SUM} are allowed`) as string,
      notes: [expect.stringContaining("%%LONG%% alone adds 224") as string],
      ranges: [{ line: spec.split("\n").length + 1 }],
    },
  ]);
});
