import type { Finding } from "../../schema/diagnostics.ts";
import type { Rule } from "../model/variants.ts";

/** A digest of what no machine fetches. */
export const idlePrograms: Rule = ({ programs }, { payloads }) => {
  const fetched = new Set(payloads.flatMap(({ machine }) => machine.fetches.map(({ name }) => name)));
  return Object.keys(programs)
    .filter((name) => !fetched.has(name))
    .map(
      (name): Finding => ({
        code: "misplaced-key",
        severity: "warning",
        places: [{ path: ["programs", name], part: "key" }],
        message: `no machine fetches ${name}`,
        help: `leave it out; machines fetch ${[...fetched].sort().join(", ") || "none"}`,
      }),
    );
};
