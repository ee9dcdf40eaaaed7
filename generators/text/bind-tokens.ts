/** The program that binds tokens where a text is used: one script, with the sources that are asked there. */

import { outputOf, type SourceKind, type Token } from "../model/token.ts";
import { asset } from "./render.ts";

const piece = (name: string): string => asset(`scripts/bind-tokens/${name}.sh`);

/** Sources that are asked where a text is used: each has a piece of the script, in this order. */
const PIECES: Readonly<Record<Exclude<SourceKind, "value" | "env" | "file">, number>> = {
  metadata: 1,
  terraform: 2,
  ssm: 3,
  secretsmanager: 4,
  machineFile: 5,
  environment: 6,
};

type Late = keyof typeof PIECES;

const isLate = (kind: SourceKind): kind is Late => Object.hasOwn(PIECES, kind);

/** Where there is no Terraform, what it wrote down is read. */
const ON_MACHINE: Readonly<Partial<Record<SourceKind, string>>> = { terraform: "outputs" };

/** Sources that a machine asks by its proxy. */
const OUTSIDE: readonly SourceKind[] = ["ssm", "secretsmanager"];

function kindsOf(tokens: readonly Token[]): readonly Late[] {
  const sources = tokens.flatMap(({ source }) => (source === null ? [] : [source]));
  const asked = new Set(sources.map(({ kind }) => kind).filter(isLate));
  // A secret's ARN may itself be an output.
  if (sources.some((source) => outputOf(source) !== undefined)) asked.add("terraform");
  return [...asked].sort((a, b) => PIECES[a] - PIECES[b]);
}

/**
 * @param main where it runs: `main` binds files as they are, `main-manifests` inside double quotes, and lists
 * @param place whether it runs where Terraform does, or on a machine
 */
export function resolverScript(
  tokens: readonly Token[],
  main: "main" | "main-manifests",
  place: "operator" | "machine" = "operator",
): string {
  const withKey = tokens.some(({ source }) => source !== null && source.key !== null);
  const key = withKey ? ["key"] : ["no-key"];
  const kinds = kindsOf(tokens);
  const pieces = kinds.map((kind) => (place === "machine" ? (ON_MACHINE[kind] ?? kind) : kind));
  const proxy = place === "machine" && kinds.some((kind) => OUTSIDE.includes(kind)) ? ["proxy"] : [];
  return ["start", ...proxy, ...pieces, ...key, "bind", main].map(piece).join("\n");
}

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
