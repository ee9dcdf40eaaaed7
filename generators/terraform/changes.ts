/**
 * What a change of Terraform JSON means for the resources, told offline: no state, no provider, no account.
 * An address is as Terraform prints it, with the key of `for_each`.
 */
import { RESOURCES } from "./resources.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Attributes by address, with `each` and `file` filled in. */
export type Resources = ReadonlyMap<string, Json>;

/** Digests of the files beside a stack, by their path in its directory. */
export type StackFiles = ReadonlyMap<string, string>;

export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly replaced: readonly string[];
  readonly removed: readonly string[];
  /** Of the changed: what does not serve while it is. */
  readonly interrupted: readonly string[];
  /** Of the changed: auto-scaling groups that replace their machines, one after the other. */
  readonly rolled: readonly string[];
}

/**
 * Outputs of other stacks that will have another value, as `<stack>.<output>`: all of it, or, of a map, what stands
 * under some keys.
 */
export type StaleOutputs = ReadonlyMap<string, "all" | ReadonlySet<string>>;

/** A deep copy with every text mapped. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mapTexts(child, change)]));
}

/** Fills in `each.key` and `each.value.<field>`, alone in a text or inside a longer expression. */
const withEach =
  (key: string, value: Json) =>
  (text: string): string =>
    text
      .replaceAll("${each.key}", key)
      .replaceAll(/\$\{each\.value\.(\w+)\}/g, (_, field: string) => String(value[field]))
      .replaceAll(/\beach\.key\b/g, JSON.stringify(key))
      .replaceAll(/\beach\.value\.(\w+)/g, (_, field: string) => JSON.stringify(value[field]));

const withFiles =
  (files: StackFiles) =>
  (text: string): string =>
    text.replaceAll(
      /file\("\$\{path\.module\}\/([^"]+)"\)/g,
      (_, path: string) => `file:${files.get(path) ?? "absent"}`,
    );

/** The tags that the provider gives to everything that takes them. */
function defaultTags({ provider }: Json): unknown {
  const { aws } = (provider ?? {}) as { readonly aws?: readonly { readonly default_tags?: unknown }[] };
  return aws?.[0]?.default_tags ?? null;
}

const OUTPUT_OF_ANOTHER = /\bdata\.terraform_remote_state\.(\w+)\.outputs\.(\w+)(?:\["([^"]*)"\])?/g;

/** Marks what refers to an output, or to an entry of one, that will have another value. */
const withStale =
  (stale: StaleOutputs) =>
  (text: string): string =>
    text.replaceAll(OUTPUT_OF_ANOTHER, (whole, stack: string, output: string, key: string | undefined) => {
      const what = stale.get(`${stack}.${output}`);
      const isStale = what !== undefined && (what === "all" || key === undefined || what.has(key));
      return isStale ? `${whole} (another value)` : whole;
    });

/** Resources of a stack, one entry an instance. */
export function resourcesOf(stack: Json, files: StackFiles, stale: StaleOutputs = new Map()): Resources {
  const tags = defaultTags(stack);
  const locals = (stack.locals ?? {}) as Readonly<Record<string, Readonly<Record<string, Json>>>>;
  const found = new Map<string, Json>();
  for (const [type, named] of Object.entries((stack.resource ?? {}) as Readonly<Record<string, Json>>)) {
    for (const [name, block] of Object.entries(named as Readonly<Record<string, Json>>)) {
      const { "//": _comment, for_each: loop, ...attributes } = block;
      const own = mapTexts(attributes, withFiles(files)) as Json;
      const plain = RESOURCES[type]?.hasDefaultTags === true ? { ...own, tags_all: tags } : own;
      if (typeof loop !== "string") {
        found.set(`${type}.${name}`, mapTexts(plain, withStale(stale)) as Json);
        continue;
      }
      for (const [key, value] of Object.entries(locals[loop.replace(/^\$\{local\.(.*)\}$/, "$1")] ?? {})) {
        const each = mapTexts(plain, withEach(key, value));
        found.set(`${type}.${name}[${JSON.stringify(key)}]`, mapTexts(each, withStale(stale)) as Json);
      }
    }
  }
  return found;
}

/** Names of the attributes that differ; nested ones joined by dots. */
function differing(before: unknown, after: unknown, path = ""): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const nested = [before, after].every((value) => typeof value === "object" && value !== null && !Array.isArray(value));
  if (!nested) return [path];
  const keys = new Set([...Object.keys(before as Json), ...Object.keys(after as Json)]);
  return [...keys].flatMap((key) =>
    differing((before as Json)[key], (after as Json)[key], path === "" ? key : `${path}.${key}`),
  );
}

const typeOf = (address: string): string => address.slice(0, address.indexOf("."));

/** Whether attributes that differ interrupt what they are of. */
function interrupts(address: string, attributes: readonly string[]): boolean {
  const by = RESOURCES[typeOf(address)]?.interrupts?.by ?? [];
  return attributes.some((attribute) => by.includes(attribute));
}

/** What becomes of what a resource serves while it is changed in place, in words. */
export const interruption = (address: string): string => RESOURCES[typeOf(address)]?.interrupts?.how ?? "";

function forces(address: string, attribute: string, after: Json): boolean {
  if (attribute === "user_data") return after.user_data_replace_on_change === true;
  return (
    RESOURCES[typeOf(address)]?.forces.some((each) => attribute === each || attribute.startsWith(`${each}.`)) ?? false
  );
}

/** Attributes that hold a reference to one of the given addresses. */
const referring = (resource: Json, addresses: ReadonlySet<string>): readonly string[] =>
  Object.entries(resource).flatMap(([attribute, value]) => {
    const text = JSON.stringify(value).replaceAll('\\"', '"');
    return [...addresses].some((address) => text.includes(`${address}.`)) ? [attribute] : [];
  });

/** What those of the given resources whose every change shows are referred to by. */
const volatileReferences = (addresses: Iterable<string>): readonly string[] =>
  [...addresses].flatMap((address) => {
    const attribute = RESOURCES[typeOf(address)]?.volatile;
    return attribute === undefined ? [] : [`\${${address}.${attribute}}`];
  });

/** What refers to a replaced resource is changed by that, and may be replaced itself. */
function touchReferring(
  addresses: readonly string[],
  after: Resources,
  { changed, replaced }: { readonly changed: Set<string>; readonly replaced: Set<string> },
): void {
  for (const address of addresses) {
    const resource = after.get(address) ?? {};
    const attributes = referring(resource, replaced);
    if (attributes.length > 0) changed.add(address);
    if (attributes.some((attribute) => forces(address, attribute, resource))) replaced.add(address);
  }
}

/** The attributes for which a resource is made anew, of those that differ themselves. */
export const forcing = (address: string, before: Resources, after: Resources): readonly string[] =>
  differing(before.get(address), after.get(address)).filter((attribute) =>
    forces(address, attribute, after.get(address) ?? {}),
  );

/** How a list of all instances of a resource is written, for those that gain or lose one. */
const collections = (addresses: readonly string[]): readonly string[] =>
  addresses.flatMap((address) => (address.endsWith("]") ? [`values(${address.split("[", 1)[0]})`] : []));

/** Resources that hold one of the given expressions. */
const watching = (addresses: readonly string[], after: Resources, expressions: readonly string[]): readonly string[] =>
  addresses.filter((address) => {
    const text = JSON.stringify(after.get(address));
    return expressions.some((expression) => text.includes(expression));
  });

/** Whether an auto-scaling group gets another launch template, or another version of it. */
function isRolled(address: string, before: Resources, after: Resources, versions: readonly string[]): boolean {
  if (typeOf(address) !== "aws_autoscaling_group") return false;
  const now = after.get(address) ?? {};
  const isAnother = differing(before.get(address), now).some((attribute) => /^launch_template\b/.test(attribute));
  const text = JSON.stringify(now.launch_template);
  return isAnother || versions.some((reference) => text.includes(reference));
}

/**
 * Compares two versions of a stack. A resource is also touched when one it refers to is replaced, since the
 * other's id is a new one; that may go on from there.
 */
export function changesOf(before: Resources, after: Resources): Changes {
  const common = [...after.keys()].filter((address) => before.has(address));
  const changed = new Set<string>();
  const replaced = new Set<string>();
  const onlyTags = new Set<string>();
  const interrupted = new Set<string>();
  for (const address of common) {
    const attributes = differing(before.get(address), after.get(address));
    if (attributes.length > 0) changed.add(address);
    if (attributes.every((attribute) => /^tags(_all)?\b/.test(attribute))) onlyTags.add(address);
    if (interrupts(address, attributes)) interrupted.add(address);
    if (attributes.some((attribute) => forces(address, attribute, after.get(address) ?? {}))) replaced.add(address);
  }
  for (let size = -1; size !== replaced.size; ) {
    size = replaced.size;
    touchReferring(common, after, { changed, replaced });
  }
  const renewedVersions = volatileReferences(
    [...changed].filter(
      (address) => !onlyTags.has(address) || referring(after.get(address) ?? {}, replaced).length > 0,
    ),
  );
  const added = [...after.keys()].filter((address) => !before.has(address));
  const removed = [...before.keys()].filter((address) => !after.has(address));
  for (const address of watching(common, after, [...renewedVersions, ...collections([...added, ...removed])]))
    changed.add(address);
  return {
    added: [...added].sort(),
    changed: [...changed].filter((address) => !replaced.has(address)).sort(),
    replaced: [...replaced].sort(),
    removed: [...removed].sort(),
    interrupted: [...interrupted].filter((address) => !replaced.has(address)).sort(),
    rolled: [...changed]
      .filter((address) => !replaced.has(address) && isRolled(address, before, after, renewedVersions))
      .sort(),
  };
}

/** What of an output is no longer the same, by one resource that comes, goes or is made anew. */
function touchedBy(address: string, text: string): "all" | string | null {
  const [, base = address, key] = /^([^[]*)(?:\["(.*)"\])?$/.exec(address) ?? [];
  const name = base.replaceAll(".", "\\.");
  if (!new RegExp(`\\b${name}\\b`).test(text)) return null;
  if (key === undefined || text.includes(`${base}["${key}"]`)) return "all";
  if (new RegExp(`\\bfor (\\w+), \\w+ in ${name} : \\1 =>`).test(text)) return key;
  return new RegExp(`\\b${name}\\b(?!\\[")`).test(text) ? "all" : null;
}

const isMap = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** What of an output says something else than before. */
function saidOtherwise(before: unknown, after: unknown): readonly ("all" | string)[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isMap(before) || !isMap(after)) return ["all"];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => before[key] !== after[key]);
}

const outputValue = (stack: Json, output: string): unknown =>
  ((stack.output ?? {}) as Readonly<Record<string, Json | undefined>>)[output]?.value;

/** The outputs of a stack that will have another value: by what they say, or by what they refer to. */
export function staleOutputs(name: string, before: Json, after: Json, changes: Changes): StaleOutputs {
  const renewed = [...changes.added, ...changes.replaced, ...changes.removed];
  const stale = Object.keys((after.output ?? {}) as Json).flatMap((output) => {
    const value = outputValue(after, output);
    const text = typeof value === "string" ? value : JSON.stringify(value ?? null).replaceAll('\\"', '"');
    const parts = [
      ...saidOtherwise(outputValue(before, output), value),
      ...renewed.flatMap((address) => touchedBy(address, text) ?? []),
    ];
    if (parts.length === 0) return [];
    return [[`${name}.${output}`, parts.includes("all") ? ("all" as const) : new Set(parts)] as const];
  });
  return new Map(stale);
}
