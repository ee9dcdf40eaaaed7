/** The stacks of machines in auto-scaling groups. */
import type { AwsAutoscalingPlatform } from "../../../../model/place.ts";
import type { Builders } from "../../stacks/index.ts";
import { buildGroupMachines } from "./machines.ts";
import { buildGroupNetwork } from "./network.ts";

export const GROUPS: Builders<AwsAutoscalingPlatform> = { network: buildGroupNetwork, cluster: buildGroupMachines };
