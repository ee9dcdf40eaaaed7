import type { Labels } from "../../model/objects.ts";

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** Labels, or null where there are none. */
export const nonEmpty = (labels: Labels): Labels | null => (Object.keys(labels).length > 0 ? labels : null);

/** An object without what is empty: it reads as if somebody had written it. */
export const filled = <Model extends object>(
  entries: {
    readonly [Key in keyof Model]: Model[Key] | null;
  },
): Model => Object.fromEntries(Object.entries(entries).filter(([, value]) => !isEmpty(value))) as Model;
