import { DEFAULTS } from "../../../../../schema/generated/defaults.ts";
import type { ClusterSpec } from "../../../../../schema/generated/types.ts";
import { LOOPBACK } from "../../../../facts/endpoints.ts";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { oneRoleEach } from "../../../../facts/nodes.ts";
import * as ports from "../../../../facts/ports.ts";
import type { OsFacts } from "../../../../model/cluster.ts";
import type { KubernetesFeatures } from "../../../../model/kubernetes.ts";
import type { TakenDomain, TakenRange } from "../../../../model/place.ts";
import { EVERY_SOURCE } from "../../../../model/token.ts";
import { type IdleKeys, placeVariant, type Surroundings } from "../../../../model/variants.ts";
import { backup } from "../../fetching/place/backup.ts";
import type { ApiBalancer, DnsZones, MachineGroup } from "../../fetching/place/model.ts";
import { CONTROL_PLANE_GROUP } from "../../fetching/place/nodes-groups.ts";
import { todaysSecurityGroups } from "../../fetching/place/today-security-groups.ts";
import { placeTokens } from "../../fetching/place/tokens.ts";
import { FIRST_PUBLIC_PART } from "../../place/addressing.ts";
import type { ExistingNetwork } from "../../place/model.ts";
import * as naming from "../../place/naming.ts";
import { OUTPUTS } from "../../place/outputs.ts";
import { awsPlace, zoneSubnets } from "../../place/place.ts";
import { type GroupsSpec, groupsSpec } from "../../place/spec.ts";
import { strayZones } from "../../place/stray-zones.ts";
import { withRebalancing } from "./elastic-ips.ts";
import { apiTokens } from "./files.ts";
import type { GroupsPlace } from "./model.ts";
import { rangeUnsaid } from "./range-unsaid.ts";
import { groupsSecurityGroups } from "./security-groups.ts";

type Given = GroupsSpec["platform"];

const ENVIRONMENT = ["platform", "environment"] as const;

function dns({ dns: given }: Given, environment: string): DnsZones {
  const domain = given?.domain;
  return {
    privateName: naming.privateZone(environment),
    privateFrom: ENVIRONMENT,
    privateId: given?.privateZoneId ?? null,
    publicName: domain === undefined ? null : naming.publicZone(environment, domain),
    publicId: domain === undefined ? null : (given?.publicZoneId ?? null),
  };
}

/** The zones' names, and the domain that the public one hangs in. */
const zoneDomains = ({ dns: given }: Given, { privateName }: DnsZones): readonly TakenDomain[] => [
  { what: "private zone", name: privateName, path: ENVIRONMENT },
  ...(given?.domain === undefined
    ? []
    : [{ what: "public domain", name: given.domain, path: ["platform", "dns", "domain"] }]),
];

/** The document's label of the nodes that the internet reaches. */
export const PUBLIC_LABELS = { role: "loadbalancer" } as const;

/** What the names of a group are made of. */
interface Named {
  readonly cluster: string;
  readonly region: string;
  readonly zones: DnsZones;
}

function poolGroup({ cluster, region, zones }: Named, pool: GroupsSpec["nodePools"][number]): MachineGroup {
  const isPublic = pool.public ?? DEFAULTS.nodePool.public;
  const max = pool.max ?? pool.count;
  return {
    role: pool.name,
    name: naming.groupName(cluster, pool.name),
    roleName: naming.roleName(cluster, pool.name, region),
    tag: naming.inZone(pool.name, zones.privateName),
    size: { min: pool.min ?? pool.count, max, desired: pool.count },
    isPublic,
    securityGroup: (pool.apart ?? DEFAULTS.nodePool.apart) ? `pool_${naming.terraformName(pool.name)}` : "nodes",
    dataDiskSize: pool.dataDiskSize ?? DEFAULTS.dataDiskSize,
    elasticIps: isPublic ? (pool.elasticIps ?? withRebalancing(max)) : 0,
    labels: { ...(isPublic ? PUBLIC_LABELS : {}), ...pool.labels },
    record: naming.inZone(pool.name, zones.privateName),
    publicRecord: isPublic && zones.publicName !== null ? naming.inZone(pool.name, zones.publicName) : null,
  };
}

function controlPlane(
  { cluster, region, zones }: Named,
  given: GroupsSpec["controlPlane"],
  { plainApi }: KubernetesFeatures,
): MachineGroup {
  const count = given.count ?? DEFAULTS.controlPlane.count;
  return {
    role: CONTROL_PLANE,
    name: naming.groupName(cluster, CONTROL_PLANE),
    roleName: naming.roleName(cluster, CONTROL_PLANE, region),
    tag: naming.inZone(plainApi ? naming.CONTROL_PLANE_TAG : CONTROL_PLANE, zones.privateName),
    size: { min: count, max: count, desired: count },
    isPublic: false,
    securityGroup: CONTROL_PLANE_GROUP,
    dataDiskSize: given.dataDiskSize ?? DEFAULTS.dataDiskSize,
    elasticIps: 0,
    labels: {},
    record: naming.inZone(CONTROL_PLANE, zones.privateName),
    publicRecord: null,
  };
}

function api(
  cluster: string,
  { publicName, privateName }: DnsZones,
  given: NonNullable<Given["access"]>,
  { plainApi }: KubernetesFeatures,
): ApiBalancer {
  const internal = (given.api ?? []).length === 0;
  const name = plainApi ? naming.CONTROL_PLANE_TAG : naming.API_NAME;
  return {
    name: naming.apiLoadBalancer(cluster),
    internal,
    publicName: internal || plainApi ? null : naming.publicApiLoadBalancer(cluster),
    certificate: given.certificate ?? null,
    privateRecord: naming.inZone(name, privateName),
    publicRecord: publicName === null ? null : naming.inZone(name, publicName),
  };
}

const existing = ({ existing: given }: Given): ExistingNetwork | null =>
  given === undefined
    ? null
    : { vpc: given.vpc, privateSubnets: given.privateSubnets, publicSubnets: given.publicSubnets ?? {} };

/** What an existing network reaches, as its operator says. */
const reachedRanges = ({ existing: given }: Given): readonly TakenRange[] =>
  (given?.ranges ?? []).map((cidr, index) => ({
    what: "reached range",
    cidr,
    path: ["platform", "existing", "ranges", index],
  }));

const networkDomains = ({ existing: given }: Given): readonly TakenDomain[] =>
  (given?.domains ?? []).map((name, index) => ({
    what: "domain of the network",
    name,
    path: ["platform", "existing", "domains", index],
  }));

/** Everything about the place, from the spec and the schema's defaults. */
function resolve(written: ClusterSpec, { os, features }: Surroundings): GroupsPlace {
  const spec = groupsSpec(written);
  const given = spec.platform;
  const common = awsPlace(spec, os, existing(given));
  const { environment } = given;
  const zones = dns(given, environment);
  const named = { cluster: spec.name, region: common.region, zones };
  const pools = spec.nodePools.map((pool) => poolGroup(named, pool));
  const apiAccess = given.access?.api ?? [];
  const sshAccess = given.access?.ssh ?? [];
  const hasPublicNodes = pools.some(({ isPublic }) => isPublic);
  return {
    type: "aws-autoscaling",
    ...common,
    isToday: !features.plainApi,
    ranges: [...common.ranges, ...reachedRanges(given)],
    domains: [...common.domains, ...zoneDomains(given, zones), ...networkDomains(given)],
    securityGroups: (features.plainApi ? groupsSecurityGroups : todaysSecurityGroups)({
      cluster: spec.name,
      vpcCidr: common.vpcCidr,
      api: apiAccess,
      ssh: sshAccess,
      apart: pools.flatMap(({ securityGroup, role }, index) =>
        securityGroup === "nodes" ? [] : [{ key: securityGroup, role, index }],
      ),
      hasPublicNodes,
      routed: null,
      hasBalancer: true,
    }),
    environment,
    tenancy: given.tenancy ?? DEFAULTS.platform.tenancy,
    publicSubnets: zoneSubnets(given.zones, common.vpcCidr, given.publicSubnets, FIRST_PUBLIC_PART),
    nat: given.nat ?? DEFAULTS.platform.nat,
    placement: null,
    dns: zones,
    apiAccess,
    sshAccess,
    api: api(spec.name, zones, given.access ?? {}, features),
    controlPlane: controlPlane(named, spec.controlPlane, features),
    routesContainers: false,
    keptDisk: {
      size: spec.controlPlane.dataDiskSize ?? DEFAULTS.dataDiskSize,
      from: spec.controlPlane.diskFrom ?? null,
    },
    pools,
    // Today's API is asked at a port that answers come to, too.
    web: { http: hasPublicNodes, https: hasPublicNodes || (apiAccess.length > 0 && features.plainApi), behind: [] },
    waitsForMachines: true,
    bucket: given.bucket,
    backup: backup(spec.etcd?.backup),
    alarms: (given.alarms?.enabled ?? true) ? { topic: given.alarms?.topic ?? null } : null,
    rootDevice: spec.os.rootDevice ?? os.rootDevice,
    awsCliImage: spec.os.awsCliImage ?? DEFAULTS.os.awsCliImage,
  };
}

/** Keys below `platform`. */
const ofPlatform = (...keys: readonly string[]): IdleKeys["keys"] => keys.map((key) => ["platform", key]);

const idleKeys = (
  { platform, nodePools, os: { family } }: ClusterSpec,
  os: OsFacts,
  _network: unknown,
  { plainApi }: KubernetesFeatures,
): readonly IdleKeys[] => [
  plainApi
    ? { why: "the control plane starts from snapshots in the bucket", keys: [["controlPlane", "diskFrom"]] }
    : {
        why: "the API server ends TLS itself: it knows its clients by their certificates",
        keys: ofPlatform("access").map((path) => [...path, "certificate"]),
      },
  {
    why:
      os.awsClient === "image"
        ? `images of the family ${family} bring the AWS command line`
        : `images of the family ${family} ask AWS without its command line`,
    keys: os.awsClient === "container" ? [] : [["os", "awsCliImage"]],
  },
  {
    why: "the pool is not public",
    keys: nodePools.flatMap((pool, index) =>
      pool.public === true ? [] : [["nodePools", String(index), "elasticIps"]],
    ),
  },
  {
    why: "the network exists",
    keys: platform.existing === undefined ? [] : ofPlatform("nat", "subnets", "publicSubnets"),
  },
  {
    why: "there is no public domain",
    keys: platform.dns?.domain === undefined ? [["platform", "dns", "publicZoneId"]] : [],
  },
];

/** Auto-scaling groups of EC2 machines over several zones. */
export const groups = placeVariant<GroupsPlace>({
  type: "aws-autoscaling",
  networks: ["flannel"],
  families: ["ubuntu", "flatcar", "coreos", "centos"],
  hasCloud: true,
  nodesComeAndGo: "a group that takes a node away would take a member of etcd's majority away",
  resolve,
  notices: (spec) => {
    const { platform } = groupsSpec(spec);
    const { subnets, publicSubnets, existing: there } = platform;
    return [
      ...rangeUnsaid(spec),
      ...strayZones(["platform", "subnets"], subnets, platform),
      ...strayZones(["platform", "publicSubnets"], publicSubnets, platform),
      ...strayZones(["platform", "existing", "privateSubnets"], there?.privateSubnets, platform),
      ...strayZones(["platform", "existing", "publicSubnets"], there?.publicSubnets, platform),
    ];
  },
  idleKeys,
  host: (place) => ({
    ...(place.isToday
      ? { host: place.api.privateRecord, ownEntry: LOOPBACK }
      : { host: place.controlPlane.record, ownEntry: null }),
    entry: null,
    hostFrom: [["platform", "environment"]],
    most: place.controlPlane.size.max,
  }),
  pool: ({ pools, zones }, index) => ({
    count: pools[index]?.size.desired ?? 0,
    most: pools[index]?.size.max ?? 0,
    labels: pools[index]?.labels ?? {},
    zones: zones.map(({ name }) => name),
  }),
  // Below the mount point of the data disk.
  etcd: () => ({
    onNodes: false,
    members: [],
    directory: "/var/lib/etcd/data",
    from: [["etcd"], ["kubernetes", "version"], ["os"]],
  }),
  roles: (_place, cluster) => oneRoleEach(cluster),
  asksForNames: (_os, { plainApi }) => plainApi,
  // Nothing stands before the public nodes: there is no TLS but what a pod does itself.
  entrance: () => ({ http: ports.HTTP, https: null, nodes: PUBLIC_LABELS, from: [] }),
  files: (place, { api }) => (place.isToday ? [] : apiTokens(place, api)),
  tokens: placeTokens,
  outputs: OUTPUTS,
  sources: EVERY_SOURCE,
  machineSources: () => ["metadata", "machineFile", "ssm", "secretsmanager"],
});
