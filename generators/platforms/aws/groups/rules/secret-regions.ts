import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { Rule } from "../../../../model/variants.ts";
import type { GroupsPlace } from "../place/model.ts";

/** `arn:<partition>:<service>:<region>:…` */
const ARN = /^arn:([^:]*):[^:]*:([^:]*):/;

const WHAT = { ssm: "parameter", secretsmanager: "secret" } as const;

/** Machines ask the services of their own region. */
export const secretRegions: Rule<GroupsPlace> = ({ tokens, platform }) =>
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
        message: `the ${WHAT[source.kind]} is in ${there}, and the machines ask in ${here}`,
        help: `have ${source.kind === "ssm" ? "one" : "it replicated"} there, and name it without its ARN`,
      },
    ];
  });
