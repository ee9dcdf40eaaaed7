import { LineCounter, parseAllDocuments } from "yaml";
import { tooDeep } from "./depth.ts";
import type { Diagnostic, DiagnosticCode, SpecPath } from "./diagnostics.ts";
import { conflict, type Foreign, foreign } from "./foreign.ts";
import { lexed } from "./lexed.ts";
import { controlCharacter, MAX_FOUND, type Unplain, unplainNodes } from "./plain.ts";
import { type Source, sourceRange } from "./source.ts";
import { badYaml, ownWords } from "./yaml-errors.ts";

/** A spec is written by hand: a few kilobytes, or a few hundred with every SSH key that the schema admits. */
export const MAX_SPEC_BYTES = 512 * 1024;

/** The spec itself is four levels deep. The YAML parser recurses, so the bound is checked before it runs. */
const MAX_DEPTH = 64;

/** Nodes that aliases may stand for in sum; the YAML library counts them as it follows them. */
const MAX_EXPANSION = 100;

/**
 * How the library reads: no tag makes anything but plain data (`unplainNodes` refuses them where they stand), and equal keys
 * are left to us.
 */
const READER = { version: "1.2", prettyErrors: false, uniqueKeys: false, resolveKnownTags: false } as const;

/**
 * Words, marks and blanks of YAML. A spec with every key that there is has 1,500; behind broken text each may become an
 * error of its own, with kilobytes to it.
 */
const MAX_TOKENS = 50_000;

type Loaded =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

interface Text {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
}

interface Problem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly help?: string;
}

const identity = (path: SpecPath): SpecPath => path;

/** A problem of the whole file, or of the stretch of text between two offsets. */
function problem(where: Text, { code, message, help }: Problem, at?: readonly [number, number]): Diagnostic {
  const ranges = at === undefined ? [] : [sourceRange(where, at)];
  return { code, severity: "error", file: where.file, message, ranges, notes: [], help: help ?? null };
}

export const refused = (file: string, found: Problem): Loaded => ({
  ok: false,
  diagnostics: [problem({ file, text: "", lines: new LineCounter() }, found)],
});

/** Where a text has more tokens than a limit, as an offset, or undefined. */
function tooMany(text: string, limit: number): number | undefined {
  let count = 0;
  for (const [offset] of lexed(text)) {
    count += 1;
    if (count > limit) return offset;
  }
  return undefined;
}

/** Where lines start. Not left to the parser, which loses count behind some errors. */
function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

/** One thing is wrong with a file of something else: that it is one. */
const misread = (where: Text, { what, help, at }: Foreign): Diagnostic =>
  problem(where, { code: "unknown-form", message: `this is ${what}, not a cluster spec`, help }, [
    at,
    endOfLine(where.text, at),
  ]);

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

function unplain(where: Text, { at, also, ...found }: Unplain): Diagnostic {
  const first = problem(where, found, at);
  return also === undefined ? first : { ...first, ranges: [...first.ranges, sourceRange(where, also.at, also.label)] };
}

function parse(where: Text): Loaded {
  const documents = parseAllDocuments(where.text, READER);
  const [document, second] = documents;
  if ("empty" in documents || document === undefined || document.contents === null) {
    return refused(where.file, {
      code: "unknown-form",
      message: "the file holds no spec",
      help: "start from the cluster.yml that comes with clusterwright",
    });
  }
  const errors = documents.flatMap((each) => each.errors).slice(0, MAX_FOUND);
  const problems = badYaml(where.text, errors).map(({ at, ...found }) => problem(where, found, at));
  if (second !== undefined) {
    const message = "the file holds more than one YAML document";
    const help = "one spec a file; name several files on the command line";
    problems.push(
      problem(where, { code: "multiple-documents", message, help }, [second.range[0], second.range[0] + 1]),
    );
  }
  const diagnostics = [...problems, ...unplainNodes(document).map((found) => unplain(where, found))];
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_EXPANSION });
    return { ok: true, source: { ...where, document, value, written: identity } };
  } catch (error) {
    const message = `the aliases of the file cannot be followed: ${ownWords(error as Error)}`;
    return refused(where.file, { code: "input-size", message });
  }
}

/**
 * Text to a document that still knows line and column. Decides nothing about the content; refuses what
 * is not one clean YAML document of a sane size.
 *
 * @param file the name to show in messages
 */
export function load(file: string, bytes: Uint8Array): Loaded {
  if (bytes.length > MAX_SPEC_BYTES) {
    const message = `the file has ${bytes.length} bytes; a spec has at most ${MAX_SPEC_BYTES}`;
    return refused(file, { code: "input-size", message });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refused(file, { code: "encoding", message: "the file is not UTF-8 text", help: "save it as UTF-8" });
  }
  const unparsed = (found: Problem, offset: number): Loaded => {
    const lines = countLines(text);
    return { ok: false, diagnostics: [problem({ file, text, lines }, found, [offset, offset + 1])] };
  };
  const control = controlCharacter(text);
  if (control !== undefined) {
    const message = `the file holds the control character ${control.name}`;
    return unparsed({ code: "encoding", message, help: "remove it" }, control.offset);
  }
  const deep = tooDeep(text, MAX_DEPTH);
  if (deep !== undefined) {
    const message = `the file is nested more than ${MAX_DEPTH} levels deep; a spec has four`;
    return unparsed({ code: "input-size", message }, deep);
  }
  const many = tooMany(text, MAX_TOKENS);
  if (many !== undefined) {
    const message = `the file holds more than ${MAX_TOKENS} words and marks; a spec has a few thousand`;
    return unparsed({ code: "input-size", message }, many);
  }
  const where = { file, text, lines: countLines(text) };
  const unresolved = conflict(text);
  if (unresolved !== undefined) return { ok: false, diagnostics: [misread(where, unresolved)] };
  const loaded = parse(where);
  const other = foreign(text, loaded.ok ? loaded.source.value : undefined);
  return other === undefined ? loaded : { ok: false, diagnostics: [misread(where, other)] };
}
