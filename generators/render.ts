import { readFileSync } from "node:fs";
import nunjucks from "nunjucks";

/** Both the sources and the bundle stand one level below the package, beside `templates/`. */
const template = (name: string): string => readFileSync(new URL(`../templates/${name}`, import.meta.url), "utf8");

const texts = new Map<string, string>();

/** A file of `templates/` as it is. Read once: the package's files are part of the program, not of its input. */
export function asset(name: string): string {
  const text = texts.get(name) ?? template(name);
  texts.set(name, text);
  return text;
}

/** One word of a POSIX shell command line, quoted where it has to be. */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** Text inside Markdown prose or a table cell. */
export const markdownText = (text: string): string => text.replaceAll(/([\\`*_{}[\]<>|#])/g, "\\$1");

/** Text inside a Markdown code span or block: backquotes would end it. */
export const markdownCode = (text: string): string => text.replaceAll("`", "'");

/** One word of a shell command in a Makefile recipe, where `$` is make's. */
export const makeWord = (text: string): string => shellWord(text).replaceAll("$", "$$$$");

/** The encoders a template may use; `test/templates.test.ts` refuses an interpolation without one. */
export const ENCODERS = { sh: shellWord, md: markdownText, code: markdownCode, make: makeWord } as const;

/** nunjucks' own tags clash with `${#array[@]}` in bash and with docker's `{{.Name}}`. */
export const TAGS = {
  variableStart: "@{",
  variableEnd: "}@",
  blockStart: "@%",
  blockEnd: "%@",
  commentStart: "@#",
  commentEnd: "#@",
} as const;

const Loader = nunjucks.Loader.extend({
  getSource: (name: string) => ({ src: asset(name), path: name, noCache: false }),
}) as unknown as new () => nunjucks.ILoader;

const environment = new nunjucks.Environment(new Loader(), {
  autoescape: false,
  throwOnUndefined: true,
  trimBlocks: true,
  lstripBlocks: true,
  tags: TAGS,
});
for (const [name, encode] of Object.entries(ENCODERS)) {
  environment.addFilter(name, (value: unknown) => {
    // nunjucks only minds an undefined value that no filter takes.
    if (value === undefined || value === null) throw new Error("a template names a value that it was not given");
    return encode(String(value));
  });
}

/** A template with the values built beside it. Unknown names are errors of ours, not of the spec. */
export const render = (name: string, values: object): string => environment.render(name, values);
