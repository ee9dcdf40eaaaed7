import { AS_EVERYWHERE, platformVariant } from "../../../model/variants.ts";
import { ofHost, WRITTEN_DOWN } from "../../../parts/own-address.ts";
import { cloudController } from "../cloud-controller.ts";
import { afterSetup } from "../fetching/machines/after-setup.ts";
import { delivering } from "../fetching/machines/delivery.ts";
import { ownPlaces } from "../fetching/machines/own-places.ts";
import { SETTINGS } from "../fetching/machines/paths.ts";
import { todaysSettings } from "../fetching/machines/settings.ts";
import { nodeFlags, todaysParts } from "../fetching/machines/today.ts";
import { diskMembers } from "../fetching/place/members.ts";
import type { FixedPlace } from "./place/model.ts";
import { fixedRules } from "./rules/index.ts";
import { fixedRunbook } from "./runbook.ts";
import { fixedStacks } from "./stacks/index.ts";

/** EC2 machines of today's releases that each have an address of their own; they fetch from S3 what they consist of. */
export const fixed = platformVariant<FixedPlace>({
  ...AS_EVERYWHERE,
  type: "aws",
  runsSteps: true,
  ownAddress: () => ofHost(WRITTEN_DOWN.environment),
  settings: () => SETTINGS,
  createsAddons: true,
  parts: todaysParts,
  objects: cloudController,
  nodeFlags,
  finish: afterSetup,
  ownPlaces,
  bootsFromUserData: true,
  artifacts: () => [],
  deliver: delivering(todaysSettings),
  rules: fixedRules,
  stacks: fixedStacks,
  members: diskMembers,
  runbook: fixedRunbook,
});
