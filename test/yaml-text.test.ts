/** YAML as its readers have it: libyaml, which Kubernetes' and coreos-cloudinit's own readers descend from. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { parse } from "yaml";
import { yamlText } from "../generators/text/yaml.ts";
import { program, run, scratch, testWith, works } from "./support/tools.ts";

const test = testWith(works("libyaml for Python", "python3", "-c", "from yaml import CSafeLoader"));

/** What libyaml makes of a document, as JSON. */
function readByLibyaml(text: string): unknown {
  const program = "import json, sys, yaml; print(json.dumps(yaml.load(sys.stdin.buffer, Loader=yaml.CSafeLoader)))";
  const { status, stdout, stderr } = run("python3", ["-c", program], { input: text });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What go-yaml makes of it, which Terraform's `yamldecode` is made of, and Kubernetes' readers too. */
function readByGo(text: string): unknown {
  const cwd = scratch();
  writeFileSync(join(cwd, "text.yaml"), text);
  const { stdout, stderr } = run("terraform", ["console"], {
    cwd,
    input: 'jsonencode(yamldecode(file("text.yaml")))\n',
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(JSON.parse(stdout));
}

const testGo = testWith(program("terraform"));

/** Every text of some characters up to a length. */
const everyText = (characters: readonly string[], longest: number): readonly string[] =>
  longest === 0
    ? [""]
    : ["", ...everyText(characters, longest - 1).flatMap((text) => characters.map((each) => each + text))];

const BLANKS = [...new Set([...everyText([" ", "\t", "\n"], 7), ...everyText([" ", "\t", "\n", "a"], 5)])];

const SPECIAL = [
  "\techo a\n",
  "\n\tx\n",
  "\t\n",
  "  indented\n\ttab\n",
  "a\u0080b",
  "a\u0085b",
  "\u0085",
  "a\u2028b",
  "\u2028",
  "a \u2029 b",
  "\ufeffa",
  "a\ufeff",
  "a\u007fb",
  "\u0001\u001b[2J",
  "a\rb\r\nc",
  "0o17",
  "0x1F",
  "017",
  "1:30",
  "=",
  "<<",
  "~",
  "null",
  "yes",
  "1e3",
  ".inf",
  "2026-11-20",
  "- a",
  "a: b",
  "# a",
  "a #b",
  "%a",
  "@a",
  "`a`",
  "!a",
  "&a",
  "*a",
  "|",
  ">",
  "trailing  \n",
  "\n\n",
  " ",
  "",
  "'",
  '"',
  "\\",
  "%%A%%",
  "🦀",
];

describe("any text arrives", () => {
  test("the ones that readers stumble over", () => {
    expect(readByLibyaml(yamlText(SPECIAL))).toEqual(SPECIAL);
    expect(parse(yamlText(SPECIAL), { version: "1.1" })).toEqual(SPECIAL);
    expect(readByLibyaml(yamlText(SPECIAL, () => true))).toEqual(SPECIAL);
  });

  test("any other, as a value, in a list and in a mapping", () => {
    const unit = fc.constantFrom(
      ..."aZ09 \t\n\r:#-?!&*|>%@`'\"\\{}[],=<~.\u0000\u0007\u007f\u0085\u00e9\u2028\u2029\ufeff\u{1f980}",
    );
    const texts = fc.sample(fc.string({ unit, maxLength: 30 }), { numRuns: 3000, seed: 20261120 });
    const tree = {
      list: texts,
      map: Object.fromEntries(texts.map((text, index) => [`k${index}`, { text, more: [text] }])),
    };
    expect(readByLibyaml(yamlText(tree))).toEqual(tree);
  });

  const blanks = { list: BLANKS, nested: BLANKS.map((content) => ({ content })) };

  test("every short text of blanks, tabs and line breaks", () => {
    expect(BLANKS.length).toBeGreaterThan(4000);
    expect(readByLibyaml(yamlText(blanks))).toEqual(blanks);
  });

  testGo("the same through go-yaml", () => {
    expect(readByGo(yamlText(blanks))).toEqual(blanks);
  });

  test("what nobody would see stands there as an escape", () => {
    const text = yamlText({ a: "a\u202eb\u200b\u{e0041}" });
    expect(text).toBe('a: "a\\u202eb\\u200b\\U000e0041"\n');
    expect(readByLibyaml(text)).toEqual({ a: "a\u202eb\u200b\u{e0041}" });
  });

  test("what can be read easily is left to be read easily", () => {
    expect(yamlText({ a: "plain", b: "two\nlines\n", c: "  three\n" })).toBe(
      "a: plain\nb: |\n  two\n  lines\nc: |2\n    three\n",
    );
  });
});
