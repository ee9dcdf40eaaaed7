import { Elb, type ElbListener } from "@cdktf/provider-aws/lib/elb/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { type TerraformRemoteState, Token } from "cdktf";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import * as ports from "../../../../facts/ports.ts";
import { add, literal, note, output, type Stack } from "../../../../terraform/stack.ts";
import { subnetIds } from "../../fetching/stacks/subnets.ts";
import { securityGroupOutput } from "../../stacks/security-groups.ts";
import type { GroupsPlace } from "../place/model.ts";

const ACCESS: SpecPath = ["platform", "access"];

/** Long enough for a watch, an exec or logs that say nothing for a while. Seconds. */
const IDLE = 3600;

/** TLS goes through to the API server, or ends here where there is a certificate that clients can verify. */
const listener = (certificate: string | null): ElbListener =>
  certificate === null
    ? { lbProtocol: "tcp", lbPort: ports.API_SECURE, instanceProtocol: "tcp", instancePort: ports.API_SECURE }
    : {
        lbProtocol: "ssl",
        lbPort: ports.API_SECURE,
        instanceProtocol: "ssl",
        instancePort: ports.API_SECURE,
        sslCertificateId: literal(certificate),
      };

/** Seconds, as the record has them that the machines write themselves. */
const TTL = 30;

/**
 * The name of the API inside the VPC, where the balancer has public addresses: from inside they are reached through NAT,
 * whose address is none that the balancer lets in. So the name leads to the machines themselves.
 */
function machinesRecord(stack: Stack<GroupsPlace>, zoneId: string): void {
  const { api, controlPlane } = stack.cluster.platform;
  const about = note("the name of the API, which inside the VPC leads to the machines", ACCESS, [
    "platform",
    "environment",
  ]);
  add(stack, Route53Record, "api_private", about, {
    zoneId,
    name: api.privateRecord,
    type: "CNAME",
    ttl: TTL,
    records: [controlPlane.record],
  });
}

/** The document's load balancer before the master, and the names that lead to it. */
export function apiBalancer(stack: Stack<GroupsPlace>, network: TerraformRemoteState): Elb {
  const { api, dns } = stack.cluster.platform;
  const elb = add(
    stack,
    Elb,
    "api",
    note(
      api.internal ? "the API, for the VPC" : "the API, for the VPC and the ranges of the spec",
      ACCESS,
      ["platform", "zones"],
      ["name"],
    ),
    {
      name: api.name,
      internal: api.internal,
      subnets: Token.asList(subnetIds(network, stack.cluster.platform, api.internal ? "private" : "public")),
      securityGroups: [network.getString(securityGroupOutput("api"))],
      listener: [listener(api.certificate)],
      // Asks the API server itself, not only its port. The group ends a machine that fails it for long: a restart of the
      // API server is not long.
      healthCheck: {
        target: `HTTP:${ports.API}/healthz`,
        timeout: 5,
        interval: 10,
        unhealthyThreshold: 10,
        healthyThreshold: 2,
      },
      crossZoneLoadBalancing: true,
      idleTimeout: IDLE,
      connectionDraining: false,
      tags: { Name: api.name },
    },
  );
  const record = (key: string, name: string, zoneId: string): void => {
    add(
      stack,
      Route53Record,
      `api_${key}`,
      note("the name of the API", ["platform", "dns"], ["platform", "environment"]),
      {
        zoneId,
        name,
        type: "A",
        alias: { name: elb.dnsName, zoneId: elb.zoneId, evaluateTargetHealth: true },
      },
    );
  };
  if (api.internal) record("private", api.privateRecord, network.getString("private_zone_id"));
  else machinesRecord(stack, network.getString("private_zone_id"));
  if (api.publicRecord !== null && dns.publicName !== null) {
    record("public", api.publicRecord, network.getString("public_zone_id"));
  }
  output(stack, "api_dns_name", "The load balancer of the API.", elb.dnsName);
  output(
    stack,
    "api_name",
    "Where the API answers.",
    api.publicRecord ?? (api.internal ? api.privateRecord : elb.dnsName),
  );
  return elb;
}
