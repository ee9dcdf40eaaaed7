import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { CASES, caseNames, compileCase, filesBelow } from "./support/cases.ts";

/** `npm run test:update` rewrites what is expected, and fails all the same: a golden is accepted by reading it. */
const UPDATE = process.env.UPDATE_GOLDENS === "1";

const EXECUTABLE = 0o100;

function update(expected: string, artifacts: ReturnType<typeof compileCase>["artifacts"]): boolean {
  const before = existsSync(expected) ? filesBelow(expected) : [];
  const stale = before.filter((path) => !artifacts.some((artifact) => artifact.path === path));
  for (const path of stale) rmSync(join(expected, path));
  const changed = artifacts.filter(
    ({ path, content }) => !existsSync(join(expected, path)) || readFileSync(join(expected, path), "utf8") !== content,
  );
  for (const { path, content, mode } of changed) {
    mkdirSync(dirname(join(expected, path)), { recursive: true });
    writeFileSync(join(expected, path), content, { mode });
  }
  return stale.length + changed.length > 0;
}

describe.each(caseNames())("golden case %s", (name) => {
  const { artifacts } = compileCase(name);
  const expected = join(CASES, name, "expected");

  if (UPDATE)
    test("is rewritten", () => {
      expect(update(expected, artifacts), "goldens were rewritten: read the diff, then run the tests").toBe(false);
    });

  test("has exactly these files", () => {
    expect(artifacts.map(({ path }) => path).sort()).toEqual(filesBelow(expected));
  });

  test.each(artifacts.map((artifact) => [artifact.path, artifact] as const))("%s", (path, { content, mode }) => {
    expect(content).toBe(readFileSync(join(expected, path), "utf8"));
    expect((statSync(join(expected, path)).mode & EXECUTABLE) !== 0).toBe((mode & EXECUTABLE) !== 0);
  });

  test("comes out the same a second time", () => {
    expect(compileCase(name).artifacts).toEqual(artifacts);
  });
});
