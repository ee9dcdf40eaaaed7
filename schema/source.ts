import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type LineCounter, type Node, type Pair } from "yaml";
import type { Diagnostic, Finding, Place, SourceRange, SpecPath } from "./diagnostics.ts";

/** The text of a spec and the tree that knows where everything stands in it. */
export interface Source {
  /** As the user named it; used in messages only. */
  readonly file: string;
  readonly text: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** The plain value of the document. */
  readonly value: unknown;
  /**
   * Where a path of the native spec stands in this text. The identity for the native form; the
   * `ycluster.yml` form has other names, and none for some (see `paths.ts`).
   */
  readonly written: (path: SpecPath) => SpecPath | undefined;
}

type Offsets = readonly [start: number, end: number];

const follow = (node: unknown, document: Document.Parsed): unknown => (isAlias(node) ? node.resolve(document) : node);

function pairOf(container: unknown, key: string | number): Pair | undefined {
  if (!isMap(container)) return undefined;
  return container.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

function child(container: unknown, key: string | number): Pair | Node | undefined {
  if (isSeq(container)) return container.items[Number(key)] as Node | undefined;
  return pairOf(container, key);
}

/** The node or pair at a path; when the path is not in the text, the deepest ancestor that is. */
function find(source: Source, path: SpecPath): { found: Pair | Node | undefined; complete: boolean } {
  let at: Pair | Node | undefined = source.document.contents as Node;
  let container: unknown = at;
  for (const key of path) {
    const next = child(follow(container, source.document), key);
    if (next === undefined || next === null) return { found: at, complete: false };
    at = next;
    container = isPair(next) ? next.value : next;
  }
  return { found: at, complete: true };
}

function offsets(node: unknown): Offsets | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range ? [range[0], range[1]] : undefined;
}

/** The node of the value at a path of the text; undefined when it is not written there, or stands for another. */
export function nodeAt(source: Source, path: SpecPath): Node | undefined {
  const { found, complete } = find(source, path);
  const node = isPair(found) ? found.value : found;
  return complete && isScalar(node) ? node : undefined;
}

/**
 * Where a mapping takes a key that it lacks, behind one that it has, and what leads to it there: a comma or the indent of a
 * line; undefined where it has the key, or lacks the other.
 */
export function roomFor(source: Source, behind: SpecPath, key: string): { at: number; lead: string } | undefined {
  const { found: mapping } = find(source, behind.slice(0, -1));
  const { found, complete } = find(source, behind);
  const container = follow(isPair(mapping) ? mapping.value : mapping, source.document);
  if (!complete || !isPair(found) || !isMap(container) || pairOf(container, key) !== undefined) return undefined;
  const [start, end] = [offsets(found.key)?.[0], offsets(found.value)?.[1]];
  if (start === undefined || end === undefined) return undefined;
  if (container.flow === true) return { at: end, lead: ", " };
  const line = /\r?(?=\n|$)/g;
  line.lastIndex = end;
  const at = line.exec(source.text)?.index ?? end;
  const newline = source.text.includes("\r\n") ? "\r\n" : "\n";
  return { at, lead: newline + " ".repeat(source.lines.linePos(start).col - 1) };
}

/** Collections underline their first line only: a caret under a whole block helps nobody. */
function rangeOf(found: Pair | Node | undefined, part: "key" | "value"): Offsets {
  const start: Offsets = [0, 0];
  if (found === undefined || found === null) return start;
  if (isMap(found)) return offsets(found.items[0]?.key) ?? start;
  if (!isPair(found)) return offsets(found) ?? start;
  const value = offsets(found.value);
  const empty = value === undefined || value[0] === value[1];
  const wanted = part === "key" || empty || isMap(found.value) || isSeq(found.value) ? found.key : found.value;
  return offsets(wanted) ?? start;
}

/** Offsets to lines and columns, the end held to the line of the start. */
export function sourceRange(source: Pick<Source, "text" | "lines">, at: Offsets, label?: string): SourceRange {
  const { line, col } = source.lines.linePos(at[0]);
  const lineStart = at[0] - (col - 1);
  const newline = source.text.indexOf("\n", at[0]);
  const lineEnd = newline === -1 ? source.text.length : newline;
  const end = Math.max(Math.min(at[1], lineEnd), at[0]);
  const range = { line, column: col, endLine: line, endColumn: end - lineStart + 1 };
  return label === undefined ? range : { ...range, label };
}

interface Located {
  readonly range: SourceRange;
  /** Whether the place itself is in the text; otherwise the range is that of its nearest ancestor's key. */
  readonly written: boolean;
}

function locate(source: Source, place: Place): Located {
  const path = source.written(place.path);
  const { found, complete } = find(source, path ?? []);
  const written = complete && path !== undefined;
  return {
    range: sourceRange(source, rangeOf(found, written ? (place.part ?? "value") : "key"), place.label),
    written,
  };
}

/**
 * Gives a finding its positions: of its places those that are written, or the nearest to the first when none is.
 */
export function positioned(source: Source, finding: Finding): Diagnostic {
  const located = finding.places.map((place) => locate(source, place));
  const written = located.filter((each) => each.written);
  return {
    code: finding.code,
    severity: finding.severity ?? "error",
    file: source.file,
    message: finding.message,
    // A warning about something that is not written points nowhere: there is nothing to mend in the text.
    ranges: (written.length > 0 || finding.severity === "warning" ? written : located.slice(0, 1)).map(
      (each) => each.range,
    ),
    notes: finding.notes ?? [],
    help: finding.help ?? null,
  };
}
