import type { ErrorObject } from "ajv";
import { follow, type SchemaNode } from "./definitions.ts";
import type { DiagnosticCode, Finding, SpecPath } from "./diagnostics.ts";
import { FORMATS } from "./formats.ts";
import { knownNear } from "./known-names.ts";
import { didYouMean } from "./suggest.ts";
import { keyElsewhere } from "./synonyms.ts";

/** A schema error with its path as a list and the value and schema it is about. */
export interface SchemaError {
  readonly keyword: string;
  readonly path: SpecPath;
  readonly params: Readonly<Record<string, unknown>>;
  readonly value: unknown;
  readonly schema: SchemaNode;
  /** Set when the error is about the name of a key, not about a value. */
  readonly propertyName?: string;
  /** What needs a key that is missing, where not every spec does. */
  readonly neededBy?: SpecPath;
}

const unescapePointer = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~");

/** JSON pointer to path; list positions become numbers. */
function pathOf(pointer: string, root: unknown): SpecPath {
  let value = root;
  return pointer
    .split("/")
    .slice(1)
    .map((part) => {
      const key = Array.isArray(value) ? Number(part) : unescapePointer(part);
      value = (value as Record<string | number, unknown> | undefined)?.[key];
      return key;
    });
}

export const schemaError = (error: ErrorObject, root: unknown): SchemaError => ({
  keyword: error.keyword,
  path: pathOf(error.instancePath, root),
  params: error.params,
  value: error.data,
  schema: (error.parentSchema ?? {}) as SchemaNode,
  ...(error.propertyName === undefined ? {} : { propertyName: error.propertyName }),
});

/** A value as a message shows it: one line, in quotes where it is text, never long. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 76)}…"`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
};

const name = (path: SpecPath): string => {
  const key = path.findLast((part) => typeof part === "string");
  if (key === undefined) return "the spec";
  return typeof path.at(-1) === "number" ? `an entry of "${key}"` : `"${key}"`;
};

/** Whether YAML reads a text as that very text where nothing stands around it, 1.1 and 1.2 alike. */
const isPlainText = (text: string): boolean =>
  /^[A-Za-z0-9][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*$/.test(text) &&
  !/^(true|false|null|yes|no|on|off|y|n|0[xob].*)$/i.test(text) &&
  Number.isNaN(Number(text));

/** A value as it may be pasted into a spec, on one line. */
const asYaml = (value: unknown): string =>
  typeof value === "string" && !isPlainText(value) ? JSON.stringify(value) : String(value);

const list = (values: readonly unknown[]): string => values.map(shown).join(", ");

type Explanation = Omit<Finding, "places"> & { readonly part?: "key"; readonly child?: string | number };

const hinted = (schema: SchemaNode, fallback: DiagnosticCode): Pick<Finding, "code" | "help"> => {
  const hint = schema["x-diagnostic"];
  return { code: hint?.code ?? fallback, ...(hint === undefined ? {} : { help: `expected ${hint.expected}` }) };
};

/** Where other tools' words lead, and keys that stand at another place. */
function meant(path: SpecPath, key: string, known: readonly string[]): string {
  const found = keyElsewhere(path, key, known);
  if (found === undefined) return `known keys: ${known.join(", ")}`;
  return found.isNeighbour ? `did you mean "${found.key}"?` : `that is ${found.key} here`;
}

function unknownKey({ params, path, schema }: SchemaError): Explanation {
  const key = String(params.additionalProperty);
  const known = Object.keys(schema.properties ?? {});
  return {
    code: "unknown-key",
    message: `${name(path)} has no key "${key}"`,
    help: didYouMean(key, known, meant(path, key, known)),
    part: "key",
    child: key,
  };
}

function missingKey({ params, path, schema }: SchemaError): Explanation {
  const key = String(params.missingProperty);
  const example = follow(schema.properties?.[key] ?? {}).examples?.[0];
  const isPlain = typeof example !== "object" && example !== undefined;
  const pair = `${key}: ${asYaml(example)}`;
  const hint = isPlain
    ? `add it, such as ${pair.includes('"') ? pair : `"${pair}"`}`
    : `add it; "clusterwright explain ${[...path.filter((part) => typeof part === "string"), key].join(".")}" shows an example`;
  return {
    code: "missing-key",
    message: `${name(path)} lacks the key "${key}"`,
    help: hint,
    part: "key",
  };
}

/** One value where a list of such belongs, as the list; undefined where it is no such value. */
function listForm(wanted: string, value: unknown, schema: SchemaNode): string | undefined {
  if (wanted !== "array" || typeof value === "object" || follow(schema.items ?? {}).type === "object") return undefined;
  return `write a list: [${asYaml(String(value))}]`;
}

/** Whether a text is one that the schema wants, but for its length. */
const wouldBeTaken = (text: string, { pattern, format }: SchemaNode): boolean =>
  (pattern === undefined || new RegExp(pattern, "u").test(text)) && FORMATS[format ?? ""]?.(text) === undefined;

/** What would have made a value of the type that is wanted out of what is written; undefined where nothing so small. */
function spelling(wanted: string, value: unknown, schema: SchemaNode): string | undefined {
  if (wanted === "string" && (typeof value === "number" || typeof value === "boolean")) {
    const expected = schema["x-diagnostic"]?.expected;
    if (!wouldBeTaken(String(value), schema)) return undefined;
    return `write it in quotes${expected === undefined ? "" : `: expected ${expected}`}`;
  }
  if (typeof value !== "string") return undefined;
  if (wanted === "boolean" && /^(y|yes|on|true|n|no|off|false)$/i.test(value)) {
    return `write ${/^(y|on|true)/i.test(value)}, without quotes`;
  }
  return /^(integer|number)$/.test(wanted) && /^-?[0-9]+$/.test(value) ? "write it without quotes" : undefined;
}

function wrongType({ value, path, params, schema }: SchemaError): Explanation {
  const wanted = KINDS[String(params.type)] ?? String(params.type);
  if (value === null) {
    return {
      code: "wrong-type",
      message: `${name(path)} has no value: it must be ${wanted}`,
      help: "give it one, or remove the key",
    };
  }
  const type = String(params.type);
  const help = listForm(type, value, schema) ?? spelling(type, value, schema);
  const hint = help === undefined ? hinted(schema, "wrong-type") : { help };
  return { ...hint, code: "wrong-type", message: `${name(path)} must be ${wanted}, not ${shown(value)}` };
}

/** Whether a text is what was written before YAML made a number of it: 0640 is 640 to its readers, 0o640 is 416. */
const isNumeral = (text: unknown, value: number): boolean =>
  typeof text === "string" && /^[0-9.]+$/.test(text) && (Number(text) === value || Number.parseInt(text, 8) === value);

function notListed({ value, path, params }: SchemaError): Explanation {
  const allowed = (params.allowedValues ?? [params.allowedValue]) as readonly unknown[];
  const otherwise = `expected ${list(allowed)}`;
  const meant = typeof value === "number" ? allowed.find((each) => isNumeral(each, value)) : undefined;
  const help =
    typeof value === "string"
      ? didYouMean(value, allowed.map(String), otherwise)
      : meant === undefined
        ? otherwise
        : `write it in quotes: "${String(meant)}"`;
  return { code: "invalid-value", message: `${shown(value)} is not a value of ${name(path)}`, help };
}

function badText(error: SchemaError): Explanation {
  const { value, schema, params } = error;
  const text = error.propertyName ?? value;
  const title = (schema.title ?? "value").replace(/^[A-Z](?![A-Z0-9]|ubernetes)/, (letter) => letter.toLowerCase());
  const article = /^([aeio]|SSH|AMI|EC2|AWS|IPv4)/.test(title) ? "an" : "a";
  const reason = error.keyword === "format" ? FORMATS[String(params.format)]?.(String(text)) : undefined;
  const because = reason === undefined ? "" : `: ${reason}`;
  const about = error.propertyName === undefined ? {} : { part: "key" as const, child: error.propertyName };
  const hint = hinted(schema, "invalid-value");
  const near = knownNear(hint.code, String(text));
  return {
    ...hint,
    ...(near === undefined ? {} : { help: `did you mean "${near}"?` }),
    message: `${shown(text)} is not ${article} ${title}${because}`,
    ...about,
  };
}

function wrongLength({ value, propertyName, schema, params, keyword }: SchemaError): Explanation {
  const text = String(propertyName ?? value);
  const side = keyword.startsWith("min") ? "least" : "most";
  return {
    ...hinted(schema, "invalid-value"),
    message: `${shown(text)} has ${[...text].length} characters; at ${side} ${String(params.limit)} allowed`,
    ...(propertyName === undefined ? {} : { part: "key" as const, child: propertyName }),
  };
}

function outOfBounds({ value, path, schema, params, keyword }: SchemaError): Explanation {
  const side = keyword.startsWith("min") ? "least" : "most";
  const unit = /(Items|Properties)$/.test(keyword) ? " entries" : "";
  const isCollection = typeof value === "object" && value !== null;
  const what = isCollection
    ? `${name(path)} has ${Object.keys(value).length} entries`
    : `${shown(value)} is outside ${name(path)}`;
  return { ...hinted(schema, "invalid-value"), message: `${what}; at ${side} ${String(params.limit)}${unit} allowed` };
}

/** Two entries of a list that are one; the later of them is too many. */
function writtenTwice({ value, path, params }: SchemaError): Explanation {
  const entry = Math.max(Number(params.i), Number(params.j));
  const twice = shown((value as readonly unknown[])[entry]);
  return { code: "duplicate-name", message: `${twice} is in ${name(path)} twice`, help: "remove one", child: entry };
}

const EXPLAIN: Readonly<Record<string, (error: SchemaError) => Explanation>> = {
  additionalProperties: unknownKey,
  required: missingKey,
  type: wrongType,
  enum: notListed,
  const: notListed,
  pattern: badText,
  format: badText,
  minimum: outOfBounds,
  maximum: outOfBounds,
  minItems: outOfBounds,
  maxItems: outOfBounds,
  uniqueItems: writtenTwice,
  maxProperties: outOfBounds,
  minLength: wrongLength,
  maxLength: wrongLength,
};

/** Keywords that only repeat what the errors below them say. */
const ECHOES: ReadonlySet<string> = new Set(["propertyNames"]);

/** Every keyword of the schemas that a value can fail. */
export const EXPLAINED: readonly string[] = [...Object.keys(EXPLAIN), ...ECHOES];

/** One schema error in words, or undefined when another error already says it. */
export function explain(error: SchemaError): Finding | undefined {
  if (ECHOES.has(error.keyword)) return undefined;
  const explanation = EXPLAIN[error.keyword]?.(error);
  if (explanation === undefined) throw new Error(`no words for the schema keyword ${error.keyword}`);
  const { part, child, ...rest } = explanation;
  const path = child === undefined ? error.path : [...error.path, child];
  const place = part === undefined ? { path } : { path, part };
  const { neededBy } = error;
  return { ...rest, places: neededBy === undefined ? [place] : [place, { path: neededBy, label: "needs it" }] };
}
