import { Elb, type ElbListener } from "@cdktf/provider-aws/lib/elb/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { type TerraformRemoteState, Token } from "cdktf";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import * as ports from "../../../../facts/ports.ts";
import { add, literal, note, output, type Stack } from "../../../../terraform/stack.ts";
import { securityGroupOutput } from "../../stacks/security-groups.ts";
import type { GroupsPlace } from "../place/model.ts";
import { subnetIds } from "./subnets.ts";

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
      // Asks the API server itself, not only its port.
      healthCheck: {
        target: `HTTP:${ports.API}/healthz`,
        timeout: 5,
        interval: 10,
        unhealthyThreshold: 3,
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
  record("private", api.privateRecord, network.getString("private_zone_id"));
  if (api.publicRecord !== null && dns.publicName !== null) {
    record("public", api.publicRecord, network.getString("public_zone_id"));
  }
  output(stack, "api_dns_name", "The load balancer of the API.", elb.dnsName);
  output(stack, "api_name", "Where the API answers.", api.publicRecord ?? api.privateRecord);
  return elb;
}
