import type { Finding } from "../../../../schema/diagnostics.ts";
import type { Rule } from "../../../model/variants.ts";
import type { AwsPlace } from "../place/model.ts";

/** `arn:<partition>:<service>:<region>:…` */
const ARN = /^arn:([^:]*):[^:]*:([^:]*):/;

const WHAT = { ssm: "parameter", secretsmanager: "secret" } as const;

/** Where it is and where it is asked for, in words; null where that is one, or may be. */
function apart(
  reference: string,
  place: AwsPlace,
  machinesAsk: boolean,
): readonly [there: string, here: string] | null {
  const [, partition, region] = ARN.exec(reference) ?? [];
  if (partition === undefined || region === undefined) return null;
  if (partition !== place.partition) return [`the partition ${partition}`, `the partition ${place.partition}`];
  return machinesAsk && region !== place.region ? [region, place.region] : null;
}

/** Machines ask the services of their own region; apply.sh those of the operator's, in the same partition. */
export const secretRegions: Rule<AwsPlace> = ({ tokens, platform, machineSources }) =>
  tokens.flatMap(({ source, boundAt }): readonly Finding[] => {
    if (source === null || boundAt === null || (source.kind !== "ssm" && source.kind !== "secretsmanager")) return [];
    const places = apart(source.reference, platform, machineSources.includes(source.kind));
    if (places === null) return [];
    const [there, here] = places;
    return [
      {
        code: "token-source",
        places: [{ path: [...boundAt, source.kind] }, { path: ["platform", "region"], label: "the region" }],
        message: `the ${WHAT[source.kind]} is in ${there}, and what asks for it does so in ${here}`,
        help: `have ${source.kind === "ssm" ? "one" : "it replicated"} there, and name it without its ARN`,
      },
    ];
  });
