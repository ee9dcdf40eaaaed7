import type { Rule } from "../../../model/variants.ts";
import type { HostsPlace } from "../place/model.ts";
import { hostAddresses, hostRanges, publicAddresses } from "./addresses.ts";
import { evenMembers, nodesRegister, severalControlPlanes } from "./control-plane.ts";
import { hostGroups, hostNames, hostRoles, poolNames } from "./hosts.ts";
import { idleImages } from "./images.ts";
import { sharedFiles, sharedImageUnits, sharedNames } from "./user-data.ts";

/** In the order in which they are asked. */
export const hostRules: readonly Rule<HostsPlace>[] = [
  hostNames,
  hostRoles,
  poolNames,
  hostGroups,
  hostAddresses,
  hostRanges,
  publicAddresses,
  evenMembers,
  severalControlPlanes,
  nodesRegister,
  sharedFiles,
  sharedNames,
  sharedImageUnits,
  idleImages,
];
