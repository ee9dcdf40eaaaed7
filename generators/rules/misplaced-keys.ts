import type { Finding } from "../../schema/diagnostics.ts";
import type { Rule } from "../model/rule.ts";

/** A key that does nothing is a mistake, or will be taken for something that it does not do. */
export const misplacedKeys: Rule = ({ spec }) =>
  spec.misplaced.map(
    ({ path, why, isForeign }): Finding => ({
      code: "misplaced-key",
      severity: isForeign ? "error" : "warning",
      places: [
        { path, part: "key" },
        ...(isForeign ? [{ path: ["platform", "type"], label: "the platform" } as const] : []),
      ],
      message: `"${path.findLast((key) => typeof key === "string")}" has no effect here: ${why}`,
      help: "remove it",
    }),
  );
