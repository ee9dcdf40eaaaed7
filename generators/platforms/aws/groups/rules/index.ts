import type { Rule } from "../../../../model/variants.ts";
import { alarmTopic } from "../../fetching/rules/alarms.ts";
import { policySize } from "../../fetching/rules/policy-size.ts";
import { groupSubnets } from "../../fetching/rules/subnets.ts";
import { awsRules } from "../../rules/index.ts";
import type { GroupsPlace } from "../place/model.ts";
import { access } from "./access.ts";
import { elasticIps } from "./elastic-ips.ts";
import { etcdEndpoints } from "./etcd-endpoints.ts";
import { groupSizes } from "./group-sizes.ts";
import { hostedZonesDiffer } from "./hosted-zones.ts";
import { labels } from "./labels.ts";
import { localZones } from "./local-zones.ts";
import { groupNames } from "./name-limits.ts";
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
