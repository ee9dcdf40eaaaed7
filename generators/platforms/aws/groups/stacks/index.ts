/** The stacks of machines in auto-scaling groups. */

import { buildNetwork } from "../../fetching/stacks/network.ts";
import { awsStacks, type Builders } from "../../stacks/index.ts";
import type { GroupsPlace } from "../place/model.ts";
import { buildGroupMachines } from "./machines.ts";

const GROUPS: Builders<GroupsPlace> = { network: buildNetwork, cluster: buildGroupMachines };

export const groupsStacks = awsStacks(GROUPS);
