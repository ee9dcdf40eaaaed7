/** The network stack of machines that fetch what they consist of: a VPC with public and private subnets, or one that exists. */

import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import type { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import type { MapTerraformIterator } from "cdktf";
import * as ports from "../../../../facts/ports.ts";
import { add, entries, note, output, type Stack } from "../../../../terraform/stack.ts";
import { clusterTag } from "../../place/naming.ts";
import { dhcpOptions } from "../../stacks/dhcp-options.ts";
import { securityGroups } from "../../stacks/security-groups.ts";
import type { FetchingPlace } from "../place/model.ts";
import { addressesAndNames } from "./addresses.ts";
import { networkAcls } from "./network-acls.ts";
import { type NatAddresses, routes } from "./routes.ts";

type FetchingStack = Stack<FetchingPlace>;

const SUBNETS = [
  ["platform", "zones"],
  ["platform", "subnets"],
  ["platform", "publicSubnets"],
  ["network", "vpcCidr"],
  ["name"],
] as const;

function vpc(stack: FetchingStack): Vpc {
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
function zoneEntries(stack: FetchingStack): MapTerraformIterator {
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

/** By which the cloud controller finds where load balancers of services go. */
const subnetTags = (cluster: string, kind: "private" | "public"): Readonly<Record<string, string>> => ({
  ...clusterTag(cluster),
  [{ private: "kubernetes.io/role/internal-elb", public: "kubernetes.io/role/elb" }[kind]]: "1",
});

function subnet(stack: FetchingStack, main: Vpc, zones: MapTerraformIterator, kind: "private" | "public"): Subnet {
  const { name, platform } = stack.cluster;
  const about = {
    private: "a subnet a zone for the machines that nobody outside reaches",
    public: "a subnet a zone for what the internet reaches",
  }[kind];
  return add(stack, Subnet, kind, note(about, ...SUBNETS), {
    forEach: zones,
    vpcId: main.id,
    availabilityZone: zones.key,
    cidrBlock: zones.getString(kind),
    tags: { Name: `${kind}-${name}-${zones.key}`, ...(platform.isToday ? subnetTags(name, kind) : {}) },
  });
}

const idsOf = ({ fqn }: Subnet | RouteTable): string => `\${{ for zone, subnet in ${fqn} : zone => subnet.id }}`;

/** What `created` hands on. */
interface CreatedNetwork {
  readonly vpcId: string;
  readonly nat: NatAddresses;
}

function created(stack: FetchingStack): CreatedNetwork {
  const main = vpc(stack);
  dhcpOptions(stack, main);
  const gateway = add(stack, InternetGateway, "main", note("the VPC's way to the internet", ["name"]), {
    vpcId: main.id,
    tags: { Name: stack.cluster.name },
  });
  const zones = zoneEntries(stack);
  const publicSubnet = subnet(stack, main, zones, "public");
  const privateSubnet = subnet(stack, main, zones, "private");
  const { nat, closed } = routes(stack, { vpc: main, gateway, zones, publicSubnet, privateSubnet });
  networkAcls(stack, { vpc: main, publicSubnet, privateSubnet });
  output(stack, "vpc_id", "The VPC.", main.id);
  output(stack, "private_subnet_ids", "Private subnets by zone.", idsOf(privateSubnet));
  output(stack, "public_subnet_ids", "Public subnets by zone.", idsOf(publicSubnet));
  if (stack.cluster.platform.routesContainers) {
    output(stack, "private_route_table_ids", "The tables that container routes go into, by zone.", idsOf(closed));
  }
  return { vpcId: main.id, nat };
}

/** The API's name leads to public addresses then: private machines that use it come from their NAT gateways. */
function apiFromPrivateSubnets(stack: FetchingStack, api: SecurityGroup, { address, zones }: NatAddresses): void {
  const about = note(null, ["platform", "access", "api"], ["platform", "nat"], ["platform", "zones"]);
  add(stack, VpcSecurityGroupIngressRule, "api_https_from_nat", about, {
    forEach: zones,
    securityGroupId: api.id,
    description: "Kubernetes API from the private subnets, through their NAT gateway",
    ipProtocol: "tcp",
    fromPort: ports.API_SECURE,
    toPort: ports.API_SECURE,
    cidrIpv4: `\${${address.fqn}[each.key].public_ip}/32`,
  });
}

export function buildNetwork(stack: FetchingStack): void {
  const { existing, api, isToday } = stack.cluster.platform;
  if (existing === null) {
    const { vpcId, nat } = created(stack);
    const balancer = securityGroups(stack, vpcId).get("api");
    if (!isToday && !api.internal && balancer !== undefined) apiFromPrivateSubnets(stack, balancer, nat);
    addressesAndNames(stack, vpcId);
  } else {
    output(stack, "vpc_id", "The VPC, which exists.", existing.vpc);
    output(stack, "private_subnet_ids", "Private subnets by zone, which exist.", existing.privateSubnets);
    output(stack, "public_subnet_ids", "Public subnets by zone, which exist.", existing.publicSubnets);
    securityGroups(stack, existing.vpc);
    addressesAndNames(stack, existing.vpc);
  }
}
