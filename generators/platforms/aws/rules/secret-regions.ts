import type { Finding } from "../../../../schema/diagnostics.ts";
import type { Rule } from "../../../model/variants.ts";
import type { AwsPlace } from "../place/model.ts";

/** `arn:<partition>:<service>:<region>:…` */
const ARN = /^arn:([^:]*):[^:]*:([^:]*):/;

const WHAT = { ssm: "parameter", secretsmanager: "secret" } as const;

/** Machines, and apply.sh, ask the services of the region that the cluster is in. */
export const secretRegions: Rule<AwsPlace> = ({ tokens, platform }) =>
  tokens.flatMap(({ source, boundAt }): readonly Finding[] => {
    const [, partition, region] = ARN.exec(source?.reference ?? "") ?? [];
    if (source === null || boundAt === null || region === undefined) return [];
    if (source.kind !== "ssm" && source.kind !== "secretsmanager") return [];
    const asked = { partition: platform.partition, region: platform.region };
    const [there, here] =
      partition === asked.partition
        ? [region, asked.region]
        : [`the partition ${partition}`, `the partition ${asked.partition}`];
    if (there === here) return [];
    return [
      {
        code: "token-source",
        places: [{ path: [...boundAt, source.kind] }, { path: ["platform", "region"], label: "the region" }],
        message: `the ${WHAT[source.kind]} is in ${there}, and what asks for it does so in ${here}`,
        help: `have ${source.kind === "ssm" ? "one" : "it replicated"} there, and name it without its ARN`,
      },
    ];
  });
