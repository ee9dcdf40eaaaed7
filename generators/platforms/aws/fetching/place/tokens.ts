/** Tokens in the user-data of machines that fetch the rest: what only Terraform knows. */

import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import type { Own } from "../../../../facts/own.ts";
import { type Declared, outputOf, type Token, token } from "../../../../model/token.ts";
import { terraformName } from "../../place/naming.ts";
import type { FetchingPlace } from "../place/model.ts";

/** The zone that machines write their names into. */
export const PRIVATE_ZONE_ID = "PRIVATE_ZONE_ID";

const upper = (text: string): string => terraformName(text).toUpperCase();

/** The secret that operators sign in to the API with. */
export const API_TOKEN = "API_TOKEN";

/** Which instance of AWS a machine is, as its kubelet says: `aws:///eu-central-1a/i-0123456789abcdef0` */
export const PROVIDER: Own = { variable: "PROVIDER_ID", token: "MACHINE_PROVIDER" };

/** `data/database_address` → `OUTPUT_DATA_DATABASE_ADDRESS` */
const outputToken = (reference: string): string => `OUTPUT_${upper(reference.replace("/", "_"))}`;

/** Outputs that tokens in manifests, or the names of their secrets, come from: `<stack>/<output>`. */
const outputsOf = (tokens: readonly Token[]): readonly string[] => [
  ...new Set(
    tokens.flatMap(({ source, internal }) => {
      return source === null || internal === true ? [] : (outputOf(source) ?? []);
    }),
  ),
];

/** What the machine reads in the place of Terraform: output and value, separated by a tab. */
export const outputLines = (tokens: readonly Token[]): string =>
  outputsOf(tokens)
    .map((reference) => `${reference}\t${token(outputToken(reference))}\n`)
    .join("");

const fromTerraform = (name: string, description: string, reference: string, declaredBy: SpecPath): Declared => ({
  declaration: {
    name,
    description,
    secret: false,
    internal: true,
    source: { kind: "terraform", reference, key: null },
  },
  declaredBy,
});

/** Everything that Terraform or the machine fills in, beside what add-ons and the spec bring. */
export function placeTokens({ dns, apiAccess, isToday }: FetchingPlace, others: readonly Token[]): readonly Declared[] {
  const zone = fromTerraform(PRIVATE_ZONE_ID, "private zone of the cluster", "network/private_zone_id", ["platform"]);
  const outputs = outputsOf(others).map((reference) =>
    fromTerraform(outputToken(reference), `output ${reference} for the add-ons`, reference, ["tokens"]),
  );
  const instance: Declared = {
    declaration: {
      name: PROVIDER.token,
      description: "what AWS calls the machine",
      secret: false,
      internal: true,
      source: { kind: "environment", reference: PROVIDER.variable, key: null },
    },
    declaredBy: ["kubernetes"],
  };
  const signIn: Declared = {
    declaration: {
      name: API_TOKEN,
      description: "token that operators sign in to the API with: one line, no commas, no quotes",
      secret: true,
      source: null,
    },
    declaredBy: ["platform", "access", "api"],
  };
  if (isToday) return [...outputs, instance];
  return [...(dns.privateId === null ? [zone] : []), ...outputs, ...(apiAccess.length > 0 ? [signIn] : [])];
}
