import nativeSchema from "./cluster.schema.json" with { type: "json" };
import type { DiagnosticCode } from "./diagnostics.ts";
import type { SpecForm } from "./paths.ts";
import { isNeeded, type PlatformKeywords } from "./platforms.ts";
import legacySchema from "./ycluster.schema.json" with { type: "json" };

/** What the schemas say about a value beyond standard JSON Schema: the code and the wording of a refusal. */
interface DiagnosticHint {
  readonly code?: DiagnosticCode;
  readonly expected: string;
}

/** Keywords of the schemas that are not JSON Schema's. */
export const OWN_KEYWORDS: readonly string[] = ["x-diagnostic", "x-platforms", "x-needed", "x-needed-where"];

/** The part of a schema node that messages, recovery and the tests need. */
export interface SchemaNode extends PlatformKeywords {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  /** Of a mapping whose keys the spec chooses: what stands under each. */
  readonly additionalProperties?: boolean | SchemaNode;
  readonly "x-diagnostic"?: DiagnosticHint;
}

/** The whole schema of a form. */
export const schemaOf = (form: SpecForm): SchemaNode =>
  (form === "native" ? nativeSchema : legacySchema) as unknown as SchemaNode;

/** Definitions of both schemas; no name is in both. */
const DEFINITIONS = { ...nativeSchema.$defs, ...legacySchema.$defs } as unknown as Readonly<Record<string, SchemaNode>>;

/** The kinds of place that there are. */
const EVERY_PLATFORM: readonly string[] = nativeSchema.$defs.platform.properties.type.enum;

/** The kinds of place that alone have a key; undefined where all of them do. */
export function platformsOf({ "x-platforms": platforms }: PlatformKeywords): readonly string[] | undefined {
  return platforms === undefined || EVERY_PLATFORM.every((each) => platforms.includes(each)) ? undefined : platforms;
}

/** What stands under the keys that a spec chooses itself; undefined where it may choose none. */
export const valuesOf = ({ additionalProperties }: SchemaNode): SchemaNode | undefined =>
  typeof additionalProperties === "object" ? additionalProperties : undefined;

/** Keys that a mapping cannot do without, where they may stand: the standard's `required`, and our `x-needed`. */
export const requiredOf = ({ required = [], properties = {} }: SchemaNode): readonly string[] =>
  Object.entries(properties).flatMap(([key, child]) =>
    required.includes(key) || isNeeded(follow(child)) ? [key] : [],
  );

/** A schema node without its reference; what stands beside the reference wins. */
export function follow(node: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  const target = DEFINITIONS[node.$ref.slice(node.$ref.lastIndexOf("/") + 1)];
  if (target === undefined) throw new Error(`the schemas have no definition ${node.$ref}`);
  return { ...follow(target), ...node };
}
