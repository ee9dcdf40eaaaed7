import type { Finding, Place, SpecPath } from "../../../../../schema/diagnostics.ts";
import { addressCount, contains, overlap, prefixLength } from "../../../../facts/addressing.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { Rule } from "../../../../model/variants.ts";
import { repeated } from "../../../../text/findings.ts";
import { databaseRange, FIRST_PUBLIC_PART } from "../../place/addressing.ts";
import { canBeCut, vpcSize } from "../../rules/ranges.ts";
import type { FetchingPlace, MachineGroup } from "../place/model.ts";

type FetchingCluster = Cluster<FetchingPlace>;

/** AWS takes no smaller subnet. */
const SMALLEST = 28;
/** AWS keeps the first four addresses of a subnet and the last. */
const KEPT = 5;
/** What a load balancer wants to have free in each of its subnets. */
const BALANCER = 8;
/** A load balancer's subnet is a /27 at the least. */
const SMALLEST_FOR_BALANCER = 27;

type Kind = "private" | "public";

interface GroupSubnet {
  readonly kind: Kind;
  readonly zone: string;
  readonly range: string;
}

const KEYS: Readonly<Record<Kind, string>> = { private: "subnets", public: "publicSubnets" };

const pathOf = ({ kind, zone }: Pick<GroupSubnet, "kind" | "zone">): SpecPath => ["platform", KEYS[kind], zone];

const named = ({ kind, zone, range }: GroupSubnet): string => `the ${kind} subnet ${range} of zone "${zone}"`;

const subnetsOf = ({ zones, publicSubnets }: FetchingPlace): readonly GroupSubnet[] => [
  ...zones.map(({ name, subnet }) => ({ kind: "private" as const, zone: name, range: subnet })),
  ...publicSubnets.map(({ name, subnet }) => ({ kind: "public" as const, zone: name, range: subnet })),
];

/** How many machines of the given groups a zone has when all groups are as large as they may be. */
const shareOf = (groups: readonly MachineGroup[], zones: number): number =>
  groups.reduce((sum, { size }) => sum + Math.ceil(size.max / zones), 0);

function placeOf(cluster: FetchingCluster, kind: Kind): Place {
  const index = cluster.platform.pools.findIndex(({ isPublic }) => isPublic === (kind === "public"));
  return index === -1
    ? { path: ["controlPlane"], part: "key", label: "its machines stand there" }
    : { path: ["nodePools", index], part: "key", label: "its nodes stand there" };
}

/** Room in each subnet for its share of every group, and for the API's load balancer. */
function room(cluster: FetchingCluster, subnet: GroupSubnet): readonly Finding[] {
  const { platform } = cluster;
  const groups = [platform.controlPlane, ...platform.pools].filter(
    ({ isPublic }) => isPublic === (subnet.kind === "public"),
  );
  const holdsBalancer = platform.api.internal === (subnet.kind === "private");
  const wanted = shareOf(groups, platform.zones.length) + (holdsBalancer ? BALANCER : 0);
  const free = addressCount(subnet.range) - KEPT;
  const narrowest = holdsBalancer ? SMALLEST_FOR_BALANCER : SMALLEST;
  const tooNarrow = prefixLength(subnet.range) > narrowest;
  if (wanted <= free && !tooNarrow) return [];
  const what = tooNarrow
    ? `is too narrow for ${holdsBalancer ? "a load balancer" : "AWS"}`
    : `has ${Math.max(0, free)} addresses to give out; ${wanted} are wanted`;
  const balancer = holdsBalancer && !tooNarrow ? `, ${BALANCER} of them for the API's load balancer` : "";
  return [
    {
      code: "range-size",
      places: [{ path: pathOf(subnet) }, placeOf(cluster, subnet.kind)],
      message: `${named(subnet)} ${what}${balancer}`,
      ...(tooNarrow ? {} : { notes: ["a zone's share of every group at its maximum"] }),
      help: `choose a larger subnet${tooNarrow ? `, a /${narrowest} at the least` : ""}, more zones, or smaller groups`,
    },
  ];
}

const outside = (subnet: GroupSubnet, vpcCidr: string): Finding => ({
  code: "subnet-outside-vpc",
  places: [{ path: pathOf(subnet) }, { path: ["network", "vpcCidr"], label: "the VPC range" }],
  message: `${named(subnet)} lies outside the VPC range ${vpcCidr}`,
  help: `choose a part of ${vpcCidr}`,
});

const clash = (subnet: GroupSubnet, earlier: GroupSubnet): Finding => ({
  code: "range-overlap",
  places: [{ path: pathOf(subnet) }, { path: pathOf(earlier), label: `the ${earlier.kind} subnet` }],
  message: `${named(subnet)} overlaps ${named(earlier)}`,
  help: "choose subnets that share no address",
});

const inDatabase = (subnet: GroupSubnet, range: string): Finding => ({
  code: "range-overlap",
  places: [{ path: pathOf(subnet) }, { path: ["data", "database"], part: "key", label: "has the last sixteenth" }],
  message: `${named(subnet)} overlaps ${range}, which the database has`,
  help: "choose a subnet in front of it",
});

/** Subnets that are made: inside the VPC, apart from each other, and large enough. */
function made(cluster: FetchingCluster): readonly Finding[] {
  const { platform } = cluster;
  const { vpcCidr, data } = platform;
  if (!canBeCut(vpcCidr)) return [];
  const all = subnetsOf(platform);
  if (platform.zones.length >= FIRST_PUBLIC_PART) {
    const message = `${platform.zones.length} zones have no room for public and private subnets in the VPC range`;
    const help = `choose ${FIRST_PUBLIC_PART - 1} zones at the most`;
    return [{ code: "range-size", places: [{ path: ["platform", "zones"] }], message, help }];
  }
  const database = data.database === null ? null : databaseRange(vpcCidr);
  return all.flatMap((subnet, index) => {
    const earlier = all
      .slice(0, index)
      .filter(({ range, ...other }) => overlap(range, subnet.range) && !same(other, subnet));
    return [
      ...(contains(vpcCidr, subnet.range) ? [] : [outside(subnet, vpcCidr)]),
      ...earlier.map((other) => clash(subnet, other)),
      ...(database !== null && overlap(subnet.range, database) ? [inDatabase(subnet, database)] : []),
      ...room(cluster, subnet),
    ];
  });
}

/** A zone that is named twice is said elsewhere. */
const same = (a: Pick<GroupSubnet, "kind" | "zone">, b: GroupSubnet): boolean => a.kind === b.kind && a.zone === b.zone;

/** A subnet stands in one zone, and is reached from the internet or not. */
function usedTwice({ existing, zones }: FetchingPlace): readonly Finding[] {
  const all = (["privateSubnets", "publicSubnets"] as const).flatMap((key) =>
    zones.flatMap(({ name }) => {
      const id = existing?.[key][name];
      return id === undefined ? [] : [{ id, path: ["platform", "existing", key, name] as const }];
    }),
  );
  return repeated({
    keys: all.map(({ id }) => id),
    pathOf: (index) => all[index]?.path ?? [],
    label: "first used here",
    message: (id) => `the subnet ${id} is named twice: it stands in one zone, and is private or public`,
    help: "name a subnet of its own for each zone",
  });
}

/** Subnets that exist: one for each zone where something stands. */
function given({ platform }: FetchingCluster): readonly Finding[] {
  const { existing, api, pools, zones } = platform;
  if (existing === null) return [];
  const isPublic = !api.internal || pools.some((pool) => pool.isPublic);
  const wanted = [
    { key: "privateSubnets", ids: existing.privateSubnets, needed: true },
    { key: "publicSubnets", ids: existing.publicSubnets, needed: isPublic },
  ] as const;
  const missing = wanted.flatMap(({ key, ids, needed }) =>
    zones
      .filter(({ name }) => needed && !Object.hasOwn(ids, name))
      .map(
        ({ name }): Finding => ({
          code: "subnet-missing",
          places: [
            { path: ["platform", "existing", key], part: "key" },
            { path: ["platform", "zones"], label: "the zones in use" },
          ],
          message: `"${key}" names no subnet of the zone "${name}"`,
          help: `add "${name}: subnet-…", or leave the zone out`,
        }),
      ),
  );
  return [...missing, ...usedTwice(platform)];
}

/** Every zone has the subnets that its machines stand in. */
export const groupSubnets: Rule<FetchingPlace> = (cluster, contents, variants) =>
  cluster.platform.existing === null ? [...vpcSize(cluster, contents, variants), ...made(cluster)] : given(cluster);
