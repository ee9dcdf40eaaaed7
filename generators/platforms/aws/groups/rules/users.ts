import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { AwsAutoscalingPlatform } from "../../../../model/place.ts";
import type { Rule } from "../../../../model/rule.ts";

/** IAM tells users apart without regard to capitals. */
export const users: Rule<AwsAutoscalingPlatform> = ({ platform }) => {
  const names = platform.users.map((user) => user.toLowerCase());
  return names.flatMap((name, index): readonly Finding[] => {
    const first = names.indexOf(name);
    return first === index
      ? []
      : [
          {
            code: "duplicate-name",
            places: [
              { path: ["platform", "users", index] },
              { path: ["platform", "users", first], label: "first used here" },
            ],
            message: `two IAM users are called "${name}"; capitals make no difference`,
            help: "give each a name of its own",
          },
        ];
  });
};
