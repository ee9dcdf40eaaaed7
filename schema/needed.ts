import { follow, platformsOf, type SchemaNode } from "./definitions.ts";
import type { SpecPath } from "./diagnostics.ts";
import type { SchemaError } from "./explain.ts";
import { isNeeded } from "./platforms.ts";

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands at a path of a spec, whatever it is. */
const at = (spec: unknown, path: readonly string[]): unknown =>
  path.reduce((value: unknown, key) => (isMapping(value) ? value[key] : undefined), spec);

const TYPE = ["platform", "type"] as const;

/** Keys that a mapping of a spec lacks, and what in the spec needs each; nothing where all do. */
function lacking(node: SchemaNode, spec: unknown): readonly (readonly [key: string, neededBy: SpecPath | undefined])[] {
  const type = String(at(spec, TYPE));
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const { "x-needed": needed, "x-platforms": platforms, "x-needed-where": somewhere } = follow(child);
    const where = somewhere?.platforms?.includes(type) === false ? undefined : somewhere;
    const isHere = platforms === undefined || platforms.includes(type);
    const isSo = where === undefined || new RegExp(where.pattern, "u").test(String(at(spec, where.path)));
    if (!isHere || !isSo || !isNeeded(follow(child), type)) return [];
    const forSome = platformsOf(follow(child)) !== undefined || typeof needed === "object";
    return [[key, where?.path ?? (forSome ? TYPE : undefined)] as const];
  });
}

/** Keys that a spec's kind of place cannot do without, as the schema says at the key: errors like the schema's own. */
export function neededErrors(
  value: unknown,
  raw: SchemaNode,
  spec: unknown = value,
  path: SpecPath = [],
): readonly SchemaError[] {
  const node = follow(raw);
  if (Array.isArray(value)) {
    const { items } = node;
    return items === undefined ? [] : value.flatMap((item, index) => neededErrors(item, items, spec, [...path, index]));
  }
  if (!isMapping(value)) return [];
  const here = lacking(node, spec)
    .filter(([key]) => !Object.hasOwn(value, key))
    .map(
      ([key, neededBy]): SchemaError => ({
        keyword: "required",
        path,
        params: { missingProperty: key },
        value,
        schema: node,
        ...(neededBy === undefined ? {} : { neededBy }),
      }),
    );
  const below = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    Object.hasOwn(value, key) ? neededErrors(value[key], child, spec, [...path, key]) : [],
  );
  return [...here, ...below];
}
