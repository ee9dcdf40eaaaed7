import type { SpecPath } from "../../schema/diagnostics.ts";

/** What machines are made of beside their own part of the spec. */
export const EVERY_MACHINE: readonly SpecPath[] = [
  ["name"],
  ["kubernetes"],
  ["platform"],
  ["network"],
  ["egress"],
  ["etcd"],
  ["os"],
  ["programs"],
];

/** What Kubernetes objects are made of, before the version spells them. */
export const OBJECTS: readonly SpecPath[] = [["addons"], ["workloads"], ["services"]];

/** What decides about values in them that are bound late. */
export const LATE_VALUES: readonly SpecPath[] = [["tokens"], ["data"]];
