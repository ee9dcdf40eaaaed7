/** Any text of a spec arrives unchanged at the program that reads the format. systemd's turn is in the boot test. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { literal } from "../../generators/terraform/stack.ts";
import { APACHE_PREAMBLE, apacheArgument, environmentLine } from "../../generators/text/encoders.ts";
import { terraform } from "../support/terraform.ts";
import { program, run, scratch, testWith } from "../support/tools.ts";

const KNOWN = [
  "${path.module}",
  "$${x}",
  "$$${x}",
  "%{if true}",
  "%%{x}",
  "$",
  "%",
  "$$",
  "a\nb",
  "\\",
  '"',
  "'",
  "\\n",
  "${",
  "}",
  "\u{1f600}",
  "",
  " ",
  "\t",
  "<a>&b",
  "${HOME}",
  "\\${HOME}",
  "a\\",
];

/** A fixed lot of random texts: the programs are asked once for all of them. */
const RANDOM = fc.sample(
  fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => text.isWellFormed() && !text.includes("\0")),
  { numRuns: 200, seed: 3 },
);
const PIECES = fc.sample(
  fc.string({
    unit: fc.constantFrom("$", "%", "{", "}", "\\", '"', "'", "a", " ", "${", "%{", "`", "#"),
    maxLength: 12,
  }),
  { numRuns: 300, seed: 4 },
);
const TEXTS = [...KNOWN, ...RANDOM, ...PIECES];

testWith(program("terraform"))("Terraform evaluates an encoded literal to the text itself", () => {
  const place = scratch();
  const output = Object.fromEntries(TEXTS.map((text, index) => [`text_${index}`, { value: literal(text) }]));
  writeFileSync(join(place, "main.tf.json"), JSON.stringify({ output }));
  const applied = terraform(place, ["apply", "-auto-approve", "-input=false", "-no-color"]);
  expect(applied.status, applied.output).toBe(0);
  const read = JSON.parse(terraform(place, ["output", "-json"]).stdout) as Record<string, { value: string }>;
  // Terraform brings text into Unicode's composed form, which is the same text.
  expect(TEXTS.map((_, index) => read[`text_${index}`]?.value.normalize())).toEqual(
    TEXTS.map((text) => text.normalize()),
  );
});

test("a shell reads a variable's line as the text itself", () => {
  const texts = TEXTS.filter((text) => !text.includes("\n"));
  const file = join(scratch(), "variables");
  writeFileSync(file, texts.map((text, index) => environmentLine(`text_${index}`, text)).join(""));
  const print = `source "$0"; for ((i = 0; i < ${texts.length}; i++)); do name=text_$i; printf '%s\\0' "\${!name}"; done`;
  expect(run("bash", ["-c", print, file]).stdout.split("\0").slice(0, -1)).toEqual(texts);
});

testWith(program("apache2"))("Apache reads an encoded argument as the text itself", () => {
  const place = scratch();
  const texts = TEXTS.filter((text) => text !== "" && !/[\n\r\u0085\u2028\u2029]/.test(text));
  const defines = texts.map((text, index) => `Define text_${index} ${apacheArgument(text)}`);
  const modules = "LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so";
  const config = join(place, "httpd.conf");
  writeFileSync(
    config,
    [
      modules,
      `ServerRoot "${place}"`,
      "ServerName localhost",
      "Listen 127.0.0.1:1",
      `ErrorLog "${place}/error.log"`,
      APACHE_PREAMBLE,
      ...defines,
      "",
    ].join("\n"),
  );
  const { stdout, stderr } = run("apache2", ["-t", "-D", "DUMP_RUN_CFG", "-f", config], {
    env: { HOME: "/somewhere" },
  });
  const read = new Map([...stdout.matchAll(/^Define: (text_\d+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  expect(stderr).not.toContain("Syntax error");
  expect(texts.map((_, index) => read.get(`text_${index}`))).toEqual(texts);
});
