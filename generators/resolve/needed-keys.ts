import { follow, type SchemaNode, schemaOf } from "../../schema/definitions.ts";
import type { Finding, SpecPath } from "../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";
import { formatPath } from "../../schema/paths.ts";

const lacks = (path: SpecPath, key: string, example: unknown): Finding => ({
  code: "missing-key",
  places: [
    { path, part: "key" },
    { path: ["platform", "type"], label: "needs it" },
  ],
  message: `"${formatPath(path)}" lacks the key "${key}"`,
  help: `add it, such as "${key}: ${String(example)}"`,
});

/** Keys that the spec's kind of place cannot do without, as the schema says at the key. */
export const neededKeys = (spec: ClusterSpec): readonly Finding[] =>
  below(spec, schemaOf("native"), spec.platform.type);

function below(value: unknown, raw: SchemaNode, type: string, path: SpecPath = []): readonly Finding[] {
  if (typeof value !== "object" || value === null) return [];
  const { properties = {}, items } = follow(raw);
  if (Array.isArray(value)) {
    return items === undefined ? [] : value.flatMap((item, index) => below(item, items, type, [...path, index]));
  }
  return Object.entries(properties).flatMap(([key, child]) => {
    const node = follow(child);
    if (Object.hasOwn(value, key)) {
      return below((value as Readonly<Record<string, unknown>>)[key], node, type, [...path, key]);
    }
    const needed = node["x-needed"] === true && (node["x-platforms"]?.includes(type) ?? true);
    return needed ? [lacks(path, key, node.examples?.[0])] : [];
  });
}
