/** What the README shows is what there is: its specs compile, and its tree is what its first spec makes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compileText, ROOT } from "./support/cases.ts";

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const shipped = readFileSync(join(ROOT, "cluster.yml"), "utf8");

/** The blocks of a language, whole; one without has the empty one. */
const blocks = (language: string): readonly string[] =>
  [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , text]) => text ?? "");

const specs = blocks("yaml");
const PART = "# part of a spec\n";

describe("the README's specs", () => {
  test("begin with the one that comes with it", () => {
    expect(parse(specs[0] ?? "")).toEqual(parse(shipped));
  });

  test.each(specs.filter((text) => !text.startsWith(PART)))("are whole, and compile without a word: %#", (text) => {
    expect(compileText(text)).toMatchObject({ ok: true, diagnostics: [] });
  });

  test.each(specs.filter((text) => text.startsWith(PART)))("or say that they are a part: %#", (text) => {
    const whole = { ...parse(shipped), ...parse(text) };
    expect(compileText(JSON.stringify(whole))).toMatchObject({ ok: true });
  });
});

test("the README's tree is what its first spec makes, and all of it", () => {
  const [tree = ""] = blocks("").filter((text) => text.startsWith("out/example/\n"));
  const shown = tree.split("\n").flatMap((line) => /^ {2}(\S+) {2,}\S/.exec(line)?.[1] ?? []);
  const compiled = compileText(shipped);
  const made = compiled.ok ? compiled.artifacts.map(({ path }) => path) : [];
  const covers = (place: string, path: string): boolean =>
    place.endsWith("/") ? path.startsWith(place) : path === place;
  expect(shown.filter((place) => !made.some((path) => covers(place, path)))).toEqual([]);
  expect(made.filter((path) => !shown.some((place) => covers(place, path)))).toEqual([]);
});
