import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
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

describe("the check itself", () => {
  test("finds an unquoted expansion", () => {
    expect(check("#!/bin/bash\nrm -rf $1/x\n")).toContain("SC2086");
  });
});
