import { INVENTORY } from "../emit/inventory.ts";
import { type Artifact, textFile } from "../model/artifact.ts";
import type { Cluster } from "../model/cluster.ts";
import { phaseOf, type Token, type TokenSource } from "../model/token.ts";
import { jsonText, listsOnOneLine } from "../text/json.ts";
import { cited } from "../text/provenance.ts";
import { type FileUse, fileUses } from "./uses.ts";

const TOKENS_FILE = "tokens.json";

/** A token as `tokens.json` and `clusterwright tokens` show it. */
export interface TokenEntry {
  readonly name: string;
  readonly description: string;
  readonly phase: string;
  /** The source and what it is asked for, e.g. `{"ssm": "/shop/key"}`, with the key where it has one. */
  readonly source: Readonly<Record<string, string>>;
  readonly secret: boolean;
  /** The part of the spec that decides about it. */
  readonly from: string;
  readonly uses: readonly FileUse[];
}

/** A source in words: `secretsmanager ycluster/registry, key id` */
export function sourceText({ source }: TokenEntry): string {
  const { key, ...rest } = source;
  const [kind = "", reference = ""] = Object.entries(rest)[0] ?? [];
  return `${kind} ${reference}${key === undefined ? "" : `, key ${key}`}`;
}

/** A literal value may be long, and stands in the spec anyway. */
const SHOWN = 60;

const sourceEntry = ({ kind, reference, key }: TokenSource): Readonly<Record<string, string>> => ({
  [kind]: reference.length <= SHOWN ? reference : `${[...reference].slice(0, SHOWN).join("")}…`,
  ...(key === null ? {} : { key }),
});

const entryOf = (cluster: Cluster, token: Token, uses: readonly FileUse[]): readonly TokenEntry[] =>
  token.source === null || uses.length === 0
    ? []
    : [
        {
          name: token.name,
          description: token.description,
          phase: phaseOf(token.source),
          source: sourceEntry(token.source),
          secret: token.secret,
          from: cited(cluster, token.boundAt ?? token.declaredBy)[0] ?? "",
          uses,
        },
      ];

/** Every token with a use in the output. */
export const tokenEntries = (
  cluster: Cluster,
  files: readonly Artifact[],
  unbound: readonly Artifact[],
): readonly TokenEntry[] =>
  cluster.tokens.flatMap((token) => entryOf(cluster, token, fileUses(cluster, token, files, unbound)));

/** Where every token comes from and is used; nothing where there is none. */
export function tokensFile(
  cluster: Cluster,
  entries: readonly TokenEntry[],
  files: readonly Artifact[],
): readonly Artifact[] {
  if (entries.length === 0) return [];
  const used = new Set(entries.flatMap(({ uses }) => uses.map(({ path }) => path)));
  const from = files.filter(({ path }) => used.has(path) && path !== INVENTORY).flatMap((file) => file.from);
  const all = [...new Set([...cited(cluster, ["tokens"], ["addons"]), ...from])];
  return [textFile(TOKENS_FILE, listsOnOneLine(jsonText({ tokens: entries })), all)];
}
