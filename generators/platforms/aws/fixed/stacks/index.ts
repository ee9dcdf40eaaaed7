/** The stacks of machines of today's releases that each have an address of their own. */

import { buildNetwork } from "../../fetching/stacks/network.ts";
import { awsStacks, type Builders } from "../../stacks/index.ts";
import type { FixedPlace } from "../place/model.ts";
import { buildMachines } from "./machines.ts";

const FIXED: Builders<FixedPlace> = { network: buildNetwork, cluster: buildMachines };

export const fixedStacks = awsStacks(FIXED);
