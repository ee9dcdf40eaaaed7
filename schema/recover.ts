import { follow } from "./definitions.ts";
import type { SpecPath } from "./diagnostics.ts";
import type { SchemaError } from "./explain.ts";

/** A spec with its refused parts replaced by harmless ones, so that the rules can look at the rest. */
export interface Recovered {
  readonly value: unknown;
  /** Where the value is no longer the writer's: nothing said about these paths can be trusted. */
  readonly unsure: readonly SpecPath[];
}

const REMOVED = Symbol("removed");

/** A copy with the value at a path set, or removed. Paths that lead nowhere change nothing. */
function withValue(container: unknown, path: SpecPath, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof container !== "object" || container === null) return container;
  const next = rest.length === 0 ? value : withValue((container as Record<string | number, unknown>)[key], rest, value);
  if (Array.isArray(container)) return container.map((item, index) => (index === key ? next : item));
  const entries = Object.entries(container).filter(([name]) => name !== key);
  return Object.fromEntries(next === REMOVED ? entries : [...entries, [String(key), next]]);
}

function replacement(error: SchemaError): { path: SpecPath; value: unknown } {
  const { keyword, path, params, schema } = error;
  if (keyword === "additionalProperties") return { path: [...path, String(params.additionalProperty)], value: REMOVED };
  if (error.propertyName !== undefined) return { path: [...path, error.propertyName], value: REMOVED };
  if (keyword !== "required") return { path, value: follow(schema).examples?.[0] };
  const key = String(params.missingProperty);
  return { path: [...path, key], value: follow(schema.properties?.[key] ?? {}).examples?.[0] };
}

/** Puts the schema's own example where a value was refused or is missing, and drops unknown keys. */
export function recover(value: unknown, errors: readonly SchemaError[]): Recovered {
  let repaired = value;
  const unsure: SpecPath[] = [];
  for (const error of errors) {
    const { path, value: good } = replacement(error);
    repaired = withValue(repaired, path, good);
    unsure.push(path);
  }
  return { value: repaired, unsure };
}

/** Whether a path is one of the unsure ones, or lies inside one. */
export const isUnsure = (unsure: readonly SpecPath[], path: SpecPath): boolean =>
  unsure.some((other) => other.every((key, index) => key === path[index]));
