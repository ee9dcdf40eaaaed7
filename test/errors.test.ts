import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Compiled, compileFile, succeeding } from "../commands/compile-specs.ts";
import { compiledSide } from "../commands/side.ts";
import { DIAGNOSTIC_CODES } from "../schema/diagnostics.ts";
import { printDiagnostics } from "../schema/print.ts";
import { ERRORS, errorNames } from "./support/cases.ts";

const UPDATE = process.env.UPDATE_GOLDENS === "1";

/** A folder is called after the code it shows; what stands behind a dot tells it from others of that code. */
const codeOf = (name: string): string => name.split(".")[0] ?? name;

/** A case with a `before.yml` is about what its spec would do to the cluster of that one. */
function compileAgainst(name: string): Compiled {
  const compiled = compileFile(join(ERRORS, name, "spec.yml"), "synth <spec>");
  const before = join(ERRORS, name, "before.yml");
  if (!existsSync(before)) return compiled;
  const earlier = compileFile(before, "synth <spec>");
  if (!earlier.ok || !compiled.ok) throw new Error(`${name}: one of the two has faults of its own`);
  const found = succeeding(compiledSide(earlier), compiled, []);
  return { ...compiled, ok: false, diagnostics: [...compiled.diagnostics, ...found] };
}

/** Shows several at once, by intent. */
const MIXED = "everything-at-once";

describe.each(errorNames())("error case %s", (name) => {
  const compiled = compileAgainst(name);
  const diagnostics = compiled.diagnostics.map((diagnostic) => ({ ...diagnostic, file: "spec.yml" }));
  const printed = printDiagnostics(diagnostics, compiled.text);
  const expected = join(ERRORS, name, "expected.txt");

  if (UPDATE)
    test("is rewritten", () => {
      const same = existsSync(expected) && readFileSync(expected, "utf8") === printed;
      if (!same) writeFileSync(expected, printed);
      expect(same, "expected.txt was rewritten: read the diff, then run the tests").toBe(true);
    });

  test("prints this", () => {
    expect(printed).toBe(readFileSync(expected, "utf8"));
  });

  test("shows the code it is called after", () => {
    if (name !== MIXED) expect(diagnostics.map(({ code }) => code)).toContain(codeOf(name));
  });

  test("points inside the file", () => {
    const lines = compiled.text.split("\n");
    for (const range of diagnostics.flatMap(({ ranges }) => ranges)) {
      const line = lines[range.line - 1];
      expect(line).toBeDefined();
      expect(range.column).toBeGreaterThan(0);
      expect(range.endColumn).toBeGreaterThanOrEqual(range.column);
      expect(range.endColumn - 1).toBeLessThanOrEqual(line?.length ?? 0);
    }
  });

  test("fails, unless all it shows is warnings", () => {
    expect(compiled.ok).toBe(diagnostics.every(({ severity }) => severity === "warning"));
  });
});

test("every code has a case", () => {
  const shown = new Set(errorNames().map(codeOf));
  expect(Object.keys(DIAGNOSTIC_CODES).filter((code) => !shown.has(code))).toEqual([]);
});

test("several problems come at once, in the order of the file", () => {
  const { diagnostics } = compileFile(join(ERRORS, MIXED, "spec.yml"), "synth <spec>");
  expect(new Set(diagnostics.map(({ code }) => code)).size).toBeGreaterThanOrEqual(8);
});
