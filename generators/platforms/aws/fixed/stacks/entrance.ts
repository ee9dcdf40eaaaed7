/** Where the web comes in: a network load balancer that leads to the nodes' addresses. */
import { Lb } from "@cdktf/provider-aws/lib/lb/index.js";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { type TerraformRemoteState, Token } from "cdktf";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { add, literal, note, output, type Stack } from "../../../../terraform/stack.ts";
import { subnetIds } from "../../fetching/stacks/subnets.ts";
import { webTargets } from "../../place/naming.ts";
import type { HealthCheck, Listener } from "../../placed/place/model.ts";
import { securityGroupOutput } from "../../stacks/security-groups.ts";
import type { FixedPlace } from "../place/model.ts";
import { PLACES, type PoolPlaces } from "./pool-places.ts";

type FixedStack = Stack<FixedPlace>;

const FROM: readonly [SpecPath, ...SpecPath[]] = [["loadBalancer"], ["platform", "zones"], ["name"]];

/** TLS 1.2 and 1.3 (Elastic Load Balancing, "Security policies for your Network Load Balancer"). */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** Only whether somebody listens, not what stands behind it. */
const health = ({ intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold }: HealthCheck) => ({
  protocol: "TCP",
  port: "traffic-port",
  interval: intervalSeconds,
  timeout: timeoutSeconds,
  healthyThreshold,
  unhealthyThreshold,
});

/** The nodes at a port. Another port is another group, which is there before the listener lets go of this one. */
function targets(
  stack: FixedStack,
  network: TerraformRemoteState,
  pools: readonly PoolPlaces[],
  { protocol, nodePort }: Listener,
): LbTargetGroup {
  const group = add(stack, LbTargetGroup, protocol, note(`the nodes at port ${nodePort}`, ...FROM), {
    name: webTargets(stack.cluster.name, nodePort),
    port: nodePort,
    protocol: "TCP",
    targetType: "ip",
    vpcId: network.getString("vpc_id"),
    preserveClientIp: "true",
    deregistrationDelay: "30",
    healthCheck: health(stack.cluster.platform.loadBalancer.healthCheck),
    lifecycle: { createBeforeDestroy: true },
  });
  for (const { name, from, nodes } of pools) {
    add(
      stack,
      LbTargetGroupAttachment,
      `${protocol}_${name}`,
      note(`each node of ${name} behind it`, from, ...PLACES),
      {
        forEach: nodes,
        targetGroupArn: group.arn,
        targetId: nodes.getString("address"),
      },
    );
  }
  return group;
}

function listen(stack: FixedStack, lb: Lb, { protocol, port, nodePort, certificate }: Listener, group: LbTargetGroup) {
  add(stack, LbListener, protocol, note(`${protocol} ${port} to node port ${nodePort}`, ...FROM), {
    loadBalancerArn: lb.arn,
    port,
    ...(certificate === null
      ? { protocol: "TCP" }
      : { protocol: "TLS", certificateArn: literal(certificate), sslPolicy: TLS_POLICY }),
    defaultAction: [{ type: "forward", targetGroupArn: group.arn }],
  });
}

export function entrance(stack: FixedStack, network: TerraformRemoteState, pools: readonly PoolPlaces[]): void {
  const { name, listeners, dns } = stack.cluster.platform.loadBalancer;
  const lb = add(stack, Lb, "public", note("where the web comes in", ...FROM), {
    name,
    loadBalancerType: "network",
    internal: false,
    subnets: Token.asList(subnetIds(network, stack.cluster.platform, "public")),
    securityGroups: [network.getString(securityGroupOutput("load_balancer"))],
    enableCrossZoneLoadBalancing: true,
    tags: { Name: name },
  });
  for (const each of listeners) listen(stack, lb, each, targets(stack, network, pools, each));
  if (dns !== null) {
    const about = note("the load balancer's name in a zone of yours", ["loadBalancer", "dns"]);
    add(stack, Route53Record, "load_balancer", about, {
      zoneId: dns.zoneId,
      name: dns.name,
      type: "A",
      alias: { name: lb.dnsName, zoneId: lb.zoneId, evaluateTargetHealth: true },
    });
  }
  output(stack, "load_balancer_dns_name", "Where the cluster serves HTTP.", lb.dnsName);
}
