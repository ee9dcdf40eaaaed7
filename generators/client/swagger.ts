/**
 * API descriptions as the Kubernetes document takes them: Swagger 1.2, whose Kubernetes writes a type `any` that no generator
 * of clients knows, and what came after it, which needs no mending. A text is changed where such a type stands, and nowhere else.
 */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { LineCounter } from "yaml";
import type { Diagnostic, DiagnosticCode } from "../../schema/diagnostics.ts";
import { sourceRange } from "../../schema/source.ts";

/** How deep a description may be nested; Kubernetes's own have nine levels. */
const MAX_DEPTH = 200;

/** Mistakes that are told at once. */
const MOST_ERRORS = 20;

/** A declaration of Swagger 1.2 has operations and models; a listing names declarations; OpenAPI has all in one. */
type SwaggerKind = "declaration" | "listing" | "openapi";

/** A part that a listing names, and where it does. */
export interface Part {
  /** e.g. `/api/v1` */
  readonly path: string;
  readonly at: readonly [start: number, end: number];
}

export interface Swagger {
  readonly ok: true;
  readonly kind: SwaggerKind;
  /** As it says itself, e.g. `1.2` or `3.0.1` */
  readonly version: string;
  readonly text: string;
  /** The same, fit for a generator. */
  readonly mended: string;
  /** Lines, from 1, on which a type was `any`. */
  readonly lines: readonly number[];
  /** Of a listing. */
  readonly parts: readonly Part[];
  /** A problem of this text, at a place in it. */
  readonly problem: (code: DiagnosticCode, message: string, help: string | null, at?: Part["at"]) => Diagnostic;
}

export type Read = Swagger | { readonly ok: false; readonly text: string; readonly diagnostics: readonly Diagnostic[] };

const lastOf = (node: Node | undefined, key: string): Node | undefined =>
  node?.type !== "object"
    ? undefined
    : node.children?.findLast(({ children }) => children?.[0]?.value === key)?.children?.[1];

/** The values of an object, whatever their keys; of a list its items. */
const childrenOf = (node: Node | undefined): readonly Node[] =>
  node?.type === "object"
    ? (node.children ?? []).flatMap(({ children }) => children?.[1] ?? [])
    : node?.type === "array"
      ? (node.children ?? [])
      : [];

/** Every value of a key: a key that stands twice is mended twice. */
const valuesOf = (node: Node, key: string): readonly Node[] =>
  node.type !== "object"
    ? []
    : (node.children ?? []).flatMap(({ children }) => (children?.[0]?.value === key ? (children[1] ?? []) : []));

/** What describes a type (Swagger 1.2, "4.3.3 Data Type Fields"): its own, and that of its items. */
const typesOf = (described: Node): readonly Node[] => [
  ...valuesOf(described, "type").filter(({ type, value }) => type === "string" && value === "any"),
  ...["items", "additionalProperties"].flatMap((key) => valuesOf(described, key).flatMap(typesOf)),
];

/** Where a declaration has types: in operations, their parameters and in the properties of models; nowhere in examples or words. */
function anyTypes(root: Node): readonly Node[] {
  const operations = valuesOf(root, "apis")
    .flatMap(childrenOf)
    .flatMap((api) => valuesOf(api, "operations"))
    .flatMap(childrenOf);
  const parameters = operations.flatMap((each) => valuesOf(each, "parameters")).flatMap(childrenOf);
  const properties = valuesOf(root, "models")
    .flatMap(childrenOf)
    .flatMap((model) => valuesOf(model, "properties"))
    .flatMap(childrenOf);
  const models = valuesOf(root, "models").flatMap(childrenOf);
  return [...operations, ...parameters, ...models, ...properties].flatMap(typesOf).sort((a, b) => a.offset - b.offset);
}

/** A listing names declarations and describes no operation itself. */
function kindOf(root: Node): SwaggerKind {
  const apis = childrenOf(lastOf(root, "apis"));
  const isDeclaration =
    lastOf(root, "resourcePath") !== undefined ||
    lastOf(root, "models") !== undefined ||
    apis.some((api) => lastOf(api, "operations") !== undefined);
  return isDeclaration || apis.length === 0 ? "declaration" : "listing";
}

const partsOf = (root: Node): readonly Part[] =>
  childrenOf(lastOf(root, "apis")).flatMap((api): readonly Part[] => {
    const path = lastOf(api, "path");
    return path?.type === "string" ? [{ path: String(path.value), at: [path.offset, path.offset + path.length] }] : [];
  });

/** Where a text that begins at a quote ends: at the next one that no backslash stands before. */
function endOfText(json: string, from: number): number {
  for (let at = from + 1; at < json.length; at++) {
    if (json[at] === "\\") at += 1;
    else if (json[at] === '"') return at;
  }
  return json.length;
}

const STEPS: Readonly<Record<string, number>> = { "{": 1, "[": 1, "}": -1, "]": -1 };

/** Where JSON is nested deeper than anybody means it, as an offset; found without going down there, which a reader would. */
function tooDeep(json: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const mark = json[at] ?? "";
    if (mark === '"') at = endOfText(json, at);
    depth += STEPS[mark] ?? 0;
    if (depth > MAX_DEPTH) return at;
  }
  return undefined;
}

/** `PropertyNameExpected` → `property name expected` */
const inWords = ({ error }: ParseError): string =>
  printParseErrorCode(error)
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .toLowerCase();

const WANTED =
  'a description of an API says what it is: "swaggerVersion": "1.2", "swagger": "2.0" or "openapi": "3.0.0"';

/** What a text says that it is; undefined where it says nothing of the kind. */
function versionOf(root: Node): { readonly version: string; readonly isOld: boolean; readonly node: Node } | undefined {
  for (const key of ["swaggerVersion", "swagger", "openapi"]) {
    const node = lastOf(root, key);
    if (node?.type === "string") return { version: String(node.value), isOld: key === "swaggerVersion", node };
  }
  return undefined;
}

/** The text with each of the given values replaced by another one. */
function replaced(text: string, nodes: readonly Node[], value: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { offset, length } of nodes) {
    pieces.push(text.slice(from, offset), value);
    from = offset + length;
  }
  return [...pieces, text.slice(from)].join("");
}

/** Says what is wrong with a text, at a place in it. */
type Say = Swagger["problem"];

/** Where lines start. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

function sayOf(file: string, text: string, lines: LineCounter): Say {
  return (code, message, help, at) => ({
    code,
    severity: "error",
    file,
    message,
    ranges: at === undefined ? [] : [sourceRange({ text, lines }, at)],
    notes: [],
    help,
  });
}

/** The tree of a text that is JSON, or what is wrong with it. */
function parsed(text: string, say: Say): Node | readonly Diagnostic[] {
  // The mark is none of JSON's blanks; offsets stay.
  const json = text.replace(/^\ufeff/, " ");
  if (json.trim() === "") return [say("unknown-form", "the file is empty", WANTED)];
  const deep = tooDeep(json);
  if (deep !== undefined) {
    return [say("input-size", `the file is nested more than ${MAX_DEPTH} levels deep`, null, [deep, deep + 1])];
  }
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { disallowComments: true });
  if (root !== undefined && errors.length === 0) return root;
  return errors.slice(0, MOST_ERRORS).map((error) => {
    const end = error.offset + Math.max(1, error.length);
    return say("unknown-form", `this is not JSON: ${inWords(error)}`, null, [error.offset, end]);
  });
}

/** What is read, as it says itself. */
const OLD = /^1\.2$/;
const LATER = /^(2\.0|3\.[01]\.\d+)$/;

/** What a tree says that it is, or what is wrong with that. */
function identified(root: Node, say: Say): { readonly version: string; readonly kind: SwaggerKind } | Diagnostic {
  const said = versionOf(root);
  if (said === undefined) {
    const start = [root.offset, root.offset + 1] as const;
    return say("unknown-form", "this is JSON, and no description of an API", WANTED, start);
  }
  const { version, isOld, node } = said;
  if ((isOld ? OLD : LATER).test(version)) return { version, kind: isOld ? kindOf(root) : "openapi" };
  const help = "clusterwright reads Swagger 1.2 and 2.0, and OpenAPI 3.0 and 3.1";
  const message = `this is ${isOld ? "Swagger" : "OpenAPI"} ${JSON.stringify(version)}`;
  return say("unknown-form", message, help, [node.offset, node.offset + node.length]);
}

/**
 * Reads a description.
 *
 * @param file the name to show in messages
 * @param bytes UTF-8, with a byte order mark or without, which stays
 */
export function readSwagger(file: string, bytes: Uint8Array): Read {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const say = sayOf(file, "", linesOf(""));
    return { ok: false, text: "", diagnostics: [say("encoding", "the file is not UTF-8 text", "save it as UTF-8")] };
  }
  const lines = linesOf(text);
  const say = sayOf(file, text, lines);
  const root = parsed(text, say);
  if (!("offset" in root)) return { ok: false, text, diagnostics: root };
  const found = identified(root, say);
  if ("code" in found) return { ok: false, text, diagnostics: [found] };
  const types = found.kind === "declaration" ? anyTypes(root) : [];
  return {
    ok: true,
    ...found,
    text,
    mended: replaced(text, types, '"string"'),
    lines: types.map(({ offset }) => lines.linePos(offset).line),
    parts: found.kind === "listing" ? partsOf(root) : [],
    problem: say,
  };
}
