import { readFile } from "node:fs/promises";
import { platformsOf } from "../schema/definitions.ts";
import { isAlwaysNeeded, type PlatformKeywords, platformsPrefix } from "../schema/platforms.ts";

interface Node extends PlatformKeywords {
  readonly description?: unknown;
}

const PREFIX = /^[a-z-]+(, [a-z-]+)*( and [a-z-]+)? only(, and needed there)?: /;

/** Every object below a value that has a description. */
function described(value: unknown): readonly (Node & { readonly description: string })[] {
  if (typeof value !== "object" || value === null) return [];
  const own = typeof (value as Node).description === "string" ? [value as Node & { description: string }] : [];
  return [...own, ...Object.values(value).flatMap(described)];
}

/**
 * The schema with its descriptions saying which platforms have a key, as `x-platforms` has it: an editor shows nothing
 * but the description. What people wrote stays to the byte.
 */
export async function generateSchema(): Promise<string> {
  const text = await readFile(new URL("../schema/cluster.schema.json", import.meta.url), "utf8");
  return described(JSON.parse(text)).reduce((whole, node) => {
    const right = platformsPrefix(platformsOf(node), isAlwaysNeeded(node)) + node.description.replace(PREFIX, "");
    return whole.replaceAll(JSON.stringify(node.description), JSON.stringify(right));
  }, text);
}
