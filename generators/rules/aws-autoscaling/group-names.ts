import type { Finding } from "../../../schema/diagnostics.ts";
import { CONTROL_PLANE_TAG } from "../../naming.ts";
import type { AwsAutoscalingPlatform } from "../../platform.ts";
import { balancerTooLong, databaseName, reservedNames } from "../aws/name-limits.ts";
import type { Rule } from "../rule.ts";

/** IAM's limit on the name of a role; an auto-scaling group's and a launch template's are wider. */
const ROLE_NAME = 64;

/** Names of AWS resources that derive from the names of the cluster and its pools. */
export const groupNames: Rule<AwsAutoscalingPlatform> = ({ name, platform, data }) => [
  ...balancerTooLong(platform.api.name, name),
  ...reservedNames(platform.api.name, platform.securityGroups),
  ...databaseName(data),
  ...platform.pools.flatMap(({ group, name: role }, index): readonly Finding[] => {
    const path = ["nodePools", index, "name"] as const;
    if (group === CONTROL_PLANE_TAG) {
      const message = `a node pool cannot be called "${group}": the API's name in the zones is`;
      return [{ code: "duplicate-name", places: [{ path }], message, help: "give the pool another name" }];
    }
    if (role.length <= ROLE_NAME) return [];
    const message = `the name "${role}" of the pool's role has ${role.length} characters; IAM takes ${ROLE_NAME}`;
    return [
      {
        code: "name-limit",
        places: [{ path }, { path: ["name"], label: "the cluster" }],
        message,
        help: "choose shorter names",
      },
    ];
  }),
];
