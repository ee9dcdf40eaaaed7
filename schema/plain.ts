import { type Alias, type Document, isCollection, isMap, isScalar, isSeq, type Node, type Pair, visit } from "yaml";
import type { DiagnosticCode } from "./diagnostics.ts";

type Offsets = readonly [start: number, end: number];

/** What is no plain data, at its place in the text. */
export interface Unplain {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly help?: string;
  readonly at: Offsets;
  /** Another place that has a part in it. */
  readonly also?: { readonly at: Offsets; readonly label: string };
}

/** Each may stand for a whole list, so few are enough to make a large document of a small one. */
const MAX_ALIASES = 100;

/** As many as anybody reads; a file of nothing else need not be looked through to its end. */
export const MAX_FOUND = 200;

/** The first character that a text editor would not show and a later consumer would trip over. */
export function controlCharacter(text: string): { readonly offset: number; readonly name: string } | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  const match = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/.exec(text);
  if (match === null) return undefined;
  return { offset: match.index, name: `U+${match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}` };
}

/** Escapes such as "\ud800" or "\0" pass the check of the raw text, and no encoder could carry them. */
function hostileString(value: string): string | undefined {
  if (!value.isWellFormed()) return "half of a surrogate pair";
  const control = controlCharacter(value);
  return control === undefined ? undefined : `the control character ${control.name}`;
}

const offsets = (node: { readonly range?: readonly [number, number, number] | null } | null): Offsets => [
  node?.range?.[0] ?? 0,
  node?.range?.[1] ?? 1,
];

/** YAML readers disagree on which of two equal keys counts. Not left to the parser, which compares each with each. */
function twice(pairs: readonly Pair[]): readonly Unplain[] {
  const first = new Map<string, number>();
  return pairs.flatMap(({ key }) => {
    if (!isScalar(key) || !key.range) return [];
    const name = String(key.value);
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, key.range[0]);
      return [];
    }
    return {
      code: "duplicate-key",
      message: `the key "${name}" stands twice in one mapping`,
      help: "keep one of the two",
      at: offsets(key),
      also: { at: [before, before + name.length], label: "first here" },
    };
  });
}

/** A key that readers of YAML 1.1 would replace by the keys of what it names. */
const isMerge = (key: unknown): boolean => isScalar(key) && key.value === "<<" && key.type === "PLAIN";

function unplainKey({ key }: Pair): readonly Unplain[] {
  if (!isScalar(key))
    return [{ code: "yaml-syntax", message: "a key must be plain text", at: offsets(key as Node | null) }];
  if (!isMerge(key)) return [];
  const message = "a merge key (<<) is not read: YAML 1.2 has none";
  const help = "write out the keys that it would bring; an alias may stand for a whole value";
  return [{ code: "yaml-syntax", message, help, at: offsets(key) }];
}

function unplainScalar(node: Node): readonly Unplain[] {
  const what = isScalar(node) && typeof node.value === "string" ? hostileString(node.value) : undefined;
  if (what === undefined) return [];
  const message = `the text holds ${what}, which no consumer of the output accepts`;
  return [{ code: "encoding", message, help: "remove it", at: offsets(node) }];
}

/** What the tags of YAML's core schema say, which is what a value without a tag may be too (YAML 1.2.2, 10.3). */
const CORE_TAGS: Readonly<Record<string, (node: Node) => boolean>> = {
  "!": (node) => isScalar(node) && typeof node.value === "string",
  "tag:yaml.org,2002:str": (node) => isScalar(node) && typeof node.value === "string",
  "tag:yaml.org,2002:int": (node) => isScalar(node) && Number.isInteger(node.value),
  "tag:yaml.org,2002:float": (node) => isScalar(node) && typeof node.value === "number",
  "tag:yaml.org,2002:bool": (node) => isScalar(node) && typeof node.value === "boolean",
  "tag:yaml.org,2002:null": (node) => isScalar(node) && node.value === null,
  "tag:yaml.org,2002:map": isMap,
  "tag:yaml.org,2002:seq": isSeq,
};

function tagged(node: Node): readonly Unplain[] {
  const tag = isScalar(node) || isCollection(node) ? node.tag : undefined;
  if (tag === undefined) return [];
  const fits = Object.hasOwn(CORE_TAGS, tag) ? CORE_TAGS[tag] : undefined;
  if (fits?.(node)) return [];
  const message =
    fits === undefined
      ? `the tag ${shownTag(tag)} makes a value that is no plain data`
      : `the value is not what its tag ${shownTag(tag)} says`;
  const help = 'remove it: a text is a text in quotes ("1.10"), a list is [a, b], a mapping is { a: b }';
  return [{ code: "yaml-syntax", message, help, at: offsets(node) }];
}

/** Tags as people write them: the library hands on what a shorthand stands for. */
const shownTag = (tag: string): string => JSON.stringify(tag.replace(/^tag:yaml\.org,2002:/, "!!")).slice(1, -1);

function unplainAlias(alias: Alias, anchors: ReadonlyMap<string, Node>, above: readonly unknown[]): readonly Unplain[] {
  const at = offsets(alias);
  const target = anchors.get(alias.source);
  if (target === undefined) {
    return [{ code: "yaml-syntax", message: `there is no anchor &${alias.source} before it`, at }];
  }
  if (!above.includes(target)) return [];
  return [{ code: "yaml-syntax", message: `the alias *${alias.source} stands inside what it stands for`, at }];
}

function tooManyAliases(alias: Alias, count: number): readonly Unplain[] {
  if (count <= MAX_ALIASES) return [];
  const message = `the file has more than ${MAX_ALIASES} aliases`;
  return [{ code: "input-size", message, help: "write out what they stand for", at: offsets(alias) }];
}

/**
 * Whatever is not made of mappings with plain keys, lists and clean scalars: it has no place in a spec. In one walk, for the
 * library looks through the whole document for each alias that it follows.
 */
export function unplainNodes(document: Document.Parsed): readonly Unplain[] {
  const found: Unplain[] = [];
  const anchors = new Map<string, Node>();
  let aliases = 0;
  const note = (more: readonly Unplain[]): symbol | undefined => {
    found.push(...more);
    return found.length >= MAX_FOUND || aliases > MAX_ALIASES ? visit.BREAK : undefined;
  };
  visit(document, {
    Pair: (_key, pair) => note(unplainKey(pair)),
    Alias(_key, alias, above) {
      aliases += 1;
      return note([...unplainAlias(alias, anchors, above), ...tooManyAliases(alias, aliases)]);
    },
    Value(_key, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node as Node);
      return note([...tagged(node as Node), ...unplainScalar(node as Node), ...(isMap(node) ? twice(node.items) : [])]);
    },
  });
  return found;
}
