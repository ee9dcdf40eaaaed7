/** The program that binds tokens where a text is used: one script, with the sources that are asked there. */

import type { SourceKind, Token } from "../model/token.ts";
import { asset } from "./render.ts";

const piece = (name: string): string => asset(`scripts/bind-tokens/${name}.sh`);

/** In the order in which the script has them. */
const KINDS: readonly SourceKind[] = ["metadata", "terraform", "ssm", "secretsmanager", "machineFile", "environment"];

/** Where there is no Terraform, what it wrote down is read. */
const ON_MACHINE: Readonly<Partial<Record<SourceKind, string>>> = { terraform: "outputs" };

function kindsOf(tokens: readonly Token[]): readonly SourceKind[] {
  const asked = new Set(tokens.flatMap(({ source }) => (source === null ? [] : [source.kind])));
  // A secret's ARN may itself be an output.
  if (tokens.some(({ source }) => source?.reference.startsWith("terraform:"))) asked.add("terraform");
  return KINDS.filter((kind) => asked.has(kind));
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
  const kinds = kindsOf(tokens).map((kind) => (place === "machine" ? (ON_MACHINE[kind] ?? kind) : kind));
  return ["start", ...kinds, ...key, "bind", main].map(piece).join("\n");
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
