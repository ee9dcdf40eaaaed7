import type { Finding } from "../../schema/diagnostics.ts";
import type { Rule } from "./rule.ts";

/** Set by the compiler; the spec's own would win and break what looks for them. */
const OURS: readonly string[] = ["Name", "Cluster", "Environment", "ManagedBy", "Group", "Use"];

/** Tags that AWS keeps for itself, or that the compiler sets. */
export const tags: Rule = ({ platform }) =>
  Object.keys(platform.tags).flatMap((key): readonly Finding[] => {
    const why = /^aws:/i.test(key)
      ? 'AWS keeps tags that start with "aws:" for itself'
      : OURS.includes(key)
        ? "the compiler sets it"
        : null;
    return why === null
      ? []
      : [
          {
            code: "tag",
            places: [{ path: ["platform", "tags", key], part: "key" }],
            message: `the tag "${key}" is not the spec's to set: ${why}`,
            help: "choose another key",
          },
        ];
  });
