import type { SpecPath } from "../../schema/diagnostics.ts";

/** What machines are made of beside their own part of the spec. */
export const EVERY_MACHINE: readonly SpecPath[] = [
  ["name"],
  ["kubernetes"],
  ["platform"],
  ["network"],
  ["etcd"],
  ["os"],
];
