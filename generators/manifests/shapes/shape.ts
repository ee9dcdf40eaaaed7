import type { Labels, Namespace, Service, Verbatim, Workload } from "../../model/objects.ts";
import type { WorkloadApi } from "../../variants/kubernetes.ts";

/** How one generation of the API spells objects. One description may become several objects. */
export interface Shape {
  readonly api: WorkloadApi;
  readonly namespace: (namespace: Namespace) => readonly Spelled[];
  readonly service: (service: Service) => readonly Spelled[];
  readonly workload: (workload: Workload) => readonly Spelled[];
  readonly verbatim: (verbatim: Verbatim) => readonly Spelled[];
}

/** An object as an API version spells it. */
export interface Spelled {
  /** As kubectl takes it, e.g. `rc` */
  readonly resource: string;
  readonly name: string;
  /** What it is, in a file name. */
  readonly what: string;
  readonly manifest: object;
}

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
