/** Hostile text is shown as what it is, whichever way it comes to the terminal or into the output. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { visible, visibleLines } from "../schema/visible.ts";
import { ROOT, specOf } from "./support/cases.ts";
import { type Ran, run, scratch } from "./support/tools.ts";

const BIN = join(ROOT, "dist", "main.js");
/** A control sequence in eight bits, an override of direction, no width, a line of somebody else's. */
const HOSTILE = "a\u009b2J\u202e\u200bgpj\u2066\nerror: forged\u0007";
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

let place = "";
beforeEach(() => {
  place = scratch();
});
const clusterwright = (...args: readonly string[]): Ran => run(process.execPath, [BIN, ...args], { cwd: place });

function clean({ output }: Ran): void {
  expect(output).not.toMatch(HIDDEN);
  expect(output).not.toMatch(/^error: forged/m);
}

test("every character that hides becomes an escape that JSON reads back, and no other does", () => {
  for (let code = 0; code < 0x110000; code += code > 0xffff ? 97 : 1) {
    const character = String.fromCodePoint(code);
    const shown = visible(character);
    if (shown === character) expect(character).not.toMatch(HIDDEN);
    else expect(JSON.parse(`"${shown}"`)).toBe(character);
  }
  expect(visible("Größe 部署 🦀 %%A%% \\n")).toBe("Größe 部署 🦀 %%A%% \\n");
});

test("lines, tabs and our own colours stay", () => {
  expect(visibleLines("a\r\n\tb\u001b[31m")).toBe("a\r\n\tb\\u001b[31m");
  expect(visibleLines("\u001b[31ma\u001b[39m\u001b[2J", true)).toBe("\u001b[31ma\u001b[39m\\u001b[2J");
});

describe("on the terminal", () => {
  test.each(["validate", "synth", "tokens", "convert", "diff", "scale"])(
    "the name of a file that %s is given",
    (command) => {
      const more = command === "diff" ? [`${HOSTILE}.2`] : command === "scale" ? ["minion", "3"] : [];
      clean(clusterwright(command, HOSTILE, ...more));
      writeFileSync(join(place, HOSTILE.replaceAll("/", "")), "apiVersion: clusterwright/v1\n");
      clean(clusterwright(command, HOSTILE, ...more));
    },
  );

  test.each([
    ["a value", `name: "${HOSTILE.replaceAll("\n", "\\n")}"\n`],
    ["a key", `"${HOSTILE.replaceAll("\n", "\\n")}": 1\n`],
    ["a line that is shown", `name: x # \u202e\u200b\u2066\n`],
    ["a broken line", `name: [ \u202e\u200b\n`],
  ])("%s of a spec", (_what, text) => {
    writeFileSync(join(place, "cluster.yml"), text.replaceAll("\u0007", ""));
    const ran = clusterwright("validate");
    expect(ran.status).toBe(1);
    clean(ran);
    const json = clusterwright("validate", "--format", "json").stdout;
    expect(json).not.toMatch(HIDDEN);
    expect(() => JSON.parse(json)).not.toThrow();
  });

  test("arguments", () => {
    for (const args of [["explain", HOSTILE], ["explain", "--output", HOSTILE], [HOSTILE], ["synth", `--${HOSTILE}=1`]])
      clean(clusterwright(...args));
  });

  test("an inventory that somebody tampered with", () => {
    writeFileSync(join(place, "cluster.yml"), specOf("one-zone"));
    clusterwright("synth");
    const path = join(place, "out/small/inventory.json");
    const inventory = JSON.parse(readFileSync(path, "utf8"));
    const entry = { path: HOSTILE.replaceAll("/", ""), sha256: "0".repeat(64), from: [HOSTILE], mode: "0644" };
    writeFileSync(path, JSON.stringify({ ...inventory, spec: HOSTILE, files: [...inventory.files, entry] }));
    writeFileSync(join(place, "out/small", entry.path), "edited");
    const patch = clusterwright("synth", "--check");
    clean({ ...patch, output: patch.output.replaceAll(/^[-+ ].*$/gm, "") });
    for (const args of [["explain", "--output", join("out/small", entry.path)], ["synth"], ["synth", "--force"]])
      clean(clusterwright(...args));
  });
});

test("the runbook and every comment name a file as it can be seen", () => {
  mkdirSync(join(place, "specs"));
  writeFileSync(join(place, "cluster.yml"), specOf("one-zone"));
  renameSync(join(place, "cluster.yml"), join(place, "specs", "x\u202e\u009b\ny.yml"));
  const { status } = clusterwright("synth", "specs/x\u202e\u009b\ny.yml");
  expect(status).toBe(0);
  for (const file of [
    "README.md",
    "inventory.json",
    "machines/control-plane/user-data.yml",
    "stacks/network/cdk.tf.json",
  ])
    expect(readFileSync(join(place, "out/small", file), "utf8").replaceAll("\n", "")).not.toMatch(HIDDEN);
});
