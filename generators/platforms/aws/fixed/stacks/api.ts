/** The name of the API, which leads to the control plane; and a load balancer where the spec opens it. */
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import type { TerraformRemoteState } from "cdktf";
import { add, note, output, type Stack } from "../../../../terraform/stack.ts";
import { apiOutside } from "../../fetching/stacks/today-api.ts";
import type { FixedPlace } from "../place/model.ts";
import { PLACES } from "./pool-places.ts";

const CONTROL_PLANE = ["controlPlane", "address"] as const;

/** Seconds. Short, so that another address is soon known. */
const TTL = 60;

export function api(stack: Stack<FixedPlace>, network: TerraformRemoteState): void {
  const { api: names, placement } = stack.cluster.platform;
  const { address } = placement.controlPlane;
  const about = note("the name of the API", ["name"], CONTROL_PLANE, ...PLACES);
  add(stack, Route53Record, "api", about, {
    zoneId: network.getString("private_zone_id"),
    name: names.privateRecord,
    type: "A",
    ttl: TTL,
    records: [address],
  });
  output(stack, "api_name", "Where the API answers inside the VPC.", names.privateRecord);
  const outside = apiOutside(stack, network, "ip");
  if (outside === null) return;
  const leads = note(
    "what comes from outside goes to the control plane",
    ["platform", "access", "api"],
    CONTROL_PLANE,
    ...PLACES,
  );
  add(stack, LbTargetGroupAttachment, "api_public", leads, { targetGroupArn: outside.arn, targetId: address });
}
