import { follow } from "./definitions.ts";
import type { SpecPath } from "./diagnostics.ts";
import type { SchemaError } from "./explain.ts";
import { startsWith } from "./paths.ts";

/** A spec with its refused parts replaced by harmless ones, so that the rules can look at the rest. */
interface Recovered {
  readonly value: unknown;
  /** Where the value is no longer the writer's: nothing said about these paths can be trusted. */
  readonly unsure: readonly SpecPath[];
}

const REMOVED = Symbol("removed");

type Container = Record<string | number, unknown>;

/** Sets or removes the value at a path of a copy. Paths that lead nowhere change nothing. */
function put(root: { value: unknown }, path: SpecPath, value: unknown): void {
  let container: Container = root;
  let key: string | number = "value";
  for (const next of path) {
    const child = container[key];
    if (typeof child !== "object" || child === null) return;
    container = child as Container;
    key = next;
  }
  if (value === REMOVED) delete container[key];
  else Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
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
  const root = { value: structuredClone(value) };
  // A refused key is one error about the key and one that only says that there is one.
  const unsure = errors
    .filter(({ keyword }) => keyword !== "propertyNames")
    .map((error) => {
      const { path, value: good } = replacement(error);
      put(root, path, good);
      return path;
    });
  return { value: root.value, unsure };
}

/** Whether something unsure lies below a path, at it, or above it. */
export const holdsUnsure = (unsure: readonly SpecPath[], path: SpecPath): boolean =>
  isUnsure(unsure, path) || unsure.some((other) => startsWith(other, path));

/** Whether a path is one of the unsure ones, or lies inside one. */
export const isUnsure = (unsure: readonly SpecPath[], path: SpecPath): boolean =>
  unsure.some((other) => startsWith(path, other));
