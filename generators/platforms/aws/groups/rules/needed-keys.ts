import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { AwsAutoscalingPlatform } from "../../../../model/place.ts";
import type { Rule } from "../../../../model/rule.ts";

const lacks = (key: string, example: string): Finding => ({
  code: "missing-key",
  places: [
    { path: ["platform"], part: "key" },
    { path: ["platform", "type"], label: "needs it" },
  ],
  message: `"platform" lacks the key "${key}"`,
  help: `add it, such as "${key}: ${example}"`,
});

/** What this kind of place cannot do without. */
export const neededKeys: Rule<AwsAutoscalingPlatform> = ({ platform: { environment, bucket } }) => [
  ...(environment === "" ? [lacks("environment", "prod")] : []),
  ...(bucket === "" ? [lacks("bucket", "kubernetes-example-prod")] : []),
];
