/** Where flow collections and quoted scalars may start: at the start of a line, or behind one of these. */
const BEFORE_VALUE = ":,-[{?";

const startsValue = (previous: string): boolean => previous === "" || BEFORE_VALUE.includes(previous);

const isBlank = (character: string | undefined): boolean => character === " " || character === "\t";

/** The end of a quoted scalar that starts at `at` and ends on the line; `at` when none does. */
function quotedEnd(line: string, at: number, previous: string): number {
  const quote = line[at];
  if ((quote !== '"' && quote !== "'") || !startsValue(previous)) return at;
  return Math.max(at, line.indexOf(quote, at + 1));
}

const STEP: Readonly<Record<string, number>> = { "[": 1, "{": 1, "]": -1, "}": -1 };

/** Flow brackets opened and closed on a line, outside comments and quoted scalars. */
function flowDepth(line: string, before: number): { readonly deepest: number; readonly after: number } {
  let depth = before;
  let deepest = before;
  let previous = "";
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === "#" && (at === 0 || isBlank(line[at - 1]))) break;
    at = quotedEnd(line, at, previous);
    const character = line[at] as string;
    depth = Math.max(0, depth + (STEP[character] ?? 0));
    deepest = Math.max(deepest, depth);
    if (!isBlank(character)) previous = character;
  }
  return { deepest, after: depth };
}

/**
 * Where a YAML text nests deeper than a limit, as an offset, or undefined. An upper bound, told without parsing:
 * the parser recurses, and a text that exhausts its stack can take the whole process with it.
 */
export function tooDeep(text: string, limit: number): number | undefined {
  const indents: number[] = [];
  let flow = 0;
  let offset = 0;
  for (const line of text.split("\n")) {
    const content = line.trimStart();
    if (content !== "" && !content.startsWith("#")) {
      const indent = line.length - content.length;
      while (indents.length > 0 && (indents.at(-1) as number) >= indent) indents.pop();
      indents.push(indent);
      const dashes = /^(?:[-?][ \t]+)*/.exec(content)?.[0].replaceAll(/[ \t]/g, "").length ?? 0;
      const { deepest, after } = flowDepth(line, flow);
      if (indents.length + dashes + deepest > limit) return offset + indent;
      flow = after;
    }
    offset += line.length + 1;
  }
  return undefined;
}
