import { Lexer } from "yaml";

/** Tokens of the lexer that are not in the text: a document, a scalar or an error follows. */
const MARKS: ReadonlySet<string> = new Set(["\u0002", "\u0018", "\u001f"]);

/** The words, marks and blanks of a YAML text, each with its offset. The lexer neither recurses nor looks back. */
export function* lexed(text: string): Generator<readonly [offset: number, token: string]> {
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    yield [offset, token];
    if (!MARKS.has(token)) offset += token.length;
  }
}
