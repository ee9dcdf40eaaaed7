import type { AwsPlatform } from "../../platform.ts";
import type { Rule } from "../rule.ts";
import { addresses } from "./addresses.ts";
import { architecture } from "./architecture.ts";
import { certificate } from "./certificate.ts";
import { databaseRanges, databaseZones } from "./database.ts";
import { nameLimits } from "./name-limits.ts";
import { rangeOverlaps, vpcSize } from "./ranges.ts";
import { routeQuota } from "./route-quota.ts";
import { subnets } from "./subnets.ts";
import { zones } from "./zones.ts";

/** In the order in which they are asked. */
export const awsRules: readonly Rule<AwsPlatform>[] = [
  zones,
  rangeOverlaps,
  vpcSize,
  subnets,
  addresses,
  architecture,
  routeQuota,
  nameLimits,
  certificate,
  databaseZones,
  databaseRanges,
];
