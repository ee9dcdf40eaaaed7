/** One encoder a format: what a text of the spec passes before it enters text of another language. */

/** One word of a POSIX shell command line, quoted where it has to be. */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** Markdown reads a line break as its own. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

/** Text inside Markdown prose or a table cell. */
const markdownText = (text: string): string => oneLine(text).replaceAll(/([\\`*_{}[\]<>|#])/g, "\\$1");

/** Text inside a Markdown code span or block: backquotes would end it. */
const markdownCode = (text: string): string => oneLine(text).replaceAll("`", "'");

/** One word of a shell command in a Makefile recipe, where `$` is make's. */
export const makeWord = (text: string): string => shellWord(text).replaceAll("$", "$$$$");

/** Stands at the top of every Apache configuration that has encoded arguments: Apache cannot escape `${`. */
export const APACHE_PREAMBLE = "Define clusterwright_dollar $";

/**
 * One argument of an Apache directive. What `${…}` stands for is not looked through again, so a dollar that is
 * itself a variable stays one.
 *
 * @throws on a line break: a directive is one line
 */
export function apacheArgument(text: string): string {
  if (/[\n\r\0]/.test(text)) throw new Error("an Apache directive is one line");
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("$", () => "${clusterwright_dollar}");
  return `"${escaped}"`;
}

/** A line of a file that systemd and shells read variables from; of what is quoted both take a backslash before these. */
export const environmentLine = (name: string, value: string): string =>
  `${name}="${value.replaceAll(/[\\"`$]/g, "\\$&")}"\n`;

/** A text of a TOML file: its basic strings escape what JSON's do, and DEL besides. */
export const tomlText = (text: string): string => JSON.stringify(text).replaceAll("\u007f", "\\u007f");

/** The encoders a template may use; `test/templates.test.ts` refuses an interpolation without one. */
export const ENCODERS = {
  sh: shellWord,
  md: markdownText,
  code: markdownCode,
  make: makeWord,
  apache: apacheArgument,
  toml: tomlText,
} as const;

/** nunjucks' own tags clash with `${#array[@]}` in bash and with docker's `{{.Name}}`. */
export const TAGS = {
  variableStart: "@{",
  variableEnd: "}@",
  blockStart: "@%",
  blockEnd: "%@",
  commentStart: "@#",
  commentEnd: "#@",
} as const;
