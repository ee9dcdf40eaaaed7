import type { Finding } from "../../../../schema/diagnostics.ts";
import type { Rule } from "../../../model/variants.ts";
import type { AwsPlace } from "../place/model.ts";

/** Set by the compiler on everything; the spec's own would win and break what looks for them. */
const EVERYWHERE: readonly string[] = ["Cluster", "ManagedBy"];
/** Set on some things, none of them IAM's. */
const SOMEWHERE: readonly string[] = ["Name", "Environment", "Group", "Use"];

/** IAM, unlike others, takes keys that differ in capitals alone for one, and refuses it twice. */
const alike = (key: string, others: readonly string[]): string | undefined =>
  others.find((other) => other.toLowerCase() === key.toLowerCase());

function whyNot(key: string, earlier: readonly string[]): string | null {
  if (/^aws:/i.test(key)) return 'AWS keeps tags that start with "aws:" for itself';
  if ([...EVERYWHERE, ...SOMEWHERE].includes(key)) return "the compiler sets it";
  const ours = alike(key, EVERYWHERE);
  if (ours !== undefined) return `the compiler sets "${ours}", and IAM disregards capitals`;
  const other = alike(key, earlier);
  return other === undefined ? null : `there is "${other}", and IAM disregards capitals`;
}

/** Tags that AWS keeps for itself, that the compiler sets, or that are there twice for IAM. */
export const tags: Rule<AwsPlace> = ({ platform }) =>
  Object.keys(platform.tags).flatMap((key, index, all): readonly Finding[] => {
    const why = whyNot(key, all.slice(0, index));
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
