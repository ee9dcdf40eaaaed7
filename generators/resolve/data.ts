import schema from "../../schema/cluster.schema.json" with { type: "json" };
import type { ClusterSpec } from "../../schema/generated/types.ts";
import { databaseSubnet } from "../facts/addressing.ts";
import * as naming from "../facts/naming.ts";
import type { Bucket, BucketUse, Data, Database, Platform } from "../model/cluster.ts";

const { database: databaseDefaults, data: dataDefaults } = schema.$defs;

type Given = NonNullable<ClusterSpec["data"]>;

function database(cluster: string, platform: Platform, given: NonNullable<Given["database"]>): Database {
  const { storage, engineVersion, name, user, multiZone, backupDays, passwordDays } = databaseDefaults.properties;
  return {
    identifier: naming.databaseIdentifier(cluster),
    finalSnapshot: naming.finalSnapshot(cluster),
    instanceClass: given.instanceClass,
    storage: given.storage ?? storage.default,
    engineVersion: given.engineVersion ?? engineVersion.default,
    name: given.name ?? name.default,
    user: given.user ?? user.default,
    multiZone: given.multiZone ?? multiZone.default,
    backupDays: given.backupDays ?? backupDays.default,
    passwordDays: given.passwordDays ?? passwordDays.default,
    subnets:
      platform.existing !== null
        ? []
        : platform.zones.map((zone, index) => ({ name: zone.name, subnet: databaseSubnet(platform.vpcCidr, index) })),
  };
}

const USES = ["media", "registry", "cluster"] as const satisfies readonly BucketUse[];

/** What outlives the machines; nothing of it unless the spec asks. */
export function resolveData(spec: Pick<ClusterSpec, "name" | "data" | "platform">, platform: Platform): Data {
  const given: Given = spec.data ?? {};
  const names: Readonly<Partial<Record<BucketUse, string | undefined>>> = {
    ...given.buckets,
    cluster: spec.platform.bucket,
  };
  const buckets = USES.flatMap((use): readonly Bucket[] => {
    const name = names[use];
    return name === undefined ? [] : [{ use, name }];
  });
  return {
    database: given.database === undefined ? null : database(spec.name, platform, given.database),
    buckets,
    users: platform.users,
    protected: given.protected ?? dataDefaults.properties.protected.default,
  };
}
