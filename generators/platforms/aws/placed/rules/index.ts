import type { AwsPlatform } from "../../../../model/place.ts";
import type { Rule } from "../../../../model/rule.ts";
import { architecture } from "../../rules/architecture.ts";
import { certificate } from "../../rules/certificate.ts";
import { databaseRanges, databaseZones } from "../../rules/database.ts";
import { nameLimits } from "../../rules/name-limits.ts";
import { rangeOverlaps, vpcSize } from "../../rules/ranges.ts";
import { zones } from "../../rules/zones.ts";
import { addresses } from "./addresses.ts";
import { routeQuota } from "./route-quota.ts";
import { subnets } from "./subnets.ts";

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
