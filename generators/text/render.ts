import { readFileSync } from "node:fs";
import nunjucks from "nunjucks";
import { ENCODERS } from "./encoders.ts";
import { TEMPLATES } from "./generated/templates.js";

/** The sources stand two levels below the package, the bundle one: both beside `templates/`. */
const TEMPLATES_DIRECTORY = new URL(
  import.meta.url.endsWith(".ts") ? "../../templates/" : "../templates/",
  import.meta.url,
);

const template = (name: string): string => readFileSync(new URL(name, TEMPLATES_DIRECTORY), "utf8");

const texts = new Map<string, string>();

/** A file of `templates/` as it is. Read once: the package's files are part of the program, not of its input. */
export function asset(name: string): string {
  const text = texts.get(name) ?? template(name);
  texts.set(name, text);
  return text;
}

const environment = new nunjucks.Environment([], { autoescape: false, throwOnUndefined: true });
for (const [name, encode] of Object.entries(ENCODERS)) {
  environment.addFilter(name, (value: unknown) => {
    // nunjucks only minds an undefined value that no filter takes.
    if (value === undefined || value === null) throw new Error("a template names a value that it was not given");
    return encode(String(value));
  });
}

/** A template with the values built beside it. Unknown names are errors of ours, not of the spec. */
export function render(name: keyof typeof TEMPLATES, values: object): string {
  const compiled = { type: "code", obj: TEMPLATES[name] } as unknown as string;
  return new nunjucks.Template(compiled, environment, name).render(values);
}
