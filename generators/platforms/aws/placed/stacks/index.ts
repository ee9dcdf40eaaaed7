/** The stacks of machines that each have an address of their own. */
import type { Payload } from "../../../../model/machine.ts";
import { type Stack, stateOf } from "../../../../terraform/stack.ts";
import { machineImages } from "../../stacks/image.ts";
import { awsStacks, type Builders, userDataPath } from "../../stacks/index.ts";
import { lateText } from "../../stacks/late-values.ts";
import { nodeProfile } from "../../stacks/node-role.ts";
import { securityGroups } from "../../stacks/security-groups.ts";
import type { PlacedPlace } from "../place/model.ts";
import { containerRoutes } from "./container-routes.ts";
import { loadBalancer } from "./load-balancer.ts";
import { type BootsFrom, controlPlane, nodePool } from "./machines.ts";
import { vpc } from "./network.ts";

function network(stack: Stack<PlacedPlace>): void {
  securityGroups(stack, vpc(stack).id);
}

function machines(stack: Stack<PlacedPlace>, payloads: readonly Payload[]): void {
  const { nodePools, platform } = stack.cluster;
  const state = stateOf(stack, "network");
  const late = lateText(stack, "cluster", ["network"]);
  const userData = (role: string): string => {
    const found = payloads.find(({ machine }) => machine.role === role);
    return late(userDataPath(role, found?.ending ?? ""), found?.userData ?? "");
  };
  const boots: BootsFrom = { userData, imageOf: machineImages(stack) };
  const control = controlPlane(stack, state, boots);
  const profile = nodeProfile(stack);
  const pools = nodePools.flatMap((pool, index) => {
    const placement = platform.placement.pools[index];
    const hardware = platform.hardware.pools[index];
    if (placement === undefined || hardware === undefined) return [];
    return [nodePool(stack, state, { pool, placement, hardware, index, profile, boots })];
  });
  if (platform.routesContainers) containerRoutes(stack, state, control, pools);
  loadBalancer(stack, state, pools);
}

export const PLACED: Builders<PlacedPlace> = { network, cluster: machines };

export const placedStacks = awsStacks(PLACED);
