/** The stacks of machines in auto-scaling groups. */
import type { AwsAutoscalingPlatform } from "../../platform.ts";
import type { Builders } from "../index.ts";
import { buildGroupMachines } from "./machines.ts";
import { buildGroupNetwork } from "./network.ts";

export const GROUPS: Builders<AwsAutoscalingPlatform> = { network: buildGroupNetwork, cluster: buildGroupMachines };
