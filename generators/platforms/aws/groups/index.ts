import { AS_EVERYWHERE, platformVariant } from "../../../model/variants.ts";
import { ofHost, WRITTEN_DOWN } from "../../../parts/own-address.ts";
import { cloudController } from "../cloud-controller.ts";
import { deliver } from "./machines/delivery.ts";
import { afterSetup, apiServerFlags, groupParts } from "./machines/index.ts";
import { ownPlaces } from "./machines/own-places.ts";
import { SETTINGS } from "./machines/paths.ts";
import { nodeFlags } from "./machines/today.ts";
import { groupsMembers } from "./place/members.ts";
import type { GroupsPlace } from "./place/model.ts";
import { groupsRules } from "./rules/index.ts";
import { groupsRunbook } from "./runbook.ts";
import { groupsStacks } from "./stacks/index.ts";

/** Auto-scaling groups of EC2 machines over several zones, which fetch from S3 what they consist of. */
export const groups = platformVariant<GroupsPlace>({
  ...AS_EVERYWHERE,
  type: "aws-autoscaling",
  runsSteps: true,
  ownAddress: ({ platform }) => (platform.isToday ? ofHost(WRITTEN_DOWN.environment) : WRITTEN_DOWN),
  settings: () => SETTINGS,
  createsAddons: true,
  parts: groupParts,
  objects: cloudController,
  apiServerFlags,
  nodeFlags,
  finish: afterSetup,
  ownPlaces,
  bootsFromUserData: true,
  artifacts: () => [],
  deliver,
  rules: groupsRules,
  stacks: groupsStacks,
  members: groupsMembers,
  runbook: groupsRunbook,
});
