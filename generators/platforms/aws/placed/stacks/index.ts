/** The stacks of machines that each have an address of their own. */
import type { Payload } from "../../../../machines/payload.ts";
import type { AwsPlatform } from "../../../../model/place.ts";
import { type Stack, stateOf } from "../../../../terraform/stack.ts";
import type { Builders } from "../../stacks/index.ts";
import { lateText } from "../../stacks/late-values.ts";
import { nodeProfile } from "../../stacks/node-role.ts";
import { securityGroups } from "../../stacks/security-groups.ts";
import { vpc } from "../../stacks/vpc.ts";
import { containerRoutes } from "./container-routes.ts";
import { loadBalancer } from "./load-balancer.ts";
import { controlPlane, nodePool, userDataPath } from "./machines.ts";

function network(stack: Stack<AwsPlatform>): void {
  securityGroups(stack, vpc(stack).id);
}

function machines(stack: Stack<AwsPlatform>, payloads: readonly Payload[]): void {
  const { nodePools, platform } = stack.cluster;
  const state = stateOf(stack, "network");
  const late = lateText(stack, ["network"]);
  const userData = (group: string): string => {
    const found = payloads.find(({ machine }) => machine.group === group);
    return `\${${late(userDataPath(group, found?.ending ?? ""), found?.userData ?? "")}}`;
  };
  const control = controlPlane(stack, state, userData);
  const profile = nodeProfile(stack);
  const pools = nodePools.flatMap((pool, index) => {
    const placement = platform.placement.pools[index];
    return placement === undefined ? [] : [nodePool(stack, state, { pool, placement, index, profile, userData })];
  });
  containerRoutes(stack, state, control, pools);
  loadBalancer(stack, state, pools);
}

export const PLACED: Builders<AwsPlatform> = { network, cluster: machines };
