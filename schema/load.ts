import { type Document, isScalar, LineCounter, parseAllDocuments, visit, type YAMLError } from "yaml";
import { tooDeep } from "./depth.ts";
import type { Diagnostic, DiagnosticCode, SpecPath } from "./diagnostics.ts";
import { type Source, sourceRange } from "./source.ts";

/** A spec is written by hand: a few kilobytes, or a few hundred with every SSH key that the schema admits. */
export const MAX_SPEC_BYTES = 512 * 1024;

/** The spec itself is four levels deep. The YAML parser recurses, so the bound is checked before it runs. */
const MAX_DEPTH = 64;

/** Aliases a document may expand to; the YAML library counts them as it follows them. */
const MAX_ALIASES = 100;

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

/** Codes of the YAML library that have a meaning of their own here; all others are `yaml-syntax`. */
const YAML_CODES: Readonly<Record<string, DiagnosticCode>> = {
  MULTIPLE_DOCS: "multiple-documents",
};

const lowerFirst = (text: string): string => text.replace(/^./, (letter) => letter.toLowerCase());

function yamlProblem(where: Text, error: YAMLError): Diagnostic {
  const code = YAML_CODES[error.code] ?? "yaml-syntax";
  const message = lowerFirst(error.message.split("\n", 1)[0] ?? error.message);
  return problem(where, { code, message }, [error.pos[0], Math.max(error.pos[1], error.pos[0] + 1)]);
}

/** The first character that a text editor would not show and a later consumer would trip over. */
function controlCharacter(text: string): { offset: number; name: string } | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  const match = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/.exec(text);
  if (match === null) return undefined;
  return { offset: match.index, name: `U+${match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}` };
}

/** Where lines start. Not left to the parser, which loses count behind some errors. */
function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

/** Escapes such as "\ud800" or "\0" pass the check of the raw text, and no encoder could carry them. */
function hostileString(value: string): string | undefined {
  if (!value.isWellFormed()) return "half of a surrogate pair";
  const control = controlCharacter(value);
  return control === undefined ? undefined : `the control character ${control.name}`;
}

/** YAML readers disagree on which of two equal keys counts. Not left to the parser, which compares each with each. */
function duplicateKey(where: Text, name: string, at: readonly [number, number], first: number): Diagnostic {
  const message = `the key "${name}" stands twice in one mapping`;
  const second = problem(where, { code: "duplicate-key", message, help: "keep one of the two" }, at);
  return { ...second, ranges: [...second.ranges, sourceRange(where, [first, first + name.length], "first here")] };
}

/** Anything but mappings with plain keys, lists and clean scalars has no place in a spec. */
function strangeNodes(where: Text, document: Document.Parsed): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(document, {
    Map(_key, map) {
      const first = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || !key.range) continue;
        const name = String(key.value);
        const at = first.get(name);
        if (at === undefined) first.set(name, key.range[0]);
        else found.push(duplicateKey(where, name, [key.range[0], key.range[1]], at));
      }
    },
    Pair(_key, pair) {
      if (isScalar(pair.key)) return;
      const range = (pair.key as { range?: [number, number, number] } | null)?.range;
      found.push(
        problem(where, { code: "yaml-syntax", message: "a key must be plain text" }, [
          range?.[0] ?? 0,
          range?.[1] ?? 1,
        ]),
      );
    },
    Alias(_key, node, path) {
      const target = node.resolve(document);
      const at: [number, number] = [node.range?.[0] ?? 0, node.range?.[1] ?? 1];
      if (target === undefined) {
        found.push(problem(where, { code: "yaml-syntax", message: `there is no anchor &${node.source}` }, at));
      } else if (path.includes(target)) {
        found.push(
          problem(
            where,
            { code: "yaml-syntax", message: `the alias *${node.source} stands inside what it stands for` },
            at,
          ),
        );
      }
    },
    Scalar(_key, node) {
      const what = typeof node.value === "string" ? hostileString(node.value) : undefined;
      if (what === undefined) return;
      const message = `the text holds ${what}, which no consumer of the output accepts`;
      found.push(
        problem(where, { code: "encoding", message, help: "remove it" }, [node.range?.[0] ?? 0, node.range?.[1] ?? 1]),
      );
    },
  });
  return found;
}

function parse(where: Text): Loaded {
  const documents = parseAllDocuments(where.text, { version: "1.2", prettyErrors: false, uniqueKeys: false });
  const [document, second] = documents;
  if ("empty" in documents || document === undefined || document.contents === null) {
    return refused(where.file, {
      code: "unknown-form",
      message: "the file holds no spec",
      help: "start from the cluster.yml that comes with clusterwright",
    });
  }
  const problems = documents
    .flatMap((each) => [...each.errors, ...each.warnings])
    .map((error) => yamlProblem(where, error));
  if (second !== undefined) {
    const message = "the file holds more than one YAML document";
    const help = "one spec a file; name several files on the command line";
    problems.push(
      problem(where, { code: "multiple-documents", message, help }, [second.range[0], second.range[0] + 1]),
    );
  }
  const diagnostics = [...problems, ...strangeNodes(where, document)];
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { ok: true, source: { ...where, document, value, written: identity } };
  } catch (error) {
    const message = `the aliases of the file cannot be followed: ${lowerFirst(String((error as Error).message))}`;
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
  return parse({ file, text, lines: countLines(text) });
}
