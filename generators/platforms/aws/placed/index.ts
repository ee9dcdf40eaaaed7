import { AS_EVERYWHERE, platformVariant } from "../../../model/variants.ts";
import { cloudController } from "../cloud-controller.ts";
import { placedParts } from "./parts.ts";
import { placedMembers } from "./place/members.ts";
import type { PlacedPlace } from "./place/model.ts";
import { placedRules } from "./rules/index.ts";
import { placedRunbook } from "./runbook.ts";
import { placedStacks } from "./stacks/index.ts";

/** EC2 machines in a VPC that each have an address of their own, brought up by Terraform; user-data is all they get. */
export const placed = platformVariant<PlacedPlace>({
  ...AS_EVERYWHERE,
  type: "aws",
  runsSteps: false,
  ownAddress: null,
  settings: () => null,
  createsAddons: false,
  parts: placedParts,
  objects: cloudController,
  finish: (unit) => unit,
  ownPlaces: () => [],
  bootsFromUserData: true,
  artifacts: () => [],
  deliver: (_cluster, machine) => ({ boot: machine, objects: [], standing: [] }),
  rules: placedRules,
  stacks: placedStacks,
  members: placedMembers,
  runbook: placedRunbook,
});
