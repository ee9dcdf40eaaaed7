import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import type { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import type { MapTerraformIterator } from "cdktf";
import { add, entries, note, type Stack } from "../../../../terraform/stack.ts";
import { EVERYWHERE } from "../../place/ingress.ts";
import { s3Endpoint } from "../../stacks/s3-endpoint.ts";
import type { FetchingPlace } from "../place/model.ts";

type FetchingStack = Stack<FetchingPlace>;

interface RoutedNetwork {
  readonly vpc: Vpc;
  readonly gateway: InternetGateway;
  readonly zones: MapTerraformIterator;
  readonly publicSubnet: Subnet;
  readonly privateSubnet: Subnet;
}

const NAT = ["platform", "nat"] as const;
const ZONES = ["platform", "zones"] as const;

/** The addresses of NAT gateways: what the world sees of the private machines. */
export interface NatAddresses {
  readonly address: Eip;
  /** The zones that have one. */
  readonly zones: MapTerraformIterator;
}

function natAddresses(stack: FetchingStack): NatAddresses {
  const { platform } = stack.cluster;
  const used = { "per-zone": platform.zones, single: platform.zones.slice(0, 1) }[platform.nat];
  const zones = entries(stack, "nat_zones", Object.fromEntries(used.map((zone) => [zone.name, {}])));
  const address = add(stack, Eip, "nat", note("what the internet sees of the private machines", NAT, ZONES, ["name"]), {
    forEach: zones,
    domain: "vpc",
    tags: natTags(stack, zones),
  });
  return { address, zones };
}

const natTags = ({ cluster }: FetchingStack, zones: MapTerraformIterator) => ({
  Name: `${cluster.name}-nat-${zones.key}`,
});

/** A gateway in each zone, or in the first. */
function natGateways(
  stack: FetchingStack,
  { gateway, publicSubnet }: RoutedNetwork,
  { address, zones }: NatAddresses,
): NatGateway {
  return add(stack, NatGateway, "zone", note("the private machines' way to the internet", NAT, ZONES, ["name"]), {
    forEach: zones,
    allocationId: `\${${address.fqn}[each.key].allocation_id}`,
    subnetId: `\${${publicSubnet.fqn}[each.key].id}`,
    tags: natTags(stack, zones),
    dependsOn: [gateway],
  });
}

function publicRoutes(stack: FetchingStack, { vpc, gateway, zones, publicSubnet }: RoutedNetwork): RouteTable {
  const { name } = stack.cluster;
  const table = add(stack, RouteTable, "public", note("one table for all public subnets", ["name"]), {
    vpcId: vpc.id,
    tags: { Name: `public-${name}` },
  });
  add(stack, Route, "public", note("everything that is not in the VPC", ["platform"]), {
    routeTableId: table.id,
    destinationCidrBlock: EVERYWHERE.cidr,
    gatewayId: gateway.id,
  });
  add(stack, RouteTableAssociation, "public", note("every public subnet uses it", ZONES), {
    forEach: zones,
    subnetId: `\${${publicSubnet.fqn}[each.key].id}`,
    routeTableId: table.id,
  });
  return table;
}

function privateRoutes(stack: FetchingStack, network: RoutedNetwork, nat: NatGateway): RouteTable {
  const { vpc, zones, privateSubnet } = network;
  const table = add(stack, RouteTable, "private", note("a table a zone", ZONES, ["name"]), {
    forEach: zones,
    vpcId: vpc.id,
    tags: { Name: `private-${stack.cluster.name}-${zones.key}` },
  });
  add(stack, Route, "private", note("everything that is not in the VPC, through the zone's NAT gateway", NAT, ZONES), {
    forEach: zones,
    routeTableId: `\${${table.fqn}[each.key].id}`,
    destinationCidrBlock: EVERYWHERE.cidr,
    natGatewayId: `\${${nat.fqn}[each.value.nat].id}`,
  });
  add(stack, RouteTableAssociation, "private", note("each private subnet uses the table of its zone", ZONES), {
    forEach: zones,
    subnetId: `\${${privateSubnet.fqn}[each.key].id}`,
    routeTableId: `\${${table.fqn}[each.key].id}`,
  });
  return table;
}

/** Public subnets reach the internet by themselves, private ones through a NAT gateway. */
export function routes(
  stack: FetchingStack,
  network: RoutedNetwork,
): { readonly nat: NatAddresses; readonly closed: RouteTable } {
  const addresses = natAddresses(stack);
  const nat = natGateways(stack, network, addresses);
  const open = publicRoutes(stack, network);
  const closed = privateRoutes(stack, network, nat);
  s3Endpoint(stack, network.vpc, `\${concat([${open.fqn}.id], values(${closed.fqn})[*].id)}`);
  return { nat: addresses, closed };
}
