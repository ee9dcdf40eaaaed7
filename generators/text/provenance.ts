import type { SpecPath } from "../../schema/diagnostics.ts";
import { formatPath, writtenPath } from "../../schema/paths.ts";
import type { Cluster } from "../model/cluster.ts";

/** What the older form has no key for comes from the defaults. */
const DEFAULTS = "defaults";

/** Paths of the native spec as the operator wrote them, each once, e.g. `ycluster.minions.number`. */
export function cited(cluster: Pick<Cluster, "spec">, ...paths: readonly SpecPath[]): readonly string[] {
  return [...new Set(paths.map((path) => formatPath(writtenPath(cluster.spec.form, path) ?? [DEFAULTS])))];
}

/** A comment: what a thing is for, and which part of the spec it comes from. */
export const purpose = (cluster: Pick<Cluster, "spec">, text: string, ...paths: readonly SpecPath[]): string =>
  paths.length === 0 ? text : `${text} (${cluster.spec.file}: ${cited(cluster, ...paths).join(", ")})`;

/** A comment without the spec's file: what machines fetch does not change with the name of a file. */
export const purposeAnywhere = (cluster: Pick<Cluster, "spec">, text: string, path: SpecPath): string =>
  `${text} (${cited(cluster, path).join(", ")})`;
