/** Files that would hurt a careless reader: each gets a diagnostic, in bounded time and memory. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { ROOT, specOf } from "./support/cases.ts";
import { run, scratch } from "./support/tools.ts";

const BIN = join(ROOT, "dist", "main.js");
const MAX_SECONDS = 2;
const MAX_MEGABYTES = 512;

/** A busy machine is slow for everybody: what an empty process takes beyond its usual tenth is not the compiler's. */
const REPORT =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('PEAK '+process.resourceUsage().maxRSS+' CPU '+(process.cpuUsage().user+process.cpuUsage().system)))";

let place = "";
beforeEach(() => {
  place = scratch();
});

interface Outcome {
  readonly status: number | null;
  readonly stderr: string;
  readonly seconds: number;
  readonly megabytes: number;
}

function validate(content: string | Uint8Array): Outcome {
  writeFileSync(join(place, "spec.yml"), content);
  const { status, stderr } = run(process.execPath, ["--import", REPORT, BIN, "validate", "spec.yml"], { cwd: place });
  const [, peak, cpu] = /PEAK (\d+) CPU (\d+)$/.exec(stderr) ?? [];
  return { status, stderr, megabytes: Number(peak) / 1024, seconds: Number(cpu) / 1e6 };
}

const good = specOf("one-zone").toString();
const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
  .split("")
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[index]}`).join(",")}]`)
  .join("\n")}\n`;

const HOSTILE: readonly (readonly [what: string, content: string | Uint8Array, message: string])[] = [
  ["a bomb of aliases", bomb, "error["],
  ["100 MB", Buffer.alloc(100 * 1024 * 1024, "a: b\n"), "a spec has at most"],
  [
    "half a megabyte of keys",
    Array.from({ length: 36_000 }, (_, index) => `key${index}: 1`).join("\n"),
    "error[input-size]",
  ],
  [
    "a tenth of a megabyte of keys",
    Array.from({ length: 7_000 }, (_, index) => `key${index}: 1`).join("\n"),
    "error[unknown-key]",
  ],
  ["10,000 lists in each other", "[".repeat(10_000), "nested more than 64 levels"],
  ["10,000 mappings in each other", "{a: ".repeat(10_000), "nested more than 64 levels"],
  [
    "a stair of 1,000 steps",
    Array.from({ length: 1000 }, (_, index) => `${" ".repeat(index)}a:`).join("\n"),
    "nested more than 64 levels",
  ],
  ["10,000 dashes", "- ".repeat(10_000), "nested more than 64 levels"],
  ["brackets hidden behind a quote", `a: [b '${"[".repeat(10_000)}'`, "nested more than 64 levels"],
  ["a very long line", `name: ${"x".repeat(500_000)}`, "error["],
  ["duplicate keys", `${good}name: other\n`, "error[duplicate-key]"],
  ["NUL", good.replace("operator", "oper\0ator"), "U+0000"],
  ["an escaped NUL", good.replace("operator", '"\\0"'), "U+0000"],
  ["half a surrogate pair", good.replace("operator", '"\\ud800"'), "half of a surrogate pair"],
  ["bytes that are not UTF-8", Buffer.concat([Buffer.from(good), Buffer.from([0xff, 0xfe])]), "not UTF-8"],
  ["UTF-16", Buffer.from(good, "utf16le"), "error[encoding]"],
  ["tabs for indentation", good.replaceAll("\n  ", "\n\t"), "error[yaml-syntax]"],
  ["two documents", `${good}---\n${good}`, "error[multiple-documents]"],
  ["nothing", "", "error[unknown-form]"],
  ["a comment", "# nothing here\n", "error[unknown-form]"],
  ["an alias inside itself", "a: &a [*a]\n", "stands inside what it stands for"],
  ["the prototype", `${good}__proto__: {polluted: 1}\nconstructor: 1\n`, 'no key "__proto__"'],
  ["a tag of another language", `${good}x: !!js/function "1"\n`, "error["],
  ["a path for a name", good.replace("name: small", "name: ../../etc"), "is not a cluster name"],
  ["a path for a pool", good.replace("name: minion", "name: ../up"), "is not a pool name"],
  ["a key that is a list", `${good}[1, 2]: 3\n`, "error["],
];

describe.each(HOSTILE)("%s", (_what, content, message) => {
  test("gets a diagnostic, in time", () => {
    const { status, stderr, seconds, megabytes } = validate(content);
    expect(stderr).toContain(message);
    expect(status).toBe(1);
    expect(stderr).not.toMatch(/^\s+at .*\(/m);
    expect(seconds).toBeLessThan(MAX_SECONDS);
    expect(megabytes).toBeLessThan(MAX_MEGABYTES);
  });
});

describe("harmless oddities", () => {
  test.each([
    ["a byte order mark", `\ufeff${good}`],
    ["carriage returns", good.replaceAll("\n", "\r\n")],
    ["no newline at the end", good.trimEnd()],
    ["brackets in comments", `${good}${"# see note [1\n".repeat(100)}# ${"[".repeat(200)}\n`],
    ["a comment far to the right", `${good}${" ".repeat(200)}# far\n`],
    [
      "an alias",
      good
        .replace("instanceType: t2.small", "instanceType: &type t2.small")
        .replace(/instanceType: t2\.small(?![\s\S]*instanceType: t2\.small)/, "instanceType: *type"),
    ],
  ])("%s is taken", (_what, content) => {
    expect(validate(content).status).toBe(0);
  });
});
