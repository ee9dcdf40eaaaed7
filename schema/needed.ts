import { follow, platformsOf, type SchemaNode } from "./definitions.ts";
import type { SpecPath } from "./diagnostics.ts";
import type { SchemaError } from "./explain.ts";
import { isNeeded } from "./platforms.ts";

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The kind of place that a spec names, whatever stands there. */
const typeOf = (spec: unknown): unknown =>
  isMapping(spec) && isMapping(spec.platform) ? spec.platform.type : undefined;

function lacking(node: SchemaNode, type: unknown): readonly (readonly [key: string, forSome: boolean])[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const { "x-needed": needed, "x-platforms": platforms } = follow(child);
    const isHere = platforms === undefined || platforms.includes(String(type));
    const forSome = platformsOf(follow(child)) !== undefined || typeof needed === "object";
    return isHere && isNeeded(follow(child), String(type)) ? [[key, forSome] as const] : [];
  });
}

/** Keys that a spec's kind of place cannot do without, as the schema says at the key: errors like the schema's own. */
export function neededErrors(
  value: unknown,
  raw: SchemaNode,
  type: unknown = typeOf(value),
  path: SpecPath = [],
): readonly SchemaError[] {
  const node = follow(raw);
  if (Array.isArray(value)) {
    const { items } = node;
    return items === undefined ? [] : value.flatMap((item, at) => neededErrors(item, items, type, [...path, at]));
  }
  if (!isMapping(value)) return [];
  const here = lacking(node, type)
    .filter(([key]) => !Object.hasOwn(value, key))
    .map(
      ([key, forSome]): SchemaError => ({
        keyword: "required",
        path,
        params: { missingProperty: key },
        value,
        schema: node,
        ...(forSome ? { neededBy: ["platform", "type"] } : {}),
      }),
    );
  const below = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    Object.hasOwn(value, key) ? neededErrors(value[key], child, type, [...path, key]) : [],
  );
  return [...here, ...below];
}
