import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ENCODERS, TAGS } from "../generators/text/encoders.ts";
import { render } from "../generators/text/render.ts";
import { caseNames, compileCase, ROOT } from "./support/cases.ts";

const TEMPLATES = join(ROOT, "templates");
const names = readdirSync(TEMPLATES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(TEMPLATES.length + 1));

const escaped = (text: string): string => text.replaceAll(/[{}%#@]/g, "\\$&");

/** What stands between the tags of an interpolation. */
const interpolations = (text: string): readonly string[] =>
  [...text.matchAll(new RegExp(`${escaped(TAGS.variableStart)}(.*?)${escaped(TAGS.variableEnd)}`, "gs"))].map(
    (match) => match[1] ?? "",
  );

const ENCODED = new RegExp(`\\|\\s*(${Object.keys(ENCODERS).join("|")})\\s*$`);

describe.each(names)("templates/%s", (name) => {
  const text = readFileSync(join(TEMPLATES, name), "utf8");

  test("interpolates nothing without an encoder", () => {
    expect(interpolations(text).filter((inner) => !ENCODED.test(inner))).toEqual([]);
  });

  test("has no nested loops or conditions", () => {
    let depth = 0;
    for (const [, tag] of text.matchAll(/@%-?\s*(\w+)/g)) {
      if (tag === "for" || tag === "if") depth += 1;
      if (tag === "endfor" || tag === "endif") depth -= 1;
      expect(depth).toBeLessThanOrEqual(1);
    }
    expect(depth).toBe(0);
  });
});

test("scripts are taken as they are, without tags", () => {
  for (const name of names.filter((each) => each.startsWith("scripts/"))) {
    expect(readFileSync(join(TEMPLATES, name), "utf8")).not.toMatch(/@\{|@%|@#/);
  }
});

test("a name that a template's values lack is an error", () => {
  expect(() => render("Makefile", {})).toThrow();
});

test("no tag is left over in any output", () => {
  // Braces without a blank inside are JSON's and the shell's own.
  const tags = /@\{|\}@|@%|%@|\{\{ | \}\}/;
  const left = caseNames()
    .flatMap((name) => compileCase(name).artifacts.map(({ path, content }) => [`${name}/${path}`, content] as const))
    .filter(([path, content]) => tags.test(content.replaceAll(/"\$\{\{.*\}\}"/g, "")) && !path.endsWith(".ts"));
  expect(left.map(([path]) => path)).toEqual([]);
});
