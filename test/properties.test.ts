import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compile } from "../generators/compile.ts";
import { machinesOf } from "../generators/facts/nodes.ts";
import { literal } from "../generators/terraform/stack.ts";
import { makeWord, shellWord } from "../generators/text/encoders.ts";
import { execWord, unitText } from "../generators/text/units.ts";
import { coreos } from "../generators/variants/os/coreos.ts";
import type { ClusterSpec } from "../schema/generated/types.ts";
import { nearest } from "../schema/suggest.ts";
import { resolved } from "./support/cases.ts";

const ZONES = ["a", "b", "c", "d", "e", "f"].map((letter) => `eu-central-1${letter}`);

const spec = (zones: number, counts: readonly number[]): ClusterSpec => ({
  apiVersion: "clusterwright/v1",
  name: "property",
  kubernetes: { version: "0.9.2" },
  platform: { type: "aws", region: "eu-central-1", zones: ZONES.slice(0, zones), keyPair: "operator" },
  os: { family: "coreos", image: "ami-12ae980f" },
  controlPlane: { instanceType: "t2.small" },
  nodePools: counts.map((count, index) => ({ name: `pool-${index}`, instanceType: "t2.small", count })),
});

const planned = (zones: number, counts: readonly number[]) => resolved(spec(zones, counts)).cluster;

const plans = fc.record({
  zones: fc.integer({ min: 1, max: 6 }),
  counts: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 7 }),
});

describe("addresses", () => {
  test("never collide, nor do the containers' ranges", () => {
    fc.assert(
      fc.property(plans, ({ zones, counts }) => {
        const machines = machinesOf(planned(zones, counts));
        expect(new Set(machines.map(({ address }) => address)).size).toBe(machines.length);
        expect(new Set(machines.map(({ podCidr }) => podCidr)).size).toBe(machines.length);
      }),
    );
  });

  test("stay when a pool is scaled, or one is added behind the others", () => {
    fc.assert(
      fc.property(plans, fc.nat(6), fc.integer({ min: 1, max: 100 }), ({ zones, counts }, which, more) => {
        const index = which % counts.length;
        const scaled = counts.map((count, at) => (at === index ? count + more : count));
        const appended = counts.length < 7 ? [...scaled, 5] : scaled;
        const after = new Map(machinesOf(planned(zones, appended)).map((machine) => [machine.name, machine]));
        for (const machine of machinesOf(planned(zones, counts))) expect(after.get(machine.name)).toEqual(machine);
      }),
    );
  });
});

/** Any text a spec could hold: no NUL and no lone surrogate gets past load. */
const anyText = fc
  .string({ unit: "grapheme", maxLength: 60 })
  .filter((text) => text.isWellFormed() && !text.includes("\0"));
const hostile = fc.oneof(
  anyText,
  fc.constantFrom(
    "$(id)",
    "`id`",
    "a'b\"c",
    "${HOME}",
    "%n %%",
    "a\\",
    "-n",
    "!x",
    "a\nb",
    "~",
    "*",
    "#",
    "",
    " ",
    "%{if true}",
    "$${x}",
  ),
);

describe("encoders", () => {
  test("a shell word arrives as it is", () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 20 }), (texts) => {
        const out = spawnSync("bash", ["-c", `printf '%s\\0' ${texts.map(shellWord).join(" ")}`], { encoding: "utf8" });
        expect(out.stdout.split("\0").slice(0, -1)).toEqual(texts);
      }),
      { numRuns: 60 },
    );
  });

  test("a word in a Makefile arrives as it is", () => {
    const oneLine = hostile.filter((text) => !/[\n\r\u2028\u2029]/.test(text));
    fc.assert(
      fc.property(oneLine, (text) => {
        const makefile = `all:\n\t@printf '%s' ${makeWord(text)}\n`;
        const out = spawnSync("make", ["-f", "-"], { input: makefile, encoding: "utf8" });
        expect(out.stdout).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  test("a word of a unit's command line has no bare specifier, variable or line end", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const word = execWord(text);
        expect(word.replaceAll("%%", "")).not.toContain("%");
        expect(word.replaceAll("$$", "")).not.toContain("$");
        expect(word).not.toMatch(/[\n\r]/);
      }),
    );
  });

  test("a Terraform literal starts no template", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(literal(text).replaceAll(/\$\$\{|%%\{/g, "")).not.toMatch(/\$\{|%\{/);
      }),
    );
  });

  test("any file content survives the cloud-config", () => {
    fc.assert(
      fc.property(hostile, (content) => {
        const file = { path: "/x", mode: "0644", owner: "root:root", content, from: [] } as const;
        const text = coreos.userData({
          parts: [],
          role: "g",
          title: "t",
          from: [],
          own: [],
          sshAuthorizedKeys: [],
          settings: null,
          early: [],
          standing: [],
          store: [],
          listens: [],
          fetches: [],
          files: [file],
          units: [],
        });
        const read = parse(text, { version: "1.1" }) as { write_files: readonly { content: string }[] };
        expect(read.write_files[0]?.content).toBe(content);
      }),
    );
  });

  test("a unit value cannot bring a line of its own", () => {
    const unit = { name: "x.service", comment: "c", enable: true, start: true, from: [] };
    const withValue = (value: string) =>
      unitText({ ...unit, sections: [{ name: "Unit", entries: [["Description", value]] }] });
    expect(() => withValue("a\nExecStart=/bin/evil")).toThrow();
    expect(withValue("100%")).toContain("Description=100%%");
  });
});

describe("the compiler", () => {
  test("answers any text with diagnostics, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
        const compiled = compile("spec.yml", new TextEncoder().encode(text));
        expect(compiled.ok).toBe(false);
        expect(compiled.diagnostics.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  test("answers any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(compile("spec.yml", bytes).ok).toBe(false);
      }),
    );
  });
});

test("a suggestion is near what was written, and one of the known", () => {
  expect(nearest("key_pair", ["keyPair", "region"])).toBe("keyPair");
  expect(nearest("regoin", ["keyPair", "region"])).toBe("region");
  expect(nearest("colour", ["keyPair", "region"])).toBeUndefined();
  expect(nearest("x", ["y"])).toBeUndefined();
});
