import { readFile } from "node:fs/promises";
import { platformsOf } from "../schema/definitions.ts";
import { DIAGNOSTIC_CODES } from "../schema/diagnostics.ts";
import type { PlatformKeywords } from "../schema/platforms.ts";
import { isNeeded } from "../schema/platforms.ts";

interface SchemaNode extends PlatformKeywords {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly "x-diagnostic"?: { readonly expected: string };
}

const read = async (name: string): Promise<SchemaNode> =>
  JSON.parse(await readFile(new URL(`../schema/${name}`, import.meta.url), "utf8"));

type Lookup = (node: SchemaNode) => SchemaNode;

/** Follows `$ref`, in either file; what stands beside it wins over what it refers to. */
function lookupIn(...schemas: readonly SchemaNode[]): Lookup {
  const definitions = Object.assign({}, ...schemas.map((schema) => schema.$defs)) as Record<string, SchemaNode>;
  const lookup: Lookup = (node) => {
    if (node.$ref === undefined) return node;
    const target = definitions[node.$ref.replace(/^.*#\/\$defs\//, "")];
    if (target === undefined) throw new Error(`no definition ${node.$ref}`);
    return { ...lookup(target), ...node };
  };
  return lookup;
}

const code = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

function typeOf(node: SchemaNode): string {
  if (node.const !== undefined) return `always ${code(node.const)}`;
  if (node.enum !== undefined) return `one of ${node.enum.map(code).join(", ")}`;
  const parts = [node.type === "integer" ? "whole number" : node.type === "array" ? "list" : (node.type ?? "any")];
  if (node.minimum !== undefined) parts.push(`${node.minimum} to ${node.maximum ?? "any"}`);
  if (node.minItems !== undefined) parts.push(`${node.minItems} to ${node.maxItems ?? "any"} entries`);
  const expected = node["x-diagnostic"]?.expected;
  if (expected !== undefined && node.type === "string") parts.push(expected);
  if (node.maxLength !== undefined) parts.push(`at most ${node.maxLength} characters`);
  return parts.join("; ");
}

function section(path: string, node: SchemaNode, required: boolean): string {
  const platforms = platformsOf(node);
  const needed = isNeeded(node);
  const there = typeof node["x-needed"] === "object" ? node["x-needed"] : platforms;
  const where = there === undefined ? "" : ` on ${there.map(code).join(", ")}`;
  const rows = [`- type: ${typeOf(node)}`, required || needed ? `- required${needed ? where : ""}` : "- optional"];
  if (platforms !== undefined) rows.push(`- platforms: ${platforms.map(code).join(", ")}`);
  if (node.default !== undefined) rows.push(`- default: ${code(node.default)}`);
  if (node.examples?.[0] !== undefined) rows.push(`- example: ${code(node.examples[0])}`);
  return `### \`${path}\`\n\n${(node.description ?? "").replaceAll("<", "\\<")}\n\n${rows.join("\n")}\n`;
}

const hasKeys = (node: SchemaNode, lookup: Lookup): boolean => lookup(node).properties !== undefined;

function sections(path: string, raw: SchemaNode, required: boolean, lookup: Lookup): readonly string[] {
  const node = lookup(raw);
  const own = path === "" ? [] : [section(path, node, required)];
  const below = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    sections(path === "" ? key : `${path}.${key}`, child, node.required?.includes(key) ?? false, lookup),
  );
  const items = node.items === undefined ? [] : sections(`${path}[]`, node.items, true, lookup);
  const values =
    typeof node.additionalProperties === "object" && hasKeys(node.additionalProperties, lookup)
      ? sections(`${path}.<name>`, node.additionalProperties, false, lookup)
      : [];
  return [...own, ...below, ...items, ...values];
}

/** The reference page: every key of both spec forms, and every diagnostic code. */
export async function generateReference(): Promise<string> {
  const native = await read("cluster.schema.json");
  const legacy = await read("ycluster.schema.json");
  const codes = Object.entries(DIAGNOSTIC_CODES).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`);
  return [
    "<!-- Generated from the schemas by `npm run generate`; do not edit. -->",
    "# Spec reference\n",
    "A spec has one of two forms. Start it with",
    "`# yaml-language-server: $schema=<path to clusterwright>/schema/cluster.schema.json` and an editor with a YAML",
    "language server completes keys and marks mistakes as you type.\n",
    "## The native spec\n",
    ...sections("", native, true, lookupIn(native)),
    "## `ycluster.yml`\n",
    `${legacy.description} It is told by its top-level keys \`aws\` and \`ycluster\`;`,
    "`clusterwright convert ycluster.yml` prints the native spec it stands for.\n",
    ...sections("", legacy, true, lookupIn(native, legacy)),
    "## Diagnostic codes\n",
    "| code | meaning |\n|---|---|",
    ...codes,
    "",
  ].join("\n");
}
