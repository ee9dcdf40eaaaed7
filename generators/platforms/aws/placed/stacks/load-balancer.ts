import { Elb, type ElbListener } from "@cdktf/provider-aws/lib/elb/index.js";
import { ElbAttachment } from "@cdktf/provider-aws/lib/elb-attachment/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { type TerraformRemoteState, Token } from "cdktf";
import { add, literal, note, output, type Stack } from "../../../../terraform/stack.ts";
import { securityGroupOutput } from "../../stacks/security-groups.ts";
import { subnetIdsIn } from "../../stacks/subnet-ids.ts";
import type { Listener, PlacedPlace } from "../place/model.ts";
import type { Pool } from "./machines.ts";

const listener = ({ protocol, port, nodePort, certificate }: Listener): ElbListener => ({
  lbProtocol: protocol,
  lbPort: port,
  instanceProtocol: "http",
  instancePort: nodePort,
  ...(certificate === null ? {} : { sslCertificateId: literal(certificate) }),
});

/** The public entry. Round robin over all nodes; stickiness is Apache's business, on the nodes. */
export function loadBalancer(stack: Stack<PlacedPlace>, network: TerraformRemoteState, pools: readonly Pool[]): void {
  const { name, listeners, healthCheck, dns } = stack.cluster.platform.loadBalancer;
  const paths = listeners
    .map(({ protocol, port, nodePort }) => `${protocol} ${port} to node port ${nodePort}`)
    .join(", ");
  const about = note(
    listeners.some(({ port, nodePort }) => port !== nodePort)
      ? `${paths}; security groups and health check follow these node ports, not the document's 80 and 443`
      : paths,
    ["loadBalancer"],
    ["platform", "zones"],
    ["name"],
  );
  const elb = add(stack, Elb, "public", about, {
    name,
    subnets: Token.asList(
      subnetIdsIn(
        network,
        "subnet_ids",
        stack.cluster.platform.zones.map(({ name: zone }) => zone),
      ),
    ),
    securityGroups: [network.getString(securityGroupOutput("load_balancer"))],
    listener: listeners.map(listener),
    healthCheck: {
      target: healthCheck.target,
      timeout: healthCheck.timeoutSeconds,
      interval: healthCheck.intervalSeconds,
      unhealthyThreshold: healthCheck.unhealthyThreshold,
      healthyThreshold: healthCheck.healthyThreshold,
    },
    crossZoneLoadBalancing: true,
    connectionDraining: false,
    tags: { Name: name },
  });
  for (const pool of pools) {
    add(stack, ElbAttachment, pool.name, note(`puts each node of ${pool.name} behind the load balancer`, pool.from), {
      forEach: pool.nodes,
      elb: elb.id,
      instance: `\${${pool.machines.fqn}[each.key].id}`,
    });
  }
  if (dns !== null) {
    add(
      stack,
      Route53Record,
      "load_balancer",
      note("the load balancer's name in a zone of yours", ["loadBalancer", "dns"]),
      {
        zoneId: dns.zoneId,
        name: dns.name,
        type: "A",
        alias: { name: elb.dnsName, zoneId: elb.zoneId, evaluateTargetHealth: true },
      },
    );
  }
  output(stack, "load_balancer_dns_name", "Where the cluster serves HTTP.", elb.dnsName);
}
