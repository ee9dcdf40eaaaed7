/** The network stack of auto-scaling groups: a VPC with public and private subnets, or one that exists. */
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import type { MapTerraformIterator } from "cdktf";
import type { AwsAutoscalingPlatform } from "../../platform.ts";
import { securityGroups } from "../security-groups.ts";
import { add, entries, note, output, type Stack } from "../stack.ts";
import { dhcpOptions } from "../vpc.ts";
import { addressesAndNames } from "./addresses.ts";
import { networkAcls } from "./network-acls.ts";
import { routes } from "./routes.ts";

type GroupStack = Stack<AwsAutoscalingPlatform>;

const SUBNETS = [
  ["platform", "zones"],
  ["platform", "subnets"],
  ["platform", "publicSubnets"],
  ["network", "vpcCidr"],
  ["name"],
] as const;

function vpc(stack: GroupStack): Vpc {
  const { name, platform } = stack.cluster;
  const about = note("the cluster's private network", ["network", "vpcCidr"], ["platform", "tenancy"], ["name"]);
  return add(stack, Vpc, "main", about, {
    cidrBlock: platform.vpcCidr,
    instanceTenancy: platform.tenancy,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: name },
  });
}

/** The zones, each with its two ranges and the zone whose NAT gateway it uses. */
function zoneEntries(stack: GroupStack): MapTerraformIterator {
  const { zones, publicSubnets, nat } = stack.cluster.platform;
  const [first] = zones;
  const byZone = zones.map(({ name, subnet }, index) => [
    name,
    {
      private: subnet,
      public: publicSubnets[index]?.subnet ?? "",
      nat: { "per-zone": name, single: first?.name ?? name }[nat],
    },
  ]);
  return entries(stack, "zones", Object.fromEntries(byZone));
}

function subnet(stack: GroupStack, main: Vpc, zones: MapTerraformIterator, kind: "private" | "public"): Subnet {
  const { name } = stack.cluster;
  const about = {
    private: "a subnet a zone for the machines that nobody outside reaches",
    public: "a subnet a zone for what the internet reaches",
  }[kind];
  return add(stack, Subnet, kind, note(about, ...SUBNETS), {
    forEach: zones,
    vpcId: main.id,
    availabilityZone: zones.key,
    cidrBlock: zones.getString(kind),
    tags: { Name: `${kind}-${name}-${zones.key}` },
  });
}

const idsOf = ({ fqn }: Subnet): string => `\${{ for zone, subnet in ${fqn} : zone => subnet.id }}`;

function created(stack: GroupStack): string {
  const main = vpc(stack);
  dhcpOptions(stack, main);
  const gateway = add(stack, InternetGateway, "main", note("the VPC's way to the internet", ["name"]), {
    vpcId: main.id,
    tags: { Name: stack.cluster.name },
  });
  const zones = zoneEntries(stack);
  const publicSubnet = subnet(stack, main, zones, "public");
  const privateSubnet = subnet(stack, main, zones, "private");
  routes(stack, { vpc: main, gateway, zones, publicSubnet, privateSubnet });
  networkAcls(stack, { vpc: main, publicSubnet, privateSubnet });
  output(stack, "vpc_id", "The VPC.", main.id);
  output(stack, "private_subnet_ids", "Private subnets by zone.", idsOf(privateSubnet));
  output(stack, "public_subnet_ids", "Public subnets by zone.", idsOf(publicSubnet));
  return main.id;
}

export function buildGroupNetwork(stack: GroupStack): void {
  const { existing } = stack.cluster.platform;
  let vpcId: string;
  if (existing === null) vpcId = created(stack);
  else {
    vpcId = existing.vpc;
    output(stack, "vpc_id", "The VPC, which exists.", vpcId);
    output(stack, "private_subnet_ids", "Private subnets by zone, which exist.", existing.privateSubnets);
    output(stack, "public_subnet_ids", "Public subnets by zone, which exist.", existing.publicSubnets);
  }
  securityGroups(stack, vpcId);
  addressesAndNames(stack, vpcId);
}
