import { AS_EVERYWHERE, NO_MEMBERS, platformVariant } from "../../../generators/model/variants.ts";
import type { LoneHost } from "./place.ts";

export const HEAD = "lone-host.md" as "runbook-placed.md";
export const REFERENCE = "lone-host-reference.md" as "runbook-placed.md";

export const platform = platformVariant<LoneHost>({
  ...AS_EVERYWHERE,
  type: "lone-host" as LoneHost["type"],
  runsSteps: false,
  ownAddress: null,
  settings: () => null,
  createsAddons: false,
  parts: () => ({}),
  finish: (unit) => unit,
  ownPlaces: () => [],
  bootsFromUserData: true,
  artifacts: () => [],
  deliver: (_cluster, machine) => ({ boot: machine, objects: [], standing: [] }),
  rules: [],
  stacks: () => [],
  members: NO_MEMBERS,
  runbook: ({ platform: { address } }) => ({
    heads: [HEAD],
    references: [REFERENCE],
    values: { address },
    jumpOption: "",
    publicImages: "runbook-placed-images.md",
    imagePlace: () => "",
    programsPlace: "",
    disksLast: true,
    foundations: ["The host is there."],
    things: [],
  }),
});
