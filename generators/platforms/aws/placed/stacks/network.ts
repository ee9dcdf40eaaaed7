import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { add, entries, note, output, type Stack } from "../../../../terraform/stack.ts";
import { EVERYWHERE } from "../../place/ingress.ts";
import { dhcpOptions } from "../../stacks/dhcp-options.ts";
import { s3Endpoint } from "../../stacks/s3-endpoint.ts";
import type { PlacedPlace } from "../place/model.ts";

function routeTable(stack: Stack<PlacedPlace>, vpc: Vpc): RouteTable {
  const { name } = stack.cluster;
  const gateway = add(stack, InternetGateway, "main", note("the VPC's way to the internet", ["name"]), {
    vpcId: vpc.id,
    tags: { Name: name },
  });
  const table = add(
    stack,
    RouteTable,
    "main",
    note("one table for all subnets; the cluster stack adds the container routes", ["name"]),
    {
      vpcId: vpc.id,
      tags: { Name: name },
    },
  );
  add(stack, Route, "internet", note("everything that is not in the cluster", ["platform"]), {
    routeTableId: table.id,
    destinationCidrBlock: EVERYWHERE.cidr,
    gatewayId: gateway.id,
  });
  return table;
}

function subnets(stack: Stack<PlacedPlace>, vpc: Vpc, table: RouteTable): Subnet {
  const { name, platform } = stack.cluster;
  const zones = entries(
    stack,
    "zones",
    Object.fromEntries(platform.zones.map((zone) => [zone.name, { cidr: zone.subnet }])),
  );
  const subnet = add(
    stack,
    Subnet,
    "zone",
    note("one subnet a zone", ["platform", "zones"], ["platform", "subnets"], ["network", "vpcCidr"], ["name"]),
    {
      forEach: zones,
      vpcId: vpc.id,
      availabilityZone: zones.key,
      cidrBlock: zones.getString("cidr"),
      mapPublicIpOnLaunch: true,
      tags: { Name: `${name}-${zones.key}` },
    },
  );
  add(stack, RouteTableAssociation, "zone", note("every subnet uses the one route table", ["platform", "zones"]), {
    forEach: zones,
    subnetId: `\${${subnet.fqn}[each.key].id}`,
    routeTableId: table.id,
  });
  return subnet;
}

/** VPC, DHCP options, internet gateway, route table, a subnet a zone; and what other stacks need of them. */
export function vpc(stack: Stack<PlacedPlace>): Vpc {
  const { name, platform } = stack.cluster;
  const main = add(stack, Vpc, "main", note("the cluster's private network", ["network", "vpcCidr"], ["name"]), {
    cidrBlock: platform.vpcCidr,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: name },
  });
  dhcpOptions(stack, main);
  const table = routeTable(stack, main);
  s3Endpoint(stack, main, [table.id]);
  const subnet = subnets(stack, main, table);
  output(stack, "vpc_id", "The VPC.", main.id);
  output(stack, "route_table_id", "The table that container routes go into.", table.id);
  output(stack, "subnet_ids", "Subnets by zone.", `\${{ for zone, subnet in ${subnet.fqn} : zone => subnet.id }}`);
  return main;
}
