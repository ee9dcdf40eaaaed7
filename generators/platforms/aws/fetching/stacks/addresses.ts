/** Zones, and the addresses that public nodes take turns at: both outlive the machines. */

import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import * as ports from "../../../../facts/ports.ts";
import { add, entries, note, output, type Stack } from "../../../../terraform/stack.ts";
import { terraformName } from "../../place/naming.ts";
import type { FetchingPlace, MachineGroup } from "../place/model.ts";

type FetchingStack = Stack<FetchingPlace>;

const DNS = ["platform", "dns"] as const;
const ENVIRONMENT = ["platform", "environment"] as const;

/** Seconds. Short, so that a change is soon seen. */
const TTL = 60;

function privateZone(stack: FetchingStack, vpcId: string): string {
  const { privateId, privateName, privateFrom } = stack.cluster.platform.dns;
  if (privateId !== null) return privateId;
  return add(stack, Route53Zone, "private", note("names inside the VPC", privateFrom, DNS, ["platform", "existing"]), {
    name: privateName,
    vpc: [{ vpcId }],
    // Its records are the machines' own, and go with them.
    forceDestroy: true,
  }).zoneId;
}

function publicZone(stack: FetchingStack): string | null {
  const { publicId, publicName } = stack.cluster.platform.dns;
  if (publicName === null || publicId !== null) return publicId;
  const zone = add(stack, Route53Zone, "public", note("names that the world knows", DNS, ENVIRONMENT), {
    name: publicName,
  });
  output(stack, "public_zone_name_servers", `Name servers to delegate ${publicName} to.`, zone.nameServers);
  return zone.zoneId;
}

function elasticIps(stack: FetchingStack, group: MachineGroup, index: number, publicZoneId: string | null): void {
  const name = terraformName(group.role);
  const from = ["nodePools", index] as const;
  const numbers = Array.from({ length: group.elasticIps }, (_, number) => [String(number + 1), {}] as const);
  const all = entries(stack, `${name}_elastic_ips`, Object.fromEntries(numbers));
  const about = note(`the addresses that the nodes of ${group.role} take turns at`, from, ["name"]);
  const address = add(stack, Eip, name, about, {
    forEach: all,
    domain: "vpc",
    tags: { Name: `${group.name}-${all.key}`, Group: group.role },
  });
  const listed = (attribute: string): string => `values(${address.fqn})[*].${attribute}`;
  if (group.publicRecord !== null && publicZoneId !== null) {
    const ipAddress = `\${${address.fqn}[each.key].public_ip}`;
    const asks = note("whether a node answers at the address: a spare one has none", DNS, from, ["name"]);
    const check = add(stack, Route53HealthCheck, name, asks, {
      forEach: all,
      type: "TCP",
      ipAddress,
      port: ports.HTTP,
      requestInterval: 30,
      failureThreshold: 3,
      tags: { Name: `${group.name}-${all.key}` },
    });
    const leads = note(`leads to those addresses of ${group.role} that a node answers at`, DNS, from, ENVIRONMENT);
    add(stack, Route53Record, name, leads, {
      forEach: all,
      zoneId: publicZoneId,
      name: group.publicRecord,
      type: "A",
      ttl: TTL,
      setIdentifier: all.key,
      multivalueAnswerRoutingPolicy: true,
      healthCheckId: `\${${check.fqn}[each.key].id}`,
      records: [ipAddress],
    });
  }
  output(stack, `${name}_public_ips`, `The Elastic IPs of ${group.role}.`, `\${${listed("public_ip")}}`);
}

/** Zones and records in them, Elastic IPs; and what the machines' stack needs of them. */
export function addressesAndNames(stack: FetchingStack, vpcId: string): void {
  const privateId = privateZone(stack, vpcId);
  const publicId = publicZone(stack);
  for (const [index, group] of stack.cluster.platform.pools.entries()) {
    if (group.elasticIps > 0) elasticIps(stack, group, index, publicId);
  }
  const what = stack.cluster.platform.isToday ? "that the API's name is in" : "that machines write their names into";
  output(stack, "private_zone_id", `The zone ${what}.`, privateId);
  if (publicId !== null) output(stack, "public_zone_id", "The zone of the public names.", publicId);
}
