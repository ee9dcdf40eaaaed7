import type { Finding } from "../../../schema/diagnostics.ts";
import { ZONE_LABEL } from "../../naming.ts";
import type { AwsAutoscalingPlatform } from "../../platform.ts";
import type { Rule } from "../rule.ts";

/** A node's zone is what its machine finds out, not what the spec says. */
export const labels: Rule<AwsAutoscalingPlatform> = ({ platform }) =>
  platform.pools.flatMap(({ labels: wanted }, index): readonly Finding[] =>
    Object.hasOwn(wanted, ZONE_LABEL)
      ? [
          {
            code: "duplicate-name",
            places: [{ path: ["nodePools", index, "labels", ZONE_LABEL], part: "key" }],
            message: `the label "${ZONE_LABEL}" is the machine's own to set: it says where the node stands`,
            help: "remove it, or choose another label",
          },
        ]
      : [],
  );
