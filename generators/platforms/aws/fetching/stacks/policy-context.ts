import type { Cluster } from "../../../../model/cluster.ts";
import type { FetchingPlace } from "../place/model.ts";

/** What comes between the service and the thing in an ARN of a service that knows no regions. */
const GLOBAL: Readonly<Record<string, string>> = { s3: ":", route53: ":" };

/** ARNs of a partition, in a region and account where the service has them: `arn:aws:ssm:us-east-1:123456789012:parameter/x`, `arn:aws:s3:::x` */
export const arnIn =
  (partition: string, region: string, account: string): PolicyContext["arn"] =>
  (service, rest) =>
    `arn:${partition}:${service}:${GLOBAL[service] ?? `${region}:${account}`}:${rest}`;

/** What ARNs and ids in policies are made of. */
export interface PolicyContext {
  readonly cluster: Cluster<FetchingPlace>;
  readonly privateZoneId: string;
  /** An ARN of a service, from the name of the thing. */
  readonly arn: (service: string, rest: string) => string;
}
