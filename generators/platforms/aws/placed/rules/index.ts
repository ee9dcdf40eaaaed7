import type { Rule } from "../../../../model/variants.ts";
import { databaseRanges } from "../../rules/database.ts";
import { awsRules } from "../../rules/index.ts";
import { vpcSize } from "../../rules/ranges.ts";
import type { PlacedPlace } from "../place/model.ts";
import { access } from "./access.ts";
import { addresses } from "./addresses.ts";
import { certificate, entranceIdle } from "./certificate.ts";
import { nameLimits } from "./name-limits.ts";
import { nodePortTaken, registeredOverlay } from "./node-port.ts";
import { routeQuota } from "./route-quota.ts";
import { subnets } from "./subnets.ts";

/** In the order in which they are asked. */
export const placedRules: readonly Rule<PlacedPlace>[] = [
  ...awsRules,
  vpcSize,
  subnets,
  addresses,
  routeQuota,
  nameLimits,
  registeredOverlay,
  nodePortTaken,
  entranceIdle,
  certificate,
  databaseRanges,
  access,
];
