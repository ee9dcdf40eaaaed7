import { readFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const read = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(new URL(`../schema/${name}`, import.meta.url), "utf8"));

type Json = Record<string, unknown>;

/** A `$ref` beside other keys would lose them in the generated types; names come from the definition alone. */
function simplified(node: unknown, key = ""): unknown {
  if (Array.isArray(node)) return node.map((item) => simplified(item));
  if (typeof node !== "object" || node === null) return node;
  const { title: _title, examples: _examples, maxItems: _max, minItems: _min, ...rest } = node as Json;
  if (typeof rest.$ref === "string") return { $ref: rest.$ref.replace("cluster.schema.json#", "#") };
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([name]) => key === "properties" || name !== "default")
      .map(([name, value]) => [name, simplified(value, name)]),
  );
}

/** TypeScript types of both spec forms, from their schemas. */
export async function generateTypes(): Promise<string> {
  const native = simplified(await read("cluster.schema.json")) as Json;
  const legacy = simplified(await read("ycluster.schema.json")) as Json;
  const definitions = { ...(native.$defs as Json), ...(legacy.$defs as Json) };
  const { $defs: _a, $id: _b, ...clusterSpec } = native;
  const { $defs: _c, $id: _d, ...yclusterSpec } = legacy;
  const root = { $id: "Specs", type: "object", $defs: { ...definitions, clusterSpec, yclusterSpec } };
  const types = await compile(JSON.parse(JSON.stringify(root)), "Specs", {
    bannerComment: "// Generated from the schemas by `npm run generate`; do not edit.",
    unreachableDefinitions: true,
    additionalProperties: false,
  });
  return types.replaceAll(/ \*\n \* This interface was referenced by .*\n \* via the `definition` .*\n/g, "");
}
