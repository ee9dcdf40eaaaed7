import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { INVENTORY, type InventoryEntry } from "../generators/emit/inventory.ts";
import { follow, platformsOf, requiredOf, type SchemaNode, schemaOf, valuesOf } from "../schema/definitions.ts";
import type { SpecForm } from "../schema/paths.ts";
import { didYouMean } from "../schema/suggest.ts";
import { visible } from "../schema/visible.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { readInventory } from "./output-tree.ts";
import { refuse, type Terminal } from "./terminal.ts";

interface Found {
  readonly path: string;
  readonly node: SchemaNode;
  /** Whether what it stands in cannot do without it. */
  readonly required: boolean;
}

/** What has the keys that are written below a key: the node itself, or each entry of the list or mapping that it is. */
function keyed(raw: SchemaNode): SchemaNode {
  const node = follow(raw);
  if (node.properties !== undefined) return node;
  const entry = follow(node.items ?? {});
  return entry.properties !== undefined ? entry : follow(valuesOf(node) ?? {});
}

const keysOf = (node: SchemaNode): readonly string[] => Object.keys(keyed(node).properties ?? {});

/** A property of its own; a key such as "constructor" is nobody's. */
const own = (properties: SchemaNode["properties"], key: string): SchemaNode | undefined =>
  properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;

/** The schema node at `nodePools[].count`, `nodePools[0].count` or `nodePools.count`. */
function lookUp(form: SpecForm, path: string): Found | { readonly missing: string; readonly known: readonly string[] } {
  let node: SchemaNode = schemaOf(form);
  let required = true;
  for (const key of path
    .split(".")
    .filter((part) => part !== "")
    .map((part) => part.split("[", 1)[0] ?? "")) {
    const whole = follow(node);
    const next = own(whole.properties, key) ?? own(follow(whole.items ?? {}).properties, key) ?? valuesOf(whole);
    if (next === undefined) return { missing: key, known: keysOf(node) };
    required = requiredOf(keyed(node)).includes(key);
    node = next;
  }
  return { path, node: follow(node), required };
}

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function typeOf(node: SchemaNode): string {
  if (node.const !== undefined) return shown(node.const);
  if (node.enum !== undefined) return node.enum.map(shown).join(" | ");
  const bounds = node.minimum === undefined ? "" : `, ${node.minimum} to ${node.maximum}`;
  const expected = node["x-diagnostic"]?.expected;
  return `${node.type}${bounds}${expected === undefined ? "" : `: ${expected}`}`;
}

function describe({ path, node, required }: Found): string {
  const keys = keysOf(node);
  const needed = requiredOf(keyed(node));
  const platforms = platformsOf(node);
  return [
    `${path === "" ? node.title : path}`,
    `  ${node.description}`,
    `  type: ${typeOf(node)}`,
    `  required: ${required ? "yes" : "no"}`,
    ...(platforms === undefined ? [] : [`  platforms: ${platforms.join(", ")}`]),
    ...(node.default === undefined ? [] : [`  default: ${shown(node.default)}`]),
    ...(node.examples?.[0] === undefined ? [] : [`  example: ${shown(node.examples[0])}`]),
    ...(keys.length === 0 ? [] : [`  keys: ${keys.join(", ")}`]),
    ...(needed.length === 0 ? [] : [`  keys it cannot do without: ${needed.join(", ")}`]),
    "",
  ].join("\n");
}

/** Says what a key of the spec is: type, default, example, whether it must be there. Both forms are looked through, the native one first. */
export function explainKey(path: string, terminal: Terminal): ExitCode {
  const native = lookUp("native", path);
  const found = "node" in native ? native : lookUp("ycluster", path);
  if (!("node" in found)) {
    const { missing, known } = native as { missing: string; known: readonly string[] };
    const hint = didYouMean(missing, known, `there is ${known.join(", ")}`);
    return refuse(terminal, `the spec has no key "${missing}" there; ${hint}`, EXIT.usage);
  }
  const { type, description, examples } = found.node;
  const json = {
    path,
    type: type ?? null,
    description,
    required: found.required,
    platforms: platformsOf(found.node) ?? null,
    default: found.node.default ?? null,
    example: examples?.[0] ?? null,
    keys: keysOf(found.node),
    requiredKeys: requiredOf(keyed(found.node)),
  };
  terminal.answer(json, describe(found));
  return EXIT.ok;
}

/** The cluster's directory that a file lies in: the nearest with an inventory. */
function clusterDirectory(file: string): string | undefined {
  for (let directory = dirname(resolve(file)); ; directory = dirname(directory)) {
    if (existsSync(join(directory, INVENTORY))) return directory;
    if (directory === dirname(directory)) return undefined;
  }
}

function describeEntry(entry: InventoryEntry, spec: string): string {
  const parts = (entry.parts ?? []).map(({ name, from }) => `  ${visible(`${name}: ${from.join(", ")}`)}\n`);
  return `${visible(`${entry.path} comes from ${spec}: ${entry.from.join(", ")}`)}\n${parts.join("")}`;
}

/** Says which parts of the spec a file of the output comes from, and each resource and unit in it. */
export function explainOutput(file: string, terminal: Terminal): ExitCode {
  const directory = clusterDirectory(file);
  const inventory = directory === undefined ? undefined : readInventory(directory);
  const path = directory === undefined ? file : relative(directory, resolve(file));
  const entry = inventory?.files.find((each) => each.path === path);
  if (inventory === undefined) return refuse(terminal, `${file} lies in no cluster's directory`);
  if (entry === undefined) return refuse(terminal, `${file} is not in the inventory: clusterwright did not write it`);
  const { from, parts } = entry;
  terminal.answer({ path, spec: inventory.spec, from, parts: parts ?? [] }, describeEntry(entry, inventory.spec));
  return EXIT.ok;
}
