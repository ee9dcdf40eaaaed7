import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { clientArtifacts } from "../../generators/client/artifacts.ts";
import { readSwagger } from "../../generators/client/swagger.ts";
import { caseNames, compileCase } from "../support/cases.ts";
import { program, run, scratch, testWith } from "../support/tools.ts";

const test = testWith(program("shellcheck"), program("bash"));

/** Every distinct script of the goldens, by the first path it stands at. */
const scripts = new Map(
  caseNames()
    .flatMap((name) => {
      const { artifacts, contents } = compileCase(name);
      const inUserData = contents.payloads.flatMap(({ boot }) => boot.files);
      return [...artifacts, ...inUserData].map(({ path, content }) => [content, `${name}/${path}`] as const);
    })
    // Libraries say themselves which shell reads them.
    .filter(([content]) => content.startsWith("#!") || /^# shellcheck shell=bash/m.test(content))
    .reverse(),
);

const check = (text: string): string => {
  const file = join(scratch(), "script");
  writeFileSync(file, text);
  return run("bash", ["-n", file]).output + run("shellcheck", ["-S", "style", file]).output;
};

describe.each([...scripts].map(([content, path]) => [path, content] as const))("%s", (_path, content) => {
  test("has no finding", () => {
    expect(check(content)).toBe("");
  });
});

test("what makes clients has none", () => {
  const found = readSwagger("v1.json", new TextEncoder().encode('{"swaggerVersion": "1.2", "apis": []}'));
  if (!found.ok) throw new Error("it is a description");
  const made = clientArtifacts("python", [{ name: "it's v1.json", file: "v1.json", swagger: found }]);
  expect(check(made.find(({ path }) => path === "generate.sh")?.content ?? "$")).toBe("");
});

describe("the check itself", () => {
  test("finds an unquoted expansion", () => {
    expect(check("#!/bin/bash\nrm -rf $1/x\n")).toContain("SC2086");
  });
});
