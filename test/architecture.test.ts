import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "./support/cases.ts";

/** Rooms of the house, and which rooms each may look into. Data flows one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  schema: ["schema"],
  generators: ["generators", "schema"],
  commands: ["commands", "generators", "schema"],
  "main.ts": ["commands", "generators", "package.json"],
};

const sources = (room: string): readonly string[] =>
  room.endsWith(".ts")
    ? [room]
    : readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".ts"))
        .map((path) => join(room, path));

const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const importsOf = (path: string): readonly string[] =>
  [...textOf(path).matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map((match) => match[1] ?? "");

/** Paths from the root of the modules of ours that a module imports. */
const ownImports = (path: string): readonly string[] =>
  importsOf(path)
    .filter((name) => name.startsWith("."))
    .map((name) => normalize(join(dirname(path), name)));

const all = Object.keys(MAY_IMPORT).flatMap(sources);
const roomOf = (path: string): string => path.split("/")[0] ?? path;

test("the rooms are not empty", () => {
  expect(all.length).toBeGreaterThan(40);
});

test.each(all)("%s imports only what its room may", (path) => {
  const allowed = MAY_IMPORT[roomOf(path)] ?? [];
  expect(ownImports(path).filter((target) => !allowed.includes(roomOf(target)))).toEqual([]);
});

describe("inside generators/", () => {
  const generators = sources("generators");

  test("only generators/terraform/ and the stacks of platforms know cdktf", () => {
    const importers = all.filter((path) => importsOf(path).some((name) => /^(cdktf|constructs|@cdktf\/)/.test(name)));
    expect(importers.length).toBeGreaterThan(0);
    expect(importers.filter((path) => !/^generators\/(terraform\/|platforms\/.*\/stacks\/)/.test(path))).toEqual([]);
  });

  test("provider resources are imported by their own path", () => {
    const names = all.flatMap(importsOf).filter((name) => name.startsWith("@cdktf/provider-aws"));
    expect(names.filter((name) => !/^@cdktf\/provider-aws\/lib\/[a-z0-9-]+\/index\.js$/.test(name))).toEqual([]);
  });

  test("only emit writes, and only render reads templates", () => {
    const users = generators.filter((path) => importsOf(path).includes("node:fs"));
    expect(users.map((path) => relative("generators", path)).sort()).toEqual([
      "emit/emit.ts",
      "emit/lock.ts",
      "emit/look.ts",
      "emit/write.ts",
      "text/render.ts",
    ]);
  });

  test("the compile knows neither clock, chance, network nor environment", () => {
    const impure = /\bprocess\.|\bDate\b|Math\.random|\bfetch\(|node:(http|https|net|os|child_process)/;
    const compile = [...generators, ...sources("schema")].filter((path) => !path.includes("emit"));
    expect(compile.filter((path) => impure.test(textOf(path)))).toEqual([]);
  });

  const outside = generators.filter((path) => !/^generators\/(variants|platforms)\//.test(path));

  test("no condition on a variant outside generators/variants/", () => {
    const condition =
      /[!=]==?\s*"(aws|aws-autoscaling|static|coreos|flatcar|centos|atomic|routes|flannel|weave|none)"|"(aws|coreos|routes)"\s*[!=]==?|\b(workloadApi|api)\s*[!=]==?\s*"|case "(aws|coreos|centos|routes)"/;
    expect(outside.filter((path) => condition.test(textOf(path)))).toEqual([]);
  });

  test("no comparison of versions outside generators/variants/", () => {
    const comparison = /semver|version\.(minor|major|split|startsWith)|version\s*[<>]=?|[!=]==\s*"\d+\.\d+/;
    expect([...outside, ...sources("commands")].filter((path) => comparison.test(textOf(path)))).toEqual([]);
  });

  test("a default comes from the schema, through resolve", () => {
    const readers = generators.filter((path) => ownImports(path).some((target) => target.endsWith(".schema.json")));
    expect(readers.sort().filter((path) => !/^generators\/resolve\//.test(path))).toEqual([
      "generators/platforms/aws/groups/place.ts",
      "generators/platforms/aws/place.ts",
      "generators/platforms/aws/placed/place.ts",
    ]);
  });
});

test("no file is longer than the next engineer wants to read", () => {
  const long = all.filter((path) => !path.includes("generated") && textOf(path).split("\n").length > 400);
  expect(long).toEqual([]);
});

test("nothing of this machine or of how the product was made stands in the repository", () => {
  const files = [
    ...all,
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "package.json",
    "package-lock.json",
    "docs/reference.md",
  ];
  const unwanted = /\/(work|home|root)\/|registry\.npmjs|deb\.debian\.org/;
  expect(files.filter((path) => unwanted.test(textOf(path)))).toEqual([]);
});
