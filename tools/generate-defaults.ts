import { readFile } from "node:fs/promises";

interface Node {
  readonly $ref?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
}

interface Schema {
  readonly $defs: Readonly<Record<string, Node>>;
}

const read = async (): Promise<Schema> =>
  JSON.parse(await readFile(new URL("../schema/cluster.schema.json", import.meta.url), "utf8"));

/** The default of a value, or those of its keys; undefined where there is none. What stands beside a reference wins. */
function defaultsOf({ $ref, properties, ...node }: Node, { $defs }: Schema): unknown {
  const found = Object.entries(properties ?? {}).flatMap(([key, child]) => {
    const value = defaultsOf(child, { $defs });
    return value === undefined ? [] : [[key, value] as const];
  });
  if (found.length > 0) return Object.fromEntries(found);
  if (node.default !== undefined || $ref === undefined) return node.default;
  const target = $defs[$ref.replace(/^#\/\$defs\//, "")];
  return target === undefined ? undefined : defaultsOf(target, { $defs });
}

/** Every default of the native spec, by definition and key, so that resolve need not know where the schema has it. */
export async function generateDefaults(): Promise<string> {
  const schema = await read();
  const all = Object.entries(schema.$defs).flatMap(([name, node]) => {
    const value = defaultsOf(node, schema);
    return value === undefined ? [] : [[name, value] as const];
  });
  const text = JSON.stringify(Object.fromEntries(all), null, 2).replaceAll(/^( *)"([A-Za-z_$][\w$]*)":/gm, "$1$2:");
  return `// Generated from the schema by \`npm run generate\`; do not edit.\nexport const DEFAULTS = ${text} as const;\n`;
}
