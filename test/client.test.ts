/** `client`: what is mended of a description of an API, what is left as it is, and the script that makes a client of it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSwagger } from "../generators/client/swagger.ts";
import { ROOT } from "./support/cases.ts";
import { run, scratch } from "./support/tools.ts";

const read = (text: string | Uint8Array) =>
  readSwagger("v1.json", typeof text === "string" ? new TextEncoder().encode(text) : text);

function mended(text: string): string {
  const found = read(text);
  if (!found.ok) throw new Error(found.diagnostics.map(({ message }) => message).join("; "));
  return found.mended;
}

const firstOf = (text: string | Uint8Array) => {
  const found = read(text);
  if (found.ok) throw new Error("it was read");
  const [{ code, message, ranges } = { code: "", message: "", ranges: [] }] = found.diagnostics;
  return { code, message, at: ranges[0] === undefined ? null : `${ranges[0].line}:${ranges[0].column}` };
};

/** A declaration around a model's property. */
const around = (property: string): string =>
  `{"swaggerVersion": "1.2", "resourcePath": "/x", "apis": [], "models": {"M": {"id": "M", "properties": {"p": ${property}}}}}`;

describe("what is a type", () => {
  test.each([
    ["of a property", around('{"type": "any"}'), around('{"type": "string"}')],
    [
      "of its items, however deep",
      around('{"items": {"items": {"type":"any"}}}'),
      around('{"items": {"items": {"type":"string"}}}'),
    ],
    [
      "of an operation and its parameters",
      '{"swaggerVersion":"1.2","apis":[{"path":"/x","operations":[{"type":"any","parameters":[{"type" :  "any"}]}]}]}',
      '{"swaggerVersion":"1.2","apis":[{"path":"/x","operations":[{"type":"string","parameters":[{"type" :  "string"}]}]}]}',
    ],
    ["that stands twice", around('{"type": "any", "type": "any"}'), around('{"type": "string", "type": "string"}')],
    [
      "of a property that is called type",
      around("{}").replace('"p"', '"type"').replace("{}", '{"type": "any"}'),
      around("{}").replace('"p"', '"type"').replace("{}", '{"type": "string"}'),
    ],
  ])("is mended: %s", (_what, before, after) => {
    expect(mended(before)).toBe(after);
  });

  test.each([
    ["in words", '{"description": "says \\"type\\": \\"any\\" of it"}'],
    ["in a default value", '{"type": "string", "defaultValue": {"type": "any"}}'],
    ["among values", '{"type": "string", "enum": ["any", "type"]}'],
    ["of a format", '{"type": "string", "format": "any"}'],
    ["under another name", '{"Type": "any", "$ref": "any"}'],
    ["as no text", '{"type": ["any"]}'],
  ])("is nothing else: %s", (_what, property) => {
    expect(mended(around(property))).toBe(around(property));
  });
});

test("everything else stays byte for byte: order, numbers, escapes, line ends, the mark at the beginning", () => {
  const text = `\ufeff${around('{"z": 1.0e+400, "a": 9007199254740993, "u": "\\u00e9é\u2028\\/", "type": "any"}').replaceAll(", ", ",\r\n\t")}\r\n\r\n`;
  expect(mended(text)).toBe(text.replace('"any"', '"string"'));
});

test("any description stays what it is but for its types", () => {
  const json = fc.json({ maxDepth: 4 }).map((value) => around(`{"x": ${value}, "type": "any"}`));
  fc.assert(
    fc.property(json, (text) => {
      const found = read(text);
      // What is nested in the value may have types of its own where it stands for a property; here it does not.
      return found.ok && found.mended === text.replace(/"any"\}\}\}\}\}$/, '"string"}}}}}');
    }),
    { numRuns: 200 },
  );
});

describe("what is none", () => {
  test.each([
    ["nothing", "", "unknown-form", "the file is empty", null],
    ["no JSON", '{"swaggerVersion": "1.2",\n  apis: []}', "unknown-form", "this is not JSON: invalid symbol", "2:3"],
    [
      "a comment",
      '{"swaggerVersion": "1.2" /* x */}',
      "unknown-form",
      "this is not JSON: invalid comment token",
      "1:26",
    ],
    [
      "half a file",
      '{"swaggerVersion": "1.2", "apis": [',
      "unknown-form",
      "this is not JSON: close bracket expected",
      null,
    ],
    ["another JSON", '\n{"kind": "Pod"}', "unknown-form", "this is JSON, and no description of an API", "2:1"],
    ["a list", "[1]", "unknown-form", "this is JSON, and no description of an API", "1:1"],
    ["an older Swagger", '{\n "swaggerVersion": "1.1"}', "unknown-form", 'this is Swagger "1.1"', "2:20"],
    ["a later OpenAPI", '{"openapi": "4.0.0"}', "unknown-form", 'this is OpenAPI "4.0.0"', "1:13"],
    ["no text", Uint8Array.of(0x7b, 0xff, 0x7d), "encoding", "the file is not UTF-8 text", null],
  ])("%s", (_what, text, code, message, at) => {
    const found = firstOf(text);
    expect(found.code).toBe(code);
    expect(found.message).toContain(message);
    if (at !== null) expect(found.at).toBe(at);
  });

  test("what is nested without end is refused, not followed", () => {
    const deep = `{"swaggerVersion": "1.2", "apis": ${"[".repeat(1_000_000)}`;
    expect(firstOf(deep)).toMatchObject({ code: "input-size", at: "1:234" });
  });
});

const command = (directory: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "dist/main.js"), "client", ...args], {
    cwd: directory,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

function tree(files: Readonly<Record<string, string>>): string {
  const directory = scratch();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

const LISTING = `{"swaggerVersion": "1.2", "apis": [
  {"path": "/api/v1", "description": "v1"},
  {"path": "/apis/extensions/v1beta1"}
]}`;

describe("the command", () => {
  test("mends v1 and extensions together, says where, and the script hands each to the generator", () => {
    const directory = tree({ "v1.json": around('\n{"type": "any"}'), "extensions_v1beta1.json": around("{}") });
    const { status, stdout } = command(directory, "v1.json", "extensions_v1beta1.json", "--out", "made");
    expect(status).toBe(0);
    expect(stdout).toContain('v1.json: 1 of type "any" is "string" now, on line 2\n');
    expect(stdout).toContain('extensions_v1beta1.json: has no type "any"\n');
    expect(readFileSync(join(directory, "made/v1.json"), "utf8")).toBe(around('\n{"type": "string"}'));
    const script = join(directory, "made/generate.sh");
    expect(statSync(script).mode & 0o111).not.toBe(0);
    writeFileSync(join(directory, "codegen"), '#!/bin/sh\necho "$@" >>"$0.calls"\n', { mode: 0o755 });
    const made = run(script, ["--additional-properties", "x=y z"], {
      env: { SWAGGER_CODEGEN: join(directory, "codegen") },
    });
    expect(made.status, made.output).toBe(0);
    expect(readFileSync(join(directory, "codegen.calls"), "utf8")).toBe(
      "generate -l python -i ./v1.json -o ./v1 --additional-properties x=y z\n" +
        "generate -l python -i ./extensions_v1beta1.json -o ./extensions_v1beta1 --additional-properties x=y z\n",
    );
    const without = run(script, [], { env: { SWAGGER_CODEGEN: "/nowhere/codegen" } });
    expect([without.status, without.output]).toEqual([1, "generate.sh: there is no /nowhere/codegen here\n"]);
  });

  test("what a client was made of is taken up again; what somebody edited is not lost", () => {
    const directory = tree({ "v1.json": around('{"type": "any"}') });
    expect(command(directory, "v1.json").status).toBe(0);
    expect(command(directory, "v1.json").stdout).toContain("0 files written, 3 unchanged");
    writeFileSync(join(directory, "client/generate.sh"), "mine\n");
    const refused = command(directory, "v1.json", "--lang", "go");
    expect(refused.status).toBe(3);
    expect(readFileSync(join(directory, "client/generate.sh"), "utf8")).toBe("mine\n");
    expect(command(directory, "v1.json", "--lang", "go", "--force").status).toBe(0);
    expect(readFileSync(join(directory, "client/generate.sh"), "utf8")).toContain("old go ./v1.json ./v1\n");
  });

  test("a listing takes its parts along, and says where it names one that is not there", () => {
    const parts = { "api/listing.json": LISTING, "api/v1.json": around('{"type": "any"}') };
    const directory = tree({ ...parts, "api/extensions_v1beta1.json": around('{"type": "any"}') });
    const made = command(directory, "api/listing.json");
    expect([made.status, made.stderr]).toEqual([0, ""]);
    expect(readdirSync(join(directory, "client")).sort()).toEqual(
      ["extensions_v1beta1.json", "generate.sh", "inventory.json", "listing.json", "v1.json"].sort(),
    );
    expect(readFileSync(join(directory, "client/listing.json"), "utf8")).toBe(LISTING);
    const half = tree(parts);
    const { status, stderr } = command(half, "api/listing.json");
    expect(status).toBe(1);
    expect(stderr).toContain('the part "/apis/extensions/v1beta1" is not there: api/apis/extensions/v1beta1.json');
    expect(stderr).toContain("api/listing.json:3:12");
    expect(existsSync(join(half, "client"))).toBe(false);
  });

  test("a listing reaches nothing that is not beside it", () => {
    const directory = tree({
      "x/listing.json": LISTING.replace("/api/v1", "/../../etc/passwd").replace("/apis/extensions/v1beta1", "/api/v1"),
      "x/v1.json": around("{}"),
      "etc/passwd": around("{}"),
    });
    const { status, stderr } = command(directory, "x/listing.json");
    expect(status).toBe(1);
    expect(stderr).toContain("x/etc/passwd.json");
  });

  test("what came after 1.2 needs no mending, and another generator", () => {
    const directory = tree({
      "v2.json": '{"swagger": "2.0", "definitions": {"x": {"type": "any"}}}',
      "v3.json": '{"openapi": "3.0.1"}',
    });
    const { status, stdout } = command(directory, "v2.json", "v3.json");
    expect(status).toBe(0);
    expect(stdout).toContain("v2.json: is of version 2.0, which needs no mending\n");
    expect(stdout).toContain("v3.json: is of version 3.0.1, which needs no mending\n");
    const script = readFileSync(join(directory, "client/generate.sh"), "utf8");
    expect(script).toMatch(/\nlater python \.\/v2\.json \.\/v2\nlater python \.\/v3\.json \.\/v3\n$/);
    expect(readFileSync(join(directory, "client/v2.json"), "utf8")).toContain('"type": "any"');
  });

  test("names that a shell would read otherwise arrive as they are", () => {
    const name = "-a b$(id)'\".json";
    const directory = tree({ [name]: around("{}") });
    expect(command(directory, "--", name).status).toBe(0);
    writeFileSync(join(directory, "codegen"), '#!/bin/sh\nfor word; do echo "$word"; done >"$0.words"\n', {
      mode: 0o755,
    });
    const made = run(join(directory, "client/generate.sh"), [], {
      env: { SWAGGER_CODEGEN: join(directory, "codegen") },
    });
    expect(made.status, made.output).toBe(0);
    expect(readFileSync(join(directory, "codegen.words"), "utf8").split("\n")).toContain(`./${name}`);
  });

  test.each([
    ["no file", ["none.json"], 1, "cannot read the description: there is no such file"],
    ["a directory", ["."], 1, "it is a directory"],
    ["a language that is none", ["v1.json", "--lang", "x; rm"], 2, "is no language of a generator"],
    ["two of one name", ["v1.json", "other/v1.json"], 1, "would both be v1.json"],
  ])("refuses %s", (_what, args, status, said) => {
    const directory = tree({ "v1.json": around("{}"), "other/v1.json": around("{}") });
    const found = command(directory, ...args);
    expect([found.status, found.stderr]).toEqual([status, expect.stringContaining(said)]);
    expect(existsSync(join(directory, "client"))).toBe(false);
  });

  test("a planted link is not written through", () => {
    const directory = tree({ "v1.json": around("{}"), "mine/v1.json": "mine" });
    symlinkSync(join(directory, "mine"), join(directory, "client"));
    expect(command(directory, "v1.json").status).not.toBe(0);
    expect(readFileSync(join(directory, "mine/v1.json"), "utf8")).toBe("mine");
  });

  test("of ten megabytes every type is found", () => {
    const one =
      '"M%": {"properties": {"a": {"type": "any"}, "b": {"type": "string", "description": "any type of any"}}}';
    const count = 90_000;
    const models = Array.from({ length: count }, (_, index) => one.replace("%", String(index)));
    const text = `{"swaggerVersion": "1.2", "resourcePath": "/x", "models": {\n${models.join(",\n")}\n}}`;
    expect(text.length).toBeGreaterThan(9_000_000);
    const found = read(text);
    expect(found.ok && found.lines.length).toBe(count);
    expect(found.ok && found.mended.length).toBe(text.length + count * 3);
  });

  test("programs get one object", () => {
    const directory = tree({ "v1.json": around('{"type": "any"}') });
    const { stdout } = command(directory, "v1.json", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      diagnostics: [],
      descriptions: [{ file: "v1.json", kind: "declaration", version: "1.2", lines: [1] }],
      outputs: [{ directory: "client", ok: true }],
    });
  });
});
