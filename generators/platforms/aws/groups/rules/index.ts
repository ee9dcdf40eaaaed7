import type { AwsAutoscalingPlatform } from "../../../../model/place.ts";
import type { Rule } from "../../../../model/rule.ts";
import { architecture } from "../../rules/architecture.ts";
import { databaseZones } from "../../rules/database.ts";
import { rangeOverlaps } from "../../rules/ranges.ts";
import { zones } from "../../rules/zones.ts";
import { access } from "./access.ts";
import { elasticIps } from "./elastic-ips.ts";
import { etcdEndpoints } from "./etcd-endpoints.ts";
import { groupNames } from "./group-names.ts";
import { groupSizes } from "./group-sizes.ts";
import { zonesDiffer } from "./hosted-zones.ts";
import { labels } from "./labels.ts";
import { localZones } from "./local-zones.ts";
import { neededKeys } from "./needed-keys.ts";
import { policySize } from "./policy-size.ts";
import { secretRegions } from "./secret-regions.ts";
import { groupSubnets } from "./subnets.ts";
import { users } from "./users.ts";

/** In the order in which they are asked. */
export const autoscalingRules: readonly Rule<AwsAutoscalingPlatform>[] = [
  neededKeys,
  zones,
  localZones,
  rangeOverlaps,
  groupSubnets,
  groupSizes,
  elasticIps,
  labels,
  etcdEndpoints,
  zonesDiffer,
  groupNames,
  access,
  users,
  policySize,
  secretRegions,
  architecture,
  databaseZones,
];
