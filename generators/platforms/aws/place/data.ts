/** What outlives the machines, and what of it is there for what runs on them. */

import { DEFAULTS } from "../../../../schema/generated/defaults.ts";
import type { ClusterSpec } from "../../../../schema/generated/types.ts";
import type { Offers } from "../../../model/place.ts";
import type { TokenSource } from "../../../model/token.ts";
import { databaseSubnet } from "./addressing.ts";
import type { AwsPlace, Bucket, BucketUse, Data, Database } from "./model.ts";
import * as naming from "./naming.ts";
import { OUTPUTS, type OutputName } from "./outputs.ts";
import type { AwsSpec } from "./spec.ts";

type Given = NonNullable<ClusterSpec["data"]>;

/** What decides about the database beside its own part of the spec. */
type Around = Pick<AwsPlace, "vpcCidr" | "zones" | "existing">;

function database(
  cluster: string,
  { vpcCidr, zones, existing }: Around,
  given: NonNullable<Given["database"]>,
): Database {
  const defaults = DEFAULTS.database;
  return {
    identifier: naming.databaseIdentifier(cluster),
    finalSnapshot: naming.finalSnapshot(cluster),
    instanceClass: given.instanceClass,
    storage: given.storage ?? defaults.storage,
    engineVersion: given.engineVersion ?? defaults.engineVersion,
    name: given.name ?? defaults.name,
    user: given.user ?? defaults.user,
    multiZone: given.multiZone ?? defaults.multiZone,
    backupDays: given.backupDays ?? defaults.backupDays,
    passwordDays: given.passwordDays ?? defaults.passwordDays,
    subnets:
      existing === null
        ? zones.map((zone, index) => ({ name: zone.name, subnet: databaseSubnet(vpcCidr, index) }))
        : [],
  };
}

const USES = ["media", "registry", "cluster"] as const satisfies readonly BucketUse[];

/** Nothing of it unless the spec asks. */
export function awsData({ name, data, platform }: AwsSpec, around: Around): Data {
  const given: Given = data ?? {};
  const names: Readonly<Partial<Record<BucketUse, string | undefined>>> = {
    ...given.buckets,
    cluster: platform.bucket,
  };
  const buckets = USES.flatMap((use): readonly Bucket[] => {
    const bucket = names[use];
    return bucket === undefined ? [] : [{ use, name: bucket }];
  });
  return {
    database: given.database === undefined ? null : database(name, around, given.database),
    buckets,
    users: platform.users ?? [],
    protected: given.protected ?? DEFAULTS.data.protected,
  };
}

/** `data/database_address` */
const reference = (output: OutputName): string => `${OUTPUTS[output].stack}/${output}`;

const ADDRESS: TokenSource = { kind: "terraform", reference: reference("database_address"), key: null };

const PASSWORD: TokenSource = {
  kind: "secretsmanager",
  reference: `terraform:${reference("database_secret_arn")}`,
  key: "password",
};

/** What the data stack makes for add-ons to use. */
export function offered({ database: made, buckets }: Data, region: string, host: string): Offers {
  const bucketOf = (wanted: BucketUse): string | null => buckets.find(({ use }) => use === wanted)?.name ?? null;
  return {
    database: made === null ? null : { name: made.name, user: made.user, address: ADDRESS, password: PASSWORD },
    store: {
      region,
      host,
      media: bucketOf("media"),
      registry: bucketOf("registry"),
      made: buckets.map(({ name }) => name),
    },
  };
}
