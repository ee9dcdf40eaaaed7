import { Document, type Tags, visit } from "yaml";

/** Characters that YAML 1.1 refuses, or reads as the end of a line, and those that a reviewer would not see. */
const SPECIAL = /[\u007f-\u009f\u2028\u2029\ufffe\uffff\p{Cf}\p{Co}]/gu;

/** C0 controls but tab and line feed. */
const hasControl = (text: string): boolean =>
  [...text].some((character) => character < " " && character !== "\t" && character !== "\n");

/**
 * A tab where a block of text could have its indentation, and lines of nothing but blanks, which readers strip, keep or
 * refuse as they like; what later readers take for a number or a merge.
 */
const NEEDS_QUOTES = /(^|\n)(\t| +\t| +(\n|$))|^\n+$|^[-+]?0o[0-7]+$|^(=|<<)$/;

const isPlain = (text: string): boolean => text.search(SPECIAL) < 0 && !hasControl(text) && !NEEDS_QUOTES.test(text);

/** Above U+FFFF as YAML has it: half of a pair is no character for its readers. */
const escaped = (character: string): string => {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
};

/** The library would write a text "<<" as a merge, quotes or not; no data of ours merges. */
const withoutMerge = (tags: Tags): Tags =>
  tags.filter((tag) => tag !== "merge" && !(typeof tag === "object" && tag.tag === "tag:yaml.org,2002:merge"));

/**
 * Data as YAML 1.1, whatever its texts hold: one that a reader could refuse or misread stands in double quotes and
 * on one line, its special characters escaped. Nothing else in the output may hold such characters.
 *
 * @param quoted texts that stand in double quotes anyway
 * @param map what becomes of each of those
 */
export function yamlText(
  data: unknown,
  quoted: (text: string) => boolean = () => false,
  map: (text: string) => string = (text) => text,
): string {
  const document = new Document(data, { version: "1.1", customTags: withoutMerge, aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value !== "string") return;
      const inQuotes = quoted(node.value);
      if (inQuotes) node.value = map(node.value);
      if (inQuotes || !isPlain(String(node.value))) node.type = "QUOTE_DOUBLE";
    },
  });
  const text = document.toString({
    lineWidth: 0,
    blockQuote: "literal",
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  return text.replaceAll(SPECIAL, escaped);
}
