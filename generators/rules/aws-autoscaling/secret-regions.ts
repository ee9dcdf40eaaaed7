import type { Finding } from "../../../schema/diagnostics.ts";
import type { AwsAutoscalingPlatform } from "../../platform.ts";
import type { Rule } from "../rule.ts";

/** `arn:<partition>:<service>:<region>:…` */
const ARN = /^arn:([^:]*):[^:]*:([^:]*):/;

/** Machines ask the services of their own region. */
export const secretRegions: Rule<AwsAutoscalingPlatform> = ({ tokens, platform }) =>
  tokens.flatMap(({ source, boundAt }): readonly Finding[] => {
    const [, partition, region] = ARN.exec(source?.reference ?? "") ?? [];
    if (source === null || boundAt === null || region === undefined) return [];
    if (source.kind !== "ssm" && source.kind !== "secretsmanager") return [];
    if (region === platform.region && partition === platform.partition) return [];
    return [
      {
        code: "token-source",
        places: [{ path: [...boundAt, source.kind] }, { path: ["platform", "region"], label: "the region" }],
        message: `the secret is in ${region} of ${partition}, and the machines ask in ${platform.region} of ${platform.partition}`,
        help: "have it replicated, and name it without its ARN",
      },
    ];
  });
