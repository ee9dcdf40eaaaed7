import schema from "../../../schema/cluster.schema.json" with { type: "json" };
import type { ClusterSpec } from "../../../schema/generated/types.ts";
import { addressAt, part, ZONE_BITS } from "../../addressing.ts";
import type { AwsPlatform, HealthCheck, Listener, LoadBalancer, StateBucket, Zone } from "../../cluster.ts";
import * as naming from "../../naming.ts";
import * as ports from "../../ports.ts";
import { featuresOf } from "../kubernetes.ts";
import { securityGroups } from "./aws-security-groups.ts";

const defaults = schema.$defs.network.properties;

/** Region prefixes of the partitions other than `aws`, longest first. */
const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-iso-", "aws-iso"],
  ["us-gov-", "aws-us-gov"],
  ["eusc-", "aws-eusc"],
  ["cn-", "aws-cn"],
];

const partitionOf = (region: string): string => PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";

/** Amazon's DNS is at the third address of a VPC. */
const AMAZON_DNS = 2;

/** What Amazon's DNS calls the machines of a VPC; the oldest region has a name of its own. */
const internalDomain = (region: string): string =>
  region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;

const zone = (spec: ClusterSpec, vpcCidr: string, name: string, index: number): Zone => {
  const subnets: Readonly<Record<string, string>> = spec.platform.subnets ?? {};
  return {
    name,
    subnet: (Object.hasOwn(subnets, name) ? subnets[name] : undefined) ?? part(vpcCidr, ZONE_BITS, index),
  };
};

/** The document's health check: only whether Apache listens, not what stands behind it. */
const HEALTH_CHECK: HealthCheck = {
  target: `TCP:${ports.HTTP_NODE}`,
  timeoutSeconds: 3,
  intervalSeconds: 5,
  unhealthyThreshold: 5,
  healthyThreshold: 3,
};

function loadBalancer(spec: ClusterSpec): LoadBalancer {
  const certificate = spec.loadBalancer?.certificate ?? null;
  const http: Listener = { protocol: "http", port: 80, nodePort: ports.HTTP_NODE, certificate: null };
  const https: Listener = { protocol: "https", port: 443, nodePort: ports.HTTPS_NODE, certificate };
  const listeners = certificate === null ? [http] : [http, https];
  return { name: naming.loadBalancer(spec.name), listeners, certificate, healthCheck: HEALTH_CHECK };
}

const state = ({ name, platform }: ClusterSpec): StateBucket | null =>
  platform.state === undefined
    ? null
    : {
        bucket: platform.state.bucket,
        region: platform.state.region ?? platform.region,
        prefix: platform.state.prefix ?? name,
      };

/** Everything about the place, from the spec and the schema's defaults. */
export function resolveAws(spec: ClusterSpec): AwsPlatform {
  const vpcCidr = spec.network?.vpcCidr ?? defaults.vpcCidr.default;
  const { region, keyPair, zones } = spec.platform;
  const balancer = loadBalancer(spec);
  return {
    type: "aws",
    region,
    partition: partitionOf(region),
    keyPair,
    vpcCidr,
    internalDomain: internalDomain(region),
    nameserver: addressAt(vpcCidr, AMAZON_DNS),
    zones: zones.map((name, index) => zone(spec, vpcCidr, name, index)),
    strayZones: Object.keys(spec.platform.subnets ?? {}).filter((name) => !zones.includes(name)),
    securityGroups: securityGroups(spec.name, balancer.listeners, featuresOf(spec.kubernetes.version)),
    loadBalancer: balancer,
    state: state(spec),
    routeQuota: spec.network?.routeQuota ?? defaults.routeQuota.default,
  };
}
