/**
 * What a reader would not see, or would see where it is not: control characters of both sets, format characters (among
 * them those that turn the direction of text around or have no width), separators of lines, halves of surrogate pairs.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** For a text that JSON, JavaScript and YAML in double quotes all read back. */
const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, "0")}`;

/** One character as an escape: of JSON's, so that a pair of surrogates gets two. */
const escaped = (character: string): string =>
  SHORT[character] ??
  character
    .split("")
    .map((part) => unit(part.charCodeAt(0)))
    .join("");

/** A text of somebody else's on one line of ours, as what it is: nothing of it acts on a terminal or hides in a review. */
export const visible = (text: string): string => text.replace(HIDDEN, escaped);

/** The same for a text of several lines, with its tabs and its colours where it has any of ours. */
export const visibleLines = (text: string, coloured = false): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are ours
    .split(coloured ? /(\r?\n|\t|\u001b\[[0-9;]*m)/ : /(\r?\n|\t)/)
    .map((part, index) => (index % 2 === 1 ? part : visible(part)))
    .join("");
