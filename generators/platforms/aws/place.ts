/** What every place on AWS has, whatever stands in it. */
import schema from "../../../schema/cluster.schema.json" with { type: "json" };
import type { SpecPath } from "../../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../../schema/generated/types.ts";
import { addressAt, part, ZONE_BITS } from "../../facts/addressing.ts";
import type { AwsPlace, StateBucket, StrayZone, Zone } from "../../model/place.ts";

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

type ByZone = Readonly<Record<string, string>>;

/** A subnet a zone: the one that the spec names, or the zone's part of the VPC range. */
export const zoneSubnets = (
  zones: readonly string[],
  vpcCidr: string,
  given: ByZone = {},
  firstPart = 0,
): readonly Zone[] =>
  zones.map((name, index) => ({
    name,
    subnet: (Object.hasOwn(given, name) ? given[name] : undefined) ?? part(vpcCidr, ZONE_BITS, firstPart + index),
  }));

/** The zones that a map of the spec's names although the cluster does not use them. */
export const straysIn = (path: SpecPath, given: ByZone | undefined, zones: readonly string[]): readonly StrayZone[] =>
  Object.keys(given ?? {})
    .filter((zone) => !zones.includes(zone))
    .map((zone) => ({ path, zone }));

const state = ({ name, platform }: ClusterSpec): StateBucket | null =>
  platform.state === undefined
    ? null
    : {
        bucket: platform.state.bucket,
        region: platform.state.region ?? platform.region,
        prefix: platform.state.prefix ?? name,
      };

/** Everything but the security groups. */
export function awsPlace(spec: ClusterSpec): Omit<AwsPlace, "securityGroups" | "existing" | "placement" | "users"> {
  const vpcCidr = spec.network?.vpcCidr ?? schema.$defs.network.properties.vpcCidr.default;
  const { region, keyPair, zones, subnets, tags } = spec.platform;
  return {
    region,
    partition: partitionOf(region),
    // China's IAM has refused the name that EC2 has elsewhere.
    ec2Service: `ec2.amazonaws.com${partitionOf(region) === "aws-cn" ? ".cn" : ""}`,
    keyPair,
    vpcCidr,
    internalDomain: internalDomain(region),
    nameserver: addressAt(vpcCidr, AMAZON_DNS),
    zones: zoneSubnets(zones, vpcCidr, subnets),
    strayZones: straysIn(["platform", "subnets"], subnets, zones),
    state: state(spec),
    tags: tags ?? {},
  };
}
