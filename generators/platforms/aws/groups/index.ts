import { AS_EVERYWHERE, platformVariant } from "../../../model/variants.ts";
import { ofHost, WRITTEN_DOWN } from "../../../parts/own-address.ts";
import { cloudController } from "../cloud-controller.ts";
import { afterSetup } from "../fetching/machines/after-setup.ts";
import { delivering } from "../fetching/machines/delivery.ts";
import { ownPlaces } from "../fetching/machines/own-places.ts";
import { SETTINGS } from "../fetching/machines/paths.ts";
import { nodeFlags } from "../fetching/machines/today.ts";
import { diskMembers } from "../fetching/place/members.ts";
import { apiServerFlags, groupParts } from "./machines/index.ts";
import { settings } from "./machines/settings.ts";
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
  deliver: delivering(settings),
  rules: groupsRules,
  stacks: groupsStacks,
  members: diskMembers,
  runbook: groupsRunbook,
});
