/** What stands before today's API: a network load balancer inside the VPC, and one outside where the spec opens the API. */
import { Lb } from "@cdktf/provider-aws/lib/lb/index.js";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { type TerraformRemoteState, Token } from "cdktf";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import * as ports from "../../../../facts/ports.ts";
import { add, note, output, type Stack } from "../../../../terraform/stack.ts";
import { securityGroupOutput } from "../../stacks/security-groups.ts";
import type { FetchingPlace } from "../place/model.ts";
import { subnetIds } from "./subnets.ts";

type FetchingStack = Stack<FetchingPlace>;

const ACCESS: SpecPath = ["platform", "access", "api"];
const ZONES: SpecPath = ["platform", "zones"];

interface Balancer {
  readonly key: "api" | "api_public";
  readonly name: string;
  readonly internal: boolean;
  readonly from: readonly [SpecPath, ...SpecPath[]];
  /** What it leads to: machines that come and go, or addresses that stay. */
  readonly targets: "instance" | "ip";
}

/** TLS goes through to the API server, which knows its clients by their certificates. */
function balancer(
  stack: FetchingStack,
  network: TerraformRemoteState,
  { key, name, internal, from, targets }: Balancer,
) {
  const about = internal ? "the API, for the VPC" : "the API, for the ranges of the spec";
  const lb = add(stack, Lb, key, note(about, ...from), {
    name,
    loadBalancerType: "network",
    internal,
    subnets: Token.asList(subnetIds(network, stack.cluster.platform, internal ? "private" : "public")),
    securityGroups: [network.getString(securityGroupOutput(key))],
    enableCrossZoneLoadBalancing: true,
    tags: { Name: name },
  });
  const group = add(stack, LbTargetGroup, key, note("the machines whose API server says that it is ready", ...from), {
    name,
    port: ports.API_TLS,
    protocol: "TCP",
    targetType: targets,
    vpcId: network.getString("vpc_id"),
    // A control plane that asks its own load balancer would otherwise never get an answer from itself.
    preserveClientIp: "false",
    connectionTermination: true,
    deregistrationDelay: "30",
    healthCheck: {
      protocol: "HTTPS",
      path: "/readyz",
      port: "traffic-port",
      interval: 10,
      healthyThreshold: 3,
      unhealthyThreshold: 3,
    },
    tags: { Name: name },
  });
  add(stack, LbListener, key, note("what comes in for them", ...from), {
    loadBalancerArn: lb.arn,
    port: ports.API_TLS,
    protocol: "TCP",
    defaultAction: [{ type: "forward", targetGroupArn: group.arn }],
  });
  return { lb, group };
}

/** A name that leads to a load balancer, whether the API serves or not: nobody is told that it does not exist. */
function record(stack: FetchingStack, key: string, name: string, zoneId: string, lb: Lb): void {
  add(stack, Route53Record, key, note("the name of the API", ["platform", "environment"], ["platform", "dns"]), {
    zoneId,
    name,
    type: "A",
    alias: { name: lb.dnsName, zoneId: lb.zoneId, evaluateTargetHealth: false },
  });
}

/** The load balancer that the VPC reaches, and its name. */
export function apiInside(stack: FetchingStack, network: TerraformRemoteState): LbTargetGroup {
  const { api } = stack.cluster.platform;
  const inside = balancer(stack, network, {
    key: "api",
    name: api.name,
    internal: true,
    from: [ZONES, ["name"]],
    targets: "instance",
  });
  record(stack, "api", api.privateRecord, network.getString("private_zone_id"), inside.lb);
  output(stack, "api_name", "Where the API answers inside the VPC.", api.privateRecord);
  return inside.group;
}

/** The one that the ranges of the spec reach; null where it names none. */
export function apiOutside(
  stack: FetchingStack,
  network: TerraformRemoteState,
  targets: Balancer["targets"],
): LbTargetGroup | null {
  const { publicName, publicRecord } = stack.cluster.platform.api;
  if (publicName === null) return null;
  const { lb, group } = balancer(stack, network, {
    key: "api_public",
    name: publicName,
    internal: false,
    from: [ACCESS, ZONES, ["name"]],
    targets,
  });
  if (publicRecord !== null) record(stack, "api_public", publicRecord, network.getString("public_zone_id"), lb);
  output(stack, "api_public_name", "Where it answers outside.", publicRecord ?? lb.dnsName);
  return group;
}
