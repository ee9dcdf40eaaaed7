import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { Token } from "cdktf";
import { add, note, type Stack } from "../../../terraform/stack.ts";
import type { AwsPlace } from "../place/model.ts";

/**
 * S3's own way out of a VPC that is made here: it costs nothing ("Gateway endpoints"), and what machines fetch and keep
 * there depends on no NAT gateway.
 *
 * @param tables the ids of its route tables: a list, or an expression for one
 */
export function s3Endpoint(stack: Stack<AwsPlace>, vpc: Vpc, tables: string | readonly string[]): void {
  const { name, platform } = stack.cluster;
  const about = note("S3 without the internet", ["platform", "region"], ["platform", "zones"], ["name"]);
  add(stack, VpcEndpoint, "s3", about, {
    vpcId: vpc.id,
    vpcEndpointType: "Gateway",
    serviceName: `com.amazonaws.${platform.region}.s3`,
    routeTableIds: typeof tables === "string" ? Token.asList(tables) : [...tables],
    tags: { Name: `${name}-s3` },
  });
}
