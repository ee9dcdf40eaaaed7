import type { Rule } from "../../../../model/variants.ts";
import { awsRules } from "../../rules/index.ts";
import type { GroupsPlace } from "../place/model.ts";
import { access } from "./access.ts";
import { alarmTopic } from "./alarms.ts";
import { elasticIps } from "./elastic-ips.ts";
import { etcdEndpoints } from "./etcd-endpoints.ts";
import { groupSizes } from "./group-sizes.ts";
import { hostedZonesDiffer } from "./hosted-zones.ts";
import { labels } from "./labels.ts";
import { localZones } from "./local-zones.ts";
import { groupNames } from "./name-limits.ts";
import { policySize } from "./policy-size.ts";
import { groupSubnets } from "./subnets.ts";
import { tenancy } from "./tenancy.ts";
import { users } from "./users.ts";

/** In the order in which they are asked. */
export const groupsRules: readonly Rule<GroupsPlace>[] = [
  ...awsRules,
  localZones,
  groupSubnets,
  groupSizes,
  tenancy,
  alarmTopic,
  elasticIps,
  labels,
  etcdEndpoints,
  hostedZonesDiffer,
  groupNames,
  access,
  users,
  policySize,
];
