import Ajv, { type ValidateFunction } from "ajv/dist/2020.js";
import nativeSchema from "../../schema/cluster.schema.json" with { type: "json" };
import { OWN_KEYWORDS } from "../../schema/definitions.ts";
import { FORMATS } from "../../schema/formats.ts";

/** The schema as its readers find it. */
// biome-ignore lint/suspicious/noExplicitAny: a schema is changed here in ways that its type does not know
type Schema = any;

/** The check of the native spec by a schema that is changed first. */
export function checkWith(change: (schema: Schema) => void): ValidateFunction {
  const schema: Schema = structuredClone(nativeSchema);
  change(schema);
  const ajv = new Ajv({ allErrors: true, verbose: true, keywords: [...OWN_KEYWORDS] });
  for (const [name, check] of Object.entries(FORMATS)) ajv.addFormat(name, (text) => check(text) === undefined);
  return ajv.compile(schema);
}
