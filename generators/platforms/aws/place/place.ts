/** What every place on AWS has, whatever stands in it. */

import { DEFAULTS } from "../../../../schema/generated/defaults.ts";
import { addressAt, part } from "../../../facts/addressing.ts";
import { MACHINE_ENVIRONMENT } from "../../../facts/paths.ts";
import type { OsFacts } from "../../../model/cluster.ts";
import type { StateBucket } from "../../../terraform/state.ts";
import { ZONE_BITS } from "./addressing.ts";
import { awsData, offered } from "./data.ts";
import { isArm } from "./instance-facts.ts";
import type { AwsPlace, ExistingNetwork, Hardware, MachineImage, Zone } from "./model.ts";
import type { AwsSpec } from "./spec.ts";

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

/** Where its services, load balancers and databases have their names. */
const AWS_DOMAINS: readonly string[] = ["amazonaws.com", "amazonaws.com.cn", "api.aws", "internal"];

/** Below which AWS's services answer. */
const serviceDomain = (region: string): string =>
  partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

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

/** The part of the spec that says the VPC's range. */
export const VPC_RANGE = ["network", "vpcCidr"] as const;

const state = ({ name, platform }: AwsSpec): StateBucket | null =>
  platform.state === undefined
    ? null
    : {
        bucket: platform.state.bucket,
        region: platform.state.region ?? platform.region,
        prefix: platform.state.prefix ?? name,
      };

const hardware = ({ instanceType, diskSize }: AwsSpec["controlPlane"]): Hardware => ({
  instanceType,
  architecture: isArm(instanceType) ? "arm64" : "amd64",
  diskSize: diskSize ?? DEFAULTS.diskSize,
});

const image = ({ os: { image: id, release } }: AwsSpec, { published }: OsFacts): MachineImage =>
  id === undefined ? { kind: "published", release: release ?? published?.release ?? "" } : { kind: "id", id };

/** What only the kind of place decides. */
type Own = "type" | "securityGroups" | "placement";

/** Where EC2 answers a machine that asks about itself. */
const METADATA = "169.254.169.254";

/** Everything about a place on AWS but what only its kind decides; `existing` is null where the network is made. */
export function awsPlace(spec: AwsSpec, os: OsFacts, existing: ExistingNetwork | null): Omit<AwsPlace, Own> {
  const vpcCidr = spec.network?.vpcCidr ?? DEFAULTS.network.vpcCidr;
  const { region, keyPair, zones: names, subnets, tags } = spec.platform;
  const zones = zoneSubnets(names, vpcCidr, subnets);
  const data = awsData(spec, { vpcCidr, zones, existing });
  return {
    region,
    partition: partitionOf(region),
    // China's IAM has refused the name that EC2 has elsewhere.
    ec2Service: `ec2.${serviceDomain(region)}`,
    keyPair: keyPair ?? null,
    vpcCidr,
    ranges: [{ what: "VPC range", cidr: vpcCidr, path: VPC_RANGE }],
    internalDomain: internalDomain(region),
    domains: [...AWS_DOMAINS, internalDomain(region)].map((name) => ({ what: "AWS's own domain", name, path: null })),
    nameserver: addressAt(vpcCidr, AMAZON_DNS),
    zones,
    existing,
    state: state(spec),
    tags: tags ?? {},
    data,
    offers: offered(data, region, `s3.${region}.${serviceDomain(region)}`),
    routesContainers: true,
    environmentFile: MACHINE_ENVIRONMENT,
    askedDirectly: [METADATA],
    importedImages: [],
    claims: data.buckets.map(({ name }) => `the bucket "${name}"`),
    image: image(spec, os),
    hardware: { controlPlane: hardware(spec.controlPlane), pools: spec.nodePools.map(hardware) },
  };
}
