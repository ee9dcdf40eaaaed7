import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { MisplacedKey } from "../model/cluster.ts";
import type { Platform } from "../model/place.ts";
import { featuresOf } from "../variants/kubernetes.ts";
import { osVariant } from "../variants/os/index.ts";

/** Keys that only one kind of place has. A star is any entry of a list. */
const KEYS: Readonly<Record<Platform["type"], readonly (readonly string[])[]>> = {
  aws: [["loadBalancer"], ["network", "routeQuota"], ["etcd", "discoveryUrl"], ["controlPlane", "address"]],
  "aws-autoscaling": [
    ...["publicSubnets", "environment", "bucket", "tenancy", "nat", "dns", "existing", "access", "users"].map((key) => [
      "platform",
      key,
    ]),
    ["os", "rootDevice"],
    ["os", "awsCliImage"],
    ["network", "flannelUrl"],
    ["etcd", "endpoints"],
    ["etcd", "archiveUrl"],
    ["etcd", "backup"],
    ["controlPlane", "count"],
    ["controlPlane", "dataDiskSize"],
    ...["min", "max", "dataDiskSize", "public", "elasticIps", "labels"].map((key) => ["nodePools", "*", key]),
  ],
};

type Path = readonly (string | number)[];

/** The places that a pattern names in a value. */
function found(value: unknown, [key, ...rest]: readonly string[], path: Path = []): readonly Path[] {
  if (key === undefined) return [path];
  if (typeof value !== "object" || value === null) return [];
  if (key === "*") return (value as readonly unknown[]).flatMap((item, index) => found(item, rest, [...path, index]));
  return Object.hasOwn(value, key)
    ? found((value as Readonly<Record<string, unknown>>)[key], rest, [...path, key])
    : [];
}

const foreignKeys = (spec: ClusterSpec): readonly MisplacedKey[] =>
  (Object.keys(KEYS) as readonly Platform["type"][])
    .filter((platform) => platform !== spec.platform.type)
    .flatMap((platform) =>
      KEYS[platform].flatMap((pattern) =>
        found(spec, pattern).map((path) => ({ path, why: `the platform "${platform}" alone has it`, isForeign: true })),
      ),
    );

/** Keys that other choices of the spec leave without effect. */
function idleKeys({
  os,
  etcd,
  platform,
  kubernetes,
}: ClusterSpec): readonly (readonly [why: string, keys: readonly string[][]])[] {
  const { hasAwsCli, etcd2 } = osVariant(os.family);
  return [
    [`images of the family ${os.family} bring the AWS command line`, hasAwsCli ? [["os", "awsCliImage"]] : []],
    [`images of the family ${os.family} bring etcd`, etcd2.isFetched ? [] : [["etcd", "archiveUrl"]]],
    [
      "etcd is external",
      etcd?.endpoints === undefined
        ? []
        : [
            ["etcd", "archiveUrl"],
            ["etcd", "backup"],
          ],
    ],
    [
      "the network exists",
      platform.existing === undefined
        ? []
        : ["nat", "tenancy", "subnets", "publicSubnets"].map((key) => ["platform", key]),
    ],
    [
      "nodes register themselves",
      featuresOf(kubernetes.version).nodeRegistration === "kubelet" ? [["kubernetes", "registerUrl"]] : [],
    ],
    ["there is no public domain", platform.dns?.domain === undefined ? [["platform", "dns", "publicZoneId"]] : []],
  ];
}

/** The keys of a spec that belong to another kind of place than its own, or do nothing for other reasons. */
export function misplacedKeys(spec: ClusterSpec): readonly MisplacedKey[] {
  const foreign = foreignKeys(spec);
  const known = new Set(foreign.map(({ path }) => path.join(".")));
  const idle = idleKeys(spec).flatMap(([why, patterns]) =>
    patterns.flatMap((pattern) => found(spec, pattern).map((path) => ({ path, why, isForeign: false }))),
  );
  const addresses = spec.nodePools.flatMap((pool, index) =>
    pool.public !== true && pool.elasticIps !== undefined
      ? [{ path: ["nodePools", index, "elasticIps"], why: "the pool is not public", isForeign: false }]
      : [],
  );
  return [...foreign, ...[...idle, ...addresses].filter(({ path }) => !known.has(path.join(".")))];
}
