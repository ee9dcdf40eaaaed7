import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { AwsAutoscalingPlatform } from "../../../../model/place.ts";
import type { Rule } from "../../../../model/rule.ts";
import { arnIn, groupPolicy, type PolicyContext } from "../stacks/policies.ts";

/** IAM's limit on the inline policies of a role, in characters other than white space. */
const INLINE_POLICY = 10_240;

/** As long as what Terraform fills in: an account, the id of a zone, the ARN of a secret that RDS made. */
const ACCOUNT = "0".repeat(12);
const ZONE = "Z".repeat(21);
const MADE = "a".repeat(120);

/** Roles whose machines read more secrets than a policy can name. */
export const policySize: Rule<AwsAutoscalingPlatform> = (cluster, { payloads }) => {
  const { platform } = cluster;
  const context: PolicyContext = {
    cluster,
    privateZoneId: platform.dns.privateId ?? ZONE,
    arn: arnIn(platform.partition, platform.region, ACCOUNT),
  };
  return [platform.controlPlane, ...platform.pools].flatMap((group): readonly Finding[] => {
    const payload = payloads.find(({ machine }) => machine.group === group.group);
    const policy = groupPolicy(context, group, payload).replaceAll(/\$\{[^}]*\}/g, MADE);
    const size = policy.replaceAll(/\s/g, "").length;
    if (size <= INLINE_POLICY) return [];
    return [
      {
        code: "policy-size",
        places: [{ path: ["tokens"], part: "key" }],
        message: `the role of ${group.group} would need a policy of ${size} characters; IAM takes ${INLINE_POLICY}`,
        notes: ["it names every secret that the machines read"],
        help: "keep several values in one secret, each under a key",
      },
    ];
  });
};
