import type { YAMLError } from "yaml";
import type { DiagnosticCode } from "./diagnostics.ts";
import { lexed } from "./lexed.ts";

/** What is wrong with a text that is not YAML, where, and how it is put right. */
interface BadYaml {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly help?: string;
  /** Offsets in the text. */
  readonly at: readonly [number, number];
}

type Words = Omit<BadYaml, "code" | "at"> & { readonly at?: BadYaml["at"] };

/** What the library says of it, as it reads inside a message of ours. */
export const ownWords = ({ message }: Error): string =>
  message
    .split("\n", 1)
    .join("")
    .replace(/^./, (letter) => letter.toLowerCase());

/** The line that an offset stands in, without its end. */
function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? undefined : end).trimEnd();
}

/** What stands from an offset to where a plain value ends: at a comment, a comma or bracket of a flow, or the line's end. */
const plainAt = (text: string, offset: number): string =>
  /^[^\r\n,\]}]*/
    .exec(text.slice(offset, offset + 200))?.[0]
    .split(/[ \t]#/, 1)[0]
    ?.trimEnd() ?? "";

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Where the quote that is never closed was opened: the last thing of the text that starts with it. */
function openingOf(text: string, quote: string): number | undefined {
  let opening: number | undefined;
  for (const [offset, token] of lexed(text)) if (token.startsWith(quote)) opening = offset;
  return opening;
}

function missing(text: string, error: YAMLError): Words {
  const quote = /closing (['"])/.exec(error.message)?.[1];
  if (quote === undefined) {
    const line = lineAt(text, error.pos[0]).trim();
    if (line.startsWith("- ")) {
      return {
        message: "a list starts where a key is expected",
        help: "give the key before it no value of its own, or indent the list",
      };
    }
    return {
      message: `"${line.slice(0, 60)}" is no key with a value`,
      help: 'write "key: value", with a blank after the colon',
    };
  }
  const opening = openingOf(text, quote);
  return {
    message: `the text that starts with ${quote} does not end`,
    help: `put a ${quote} where it ends; inside it, ${quote === '"' ? '\\" stands for one' : "'' stands for one"}`,
    ...(opening === undefined ? {} : { at: [opening, opening + 1] as const }),
  };
}

/** A flow that was not closed before a line that belongs to what is around it. */
const indent = (_text: string, { message }: YAMLError): Words => {
  const [, kind, bracket] = /^Flow (sequence|map) .*([\]}])$/.exec(message) ?? [];
  return kind === undefined
    ? {
        message: "the line is indented differently from its neighbours",
        help: "keys of one mapping start in one column",
      }
    : {
        message: `the ${kind === "map" ? "mapping" : "list"} before it is not closed`,
        help: `close it with ${bracket}, or indent the lines that belong to it`,
      };
};

function nested(text: string, { pos }: YAMLError): Words {
  const value = plainAt(text, pos[0]);
  const help = value.includes(": ")
    ? `write it in quotes: ${quoted(value)}`
    : "give the key before it no value, or indent what follows as its neighbours are";
  return { message: "a value has no keys on its own line", help };
}

/** Words for the library's codes; each but the tab's is said once, for what follows it comes of it. */
const WORDS: Readonly<Partial<Record<YAMLError["code"], (text: string, error: YAMLError) => Words>>> = {
  TAB_AS_INDENT: () => ({
    message: "the line is indented with a tab, which YAML refuses",
    help: "indent with blanks, two a level",
  }),
  BAD_SCALAR_START: (text, { pos }) => {
    const value = plainAt(text, pos[0]);
    if (pos[0] === 0 || text[pos[0] - 1] === "\n") {
      const message = `the line starts with ${value.slice(0, 1)}, which no key does`;
      return { message, help: "a line of a text that is written behind | is indented further than its key" };
    }
    return {
      message: `a value that starts with ${value.slice(0, 1)} must be in quotes`,
      help: `write ${quoted(value)}`,
      at: [pos[0], pos[0] + value.length],
    };
  },
  MISSING_CHAR: missing,
  BAD_INDENT: indent,
  BLOCK_AS_IMPLICIT_KEY: nested,
  MULTILINE_IMPLICIT_KEY: missing,
  UNEXPECTED_TOKEN: (text, error) => {
    const line = lineAt(text, error.pos[0]);
    const value = /^\s*(?:- )?[^\s:]+: +((['"]).*)$/.exec(line)?.[1];
    return error.message.includes("at node end") && value !== undefined
      ? { message: "something follows the closing quote", help: `write all of it in quotes: ${quoted(value)}` }
      : { message: ownWords(error) };
  },
  BAD_DQ_ESCAPE: (text, { pos }) => ({
    message: `"${text.slice(pos[0], pos[1] + 1)}" is no escape of YAML`,
    help: String.raw`write \\ for a backslash, or the text in single quotes`,
  }),
};

/** Mistakes that leave the reader where it was: each of them is one of its own. */
const ALONE: ReadonlySet<string> = new Set(["TAB_AS_INDENT", "BAD_SCALAR_START", "BAD_DQ_ESCAPE"]);

function inWords(text: string, error: YAMLError): BadYaml {
  const { code, pos } = error;
  const at = [pos[0], Math.max(pos[1], pos[0] + 1)] as const;
  if (code === "MULTIPLE_DOCS") return { code: "multiple-documents", message: ownWords(error), at };
  const words = WORDS[code]?.(text, error) ?? { message: ownWords(error) };
  return { code: "yaml-syntax", at, ...words };
}

/**
 * The errors of the YAML library in words, with a way out, and without those that only come of an earlier one.
 *
 * @param errors as the library lists them
 */
export function badYaml(text: string, errors: readonly YAMLError[]): readonly BadYaml[] {
  const inOrder = [...errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const alone = inOrder.filter(({ code }) => ALONE.has(code));
  // Of what is left, the first may come of one of those, too.
  const first = alone.length > 0 ? [] : inOrder.slice(0, 1);
  return [...alone, ...first].map((error) => inWords(text, error));
}
