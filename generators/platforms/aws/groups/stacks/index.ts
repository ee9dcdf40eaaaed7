/** The stacks of machines in auto-scaling groups. */
import { awsStacks, type Builders } from "../../stacks/index.ts";
import type { GroupsPlace } from "../place/model.ts";
import { buildGroupMachines } from "./machines.ts";
import { buildGroupNetwork } from "./network.ts";

const GROUPS: Builders<GroupsPlace> = { network: buildGroupNetwork, cluster: buildGroupMachines };

export const groupsStacks = awsStacks(GROUPS);
