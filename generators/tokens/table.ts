import type { Token } from "../model/token.ts";

const HEADER = "# name\tsource\treference\tkey\n";

/** What `bind-tokens` reads: a line a token, its parts separated by tabs. The schema keeps tabs out of them. */
export const sourceTable = (tokens: readonly Token[]): string =>
  tokens.reduce(
    (table, { name, source }) =>
      source === null
        ? table
        : `${table}${[name, source.kind, source.reference, ...(source.key === null ? [] : [source.key])].join("\t")}\n`,
    HEADER,
  );
