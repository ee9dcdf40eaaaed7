import { platformVariant } from "../../model/variants.ts";
import { hostArtifacts } from "./artifacts.ts";
import { apiServerFlags, before, kubeletFlags } from "./components.ts";
import { hostParts, ownAddress } from "./machines.ts";
import { hostMembers } from "./members.ts";
import type { HostsPlace } from "./place/model.ts";
import { hostRules } from "./rules/index.ts";
import { hostsRunbook } from "./runbook.ts";

/** Machines that exist already: push.sh and install.sh make them what the tree says, or they boot from user-data. */
export const hosts = platformVariant<HostsPlace>({
  type: "hosts",
  runsSteps: false,
  ownAddress,
  settings: ({ platform }) => platform.environmentFile,
  createsAddons: false,
  parts: hostParts,
  objects: () => [],
  apiServerFlags,
  kubeletFlags,
  nodeFlags: () => ({}),
  before,
  proxiesWithoutPods: false,
  finish: (unit) => unit,
  ownPlaces: () => ["/etc/machine-environment", "/etc/machine-environment.d/", "/var/lib/clusterwright/"],
  bootsFromUserData: false,
  artifacts: hostArtifacts,
  deliver: (_cluster, machine) => ({ boot: machine, objects: [], standing: [] }),
  rules: hostRules,
  stacks: () => [],
  members: hostMembers,
  runbook: hostsRunbook,
});
