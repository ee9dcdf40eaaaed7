/** Ignition's configurations: against a schema of their version, and by Ignition's own validator, which knows versions up to 3.3. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, test as plainTest } from "vitest";
import type { Machine } from "../../generators/model/machine.ts";
import { machineFile } from "../../generators/parts/files.ts";
import { ignition } from "../../generators/parts/ignition.ts";
import schema from "../kubernetes/ignition-3.4.schema.json" with { type: "json" };
import { caseNames, compileCase } from "../support/cases.ts";
import { program, run, scratch, testWith } from "../support/tools.ts";

const check = new Ajv({ allErrors: true, strict: false }).compile(schema);

interface Config {
  readonly storage: {
    readonly files: readonly {
      readonly path: string;
      readonly mode: number;
      readonly contents: { readonly source: string };
    }[];
  };
  readonly systemd: {
    readonly units: readonly { readonly name: string; readonly enabled?: boolean; readonly contents: string }[];
  };
}

const all = caseNames().flatMap((name) =>
  compileCase(name).artifacts.flatMap(({ path, content }) =>
    path.endsWith(".ign") ? [[`${name}/${path}`, content] as const] : [],
  ),
);

/**
 * As the version that the validator knows: everything that we write of 3.4 is in 3.3. What Terraform binds when it applies
 * (late-values.test.ts has it do so) is bound: until then a configuration of a launch template is no URL.
 */
const older = (text: string): string =>
  text.replace('"version": "3.4.0"', '"version": "3.3.0"').replace(/%%[A-Z][A-Z0-9_]*%%/g, "bound");

const validate = (text: string) => {
  const file = join(scratch(), "config.ign");
  writeFileSync(file, text);
  return run("ignition-validate", [file]);
};

const test = testWith(program("ignition-validate"));

plainTest("there are some", () => {
  expect(all.length).toBeGreaterThan(1);
});

describe.each(all)("%s", (_path, text) => {
  plainTest("has nothing that Ignition does not know", () => {
    check(JSON.parse(text));
    expect(check.errors ?? []).toEqual([]);
  });

  plainTest("names no file twice, and enables what is to run at every boot", () => {
    const { storage, systemd } = JSON.parse(text) as Config;
    const paths = storage.files.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    const wanted = systemd.units.filter(({ contents }) => contents.includes("[Install]"));
    // In auto-scaling groups the machine fetches the others itself: what fetches them is here.
    const fetches = paths.includes("/opt/bin/fetch-first");
    expect(wanted.length).toBeGreaterThan(fetches ? 0 : 5);
    expect(wanted.filter(({ enabled }) => enabled !== true)).toEqual([]);
  });

  test("is taken by Ignition", () => {
    const { status, output } = validate(older(text));
    expect([status, output.trim()]).toEqual([0, ""]);
  });
});

describe("what both refuse", () => {
  const good = JSON.parse(all[0]?.[1] ?? "{}");
  test.each([
    ["a path that is none", { storage: { files: [{ path: "etc/x" }] } }],
    ["a source that nobody can fetch", { storage: { files: [{ path: "/etc/x", contents: { source: "ftp://x" } }] } }],
    ["a unit without an ending", { systemd: { units: [{ name: "kubelet" }] } }],
  ])("%s", (_what, wrong) => {
    const bad = { ignition: good.ignition, ...wrong };
    expect(check(bad)).toBe(false);
    expect(validate(older(JSON.stringify(bad, null, 2))).status).not.toBe(0);
  });
});

describe("texts of any kind", () => {
  const machine = (content: string): Machine => ({
    role: "worker",
    parts: [],
    title: "worker",
    own: [],
    from: [],
    sshAuthorizedKeys: [],
    settings: null,
    files: [machineFile("/etc/hostile", "0600", content)],
    units: [],
    listens: [],
    fetches: [],
    early: [],
    store: [],
    standing: [],
  });

  plainTest.each([
    ["quotes and dollars", `"'\`$(id) \${HOME} %% %s \\ \\n`],
    ["what URLs are made of", "a b+c%20d?e#f&g=h;i,j"],
    ["what is not ASCII", "grün 日本 🚀 \u2028 \u0000x"],
    ["line ends", "a\r\nb\n\n\tc \n"],
    ["nothing", ""],
  ])("%s arrives byte for byte", (_what, content) => {
    const config = JSON.parse(ignition(machine(content), "core")) as Config;
    const [file] = config.storage.files;
    const [, encoded = ""] = file?.contents.source.split("base64,") ?? [];
    expect(Buffer.from(encoded, "base64").equals(Buffer.from(content, "utf8"))).toBe(true);
    expect(file?.mode).toBe(0o600);
  });
});
