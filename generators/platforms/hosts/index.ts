import { MACHINE_ENVIRONMENT } from "../../facts/paths.ts";
import { platformVariant } from "../../model/variants.ts";
import { hostArtifacts } from "./files.ts";
import { hostParts, ownAddress } from "./machines.ts";
import { hostMembers } from "./members.ts";
import type { HostsPlace } from "./place/model.ts";
import { hostRules } from "./rules/index.ts";
import { hostsRunbook } from "./runbook.ts";

/** Machines that exist already: install.sh makes them what the tree says, push.sh brings it there. */
export const hosts = platformVariant<HostsPlace>({
  type: "hosts",
  runsSteps: false,
  ownAddress,
  settings: MACHINE_ENVIRONMENT,
  createsAddons: false,
  parts: hostParts,
  apiServerFlags: () => [],
  finish: (unit) => unit,
  ownPlaces: () => [MACHINE_ENVIRONMENT, "/var/lib/clusterwright/"],
  bootsFromUserData: false,
  artifacts: hostArtifacts,
  deliver: (_cluster, machine) => ({ boot: machine, objects: [], standing: [] }),
  rules: hostRules,
  stacks: () => [],
  members: hostMembers,
  runbook: hostsRunbook,
});
