/** What the spec says of warnings: which it knows of, and why they are as they should be. */
import { DIAGNOSTIC_CODES, type Finding } from "../../schema/diagnostics.ts";
import { didYouMean } from "../../schema/suggest.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Rule } from "../model/variants.ts";

/** Codes that no diagnostic has. */
export const acknowledgedCodes: Rule = ({ acknowledged }) =>
  acknowledged
    .filter(({ code }) => !Object.hasOwn(DIAGNOSTIC_CODES, code))
    .map(
      ({ code }): Finding => ({
        code: "unknown-key",
        places: [{ path: ["acknowledged", code], part: "key" }],
        message: `no warning has the code "${code}"`,
        help: didYouMean(code, Object.keys(DIAGNOSTIC_CODES), "write what stands in brackets where it is printed"),
      }),
    );

const isWarning = ({ severity }: Finding): boolean => severity === "warning";

/** Without the warnings that the spec acknowledges; with one more for each that is not there any more. */
export function withoutAcknowledged(
  { acknowledged }: Pick<Cluster, "acknowledged">,
  findings: readonly Finding[],
): readonly Finding[] {
  const known = new Set(acknowledged.map(({ code }) => code));
  // A rule that an error keeps silent may warn again.
  const idle = findings.some((finding) => !isWarning(finding))
    ? []
    : acknowledged.filter(({ code }) => !findings.some((finding) => finding.code === code));
  return [
    ...findings.filter((finding) => !isWarning(finding) || !known.has(finding.code)),
    ...idle.map(
      ({ code }): Finding => ({
        code: "misplaced-key",
        severity: "warning",
        places: [{ path: ["acknowledged", code], part: "key" }],
        message: `there is no warning "${code}" to acknowledge`,
        help: "remove it",
      }),
    ),
  ];
}
