import schema from "../../../../schema/cluster.schema.json" with { type: "json" };
import type { ClusterSpec } from "../../../../schema/generated/types.ts";
import { FIRST_PUBLIC_PART } from "../../../facts/addressing.ts";
import * as naming from "../../../facts/naming.ts";
import type {
  ApiBalancer,
  AwsAutoscalingPlatform,
  Backup,
  DnsZones,
  ExistingNetwork,
  MachineGroup,
} from "../../../model/place.ts";
import { awsPlace, straysIn, zoneSubnets } from "../place.ts";
import { autoscalingGroups } from "./security-groups.ts";

const defaults = schema.$defs;

type Given = ClusterSpec["platform"];

function dns({ dns: given }: Given, environment: string): DnsZones {
  const domain = given?.domain;
  return {
    privateName: naming.privateZone(environment),
    privateId: given?.privateZoneId ?? null,
    publicName: domain === undefined ? null : naming.publicZone(environment, domain),
    publicId: domain === undefined ? null : (given?.publicZoneId ?? null),
  };
}

/** The document's label of the nodes that the internet reaches. */
export const PUBLIC_LABELS = { role: "loadbalancer" } as const;

function poolGroup(cluster: string, zones: DnsZones, pool: ClusterSpec["nodePools"][number]): MachineGroup {
  const isPublic = pool.public ?? defaults.nodePool.properties.public.default;
  const max = pool.max ?? pool.count;
  return {
    group: pool.name,
    name: naming.groupName(cluster, pool.name),
    tag: naming.inZone(pool.name, zones.privateName),
    size: { min: pool.min ?? pool.count, max, desired: pool.count },
    isPublic,
    dataDiskSize: pool.dataDiskSize ?? defaults.dataDiskSize.default,
    elasticIps: isPublic ? (pool.elasticIps ?? max) : 0,
    labels: { ...(isPublic ? PUBLIC_LABELS : {}), ...pool.labels },
    record: naming.inZone(pool.name, zones.privateName),
    publicRecord: isPublic && zones.publicName !== null ? naming.inZone(pool.name, zones.publicName) : null,
  };
}

function controlPlane(cluster: string, zones: DnsZones, given: ClusterSpec["controlPlane"]): MachineGroup {
  const count = given.count ?? defaults.controlPlane.properties.count.default;
  return {
    group: naming.CONTROL_PLANE,
    name: naming.groupName(cluster, naming.CONTROL_PLANE),
    tag: naming.inZone(naming.CONTROL_PLANE_TAG, zones.privateName),
    size: { min: count, max: count, desired: count },
    isPublic: false,
    dataDiskSize: given.dataDiskSize ?? defaults.dataDiskSize.default,
    elasticIps: 0,
    labels: {},
    record: naming.inZone(naming.CONTROL_PLANE, zones.privateName),
    publicRecord: null,
  };
}

function api(cluster: string, zones: DnsZones, given: NonNullable<Given["access"]>): ApiBalancer {
  const { publicName, privateName } = zones;
  return {
    name: naming.apiLoadBalancer(cluster),
    internal: (given.api ?? []).length === 0,
    certificate: given.certificate ?? null,
    privateRecord: naming.inZone(naming.CONTROL_PLANE_TAG, privateName),
    publicRecord: publicName === null ? null : naming.inZone(naming.CONTROL_PLANE_TAG, publicName),
  };
}

const existing = ({ existing: given }: Given): ExistingNetwork | null =>
  given === undefined
    ? null
    : { vpc: given.vpc, privateSubnets: given.privateSubnets, publicSubnets: given.publicSubnets ?? {} };

function backup(given: NonNullable<ClusterSpec["etcd"]>["backup"]): Backup {
  const { periodMinutes, keep } = defaults.etcd.properties.backup.properties;
  return {
    periodMinutes: given?.periodMinutes ?? periodMinutes.default,
    keep: given?.keep ?? keep.default,
    prefix: "backups/etcd",
  };
}

/** Everything about the place, from the spec and the schema's defaults. */
export function resolveAwsAutoscaling(spec: ClusterSpec): AwsAutoscalingPlatform {
  const given = spec.platform;
  const common = awsPlace(spec);
  const environment = given.environment ?? "";
  const zones = dns(given, environment);
  const pools = spec.nodePools.map((pool) => poolGroup(spec.name, zones, pool));
  const apiAccess = given.access?.api ?? [];
  const sshAccess = given.access?.ssh ?? [];
  const { tenancy, nat } = defaults.platform.properties;
  return {
    type: "aws-autoscaling",
    ...common,
    strayZones: [
      ...common.strayZones,
      ...straysIn(["platform", "publicSubnets"], given.publicSubnets, given.zones),
      ...straysIn(["platform", "existing", "privateSubnets"], given.existing?.privateSubnets, given.zones),
      ...straysIn(["platform", "existing", "publicSubnets"], given.existing?.publicSubnets, given.zones),
    ],
    securityGroups: autoscalingGroups({
      cluster: spec.name,
      vpcCidr: common.vpcCidr,
      api: apiAccess,
      ssh: sshAccess,
      hasPublicNodes: pools.some(({ isPublic }) => isPublic),
    }),
    environment,
    tenancy: given.tenancy ?? (tenancy.default as AwsAutoscalingPlatform["tenancy"]),
    publicSubnets: zoneSubnets(given.zones, common.vpcCidr, given.publicSubnets, FIRST_PUBLIC_PART),
    nat: given.nat ?? (nat.default as AwsAutoscalingPlatform["nat"]),
    existing: existing(given),
    placement: null,
    dns: zones,
    apiAccess,
    sshAccess,
    users: given.users ?? [],
    api: api(spec.name, zones, given.access ?? {}),
    controlPlane: controlPlane(spec.name, zones, spec.controlPlane),
    pools,
    bucket: given.bucket ?? "",
    backup: backup(spec.etcd?.backup),
  };
}
