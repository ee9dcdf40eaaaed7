import type { Rule } from "../../../../model/variants.ts";
import { rangesOf } from "../../fetching/rules/access.ts";
import { alarmTopic } from "../../fetching/rules/alarms.ts";
import { policySize } from "../../fetching/rules/policy-size.ts";
import { poolNames } from "../../fetching/rules/pool-names.ts";
import { groupSubnets } from "../../fetching/rules/subnets.ts";
import { webTargets } from "../../place/naming.ts";
import { addresses } from "../../placed/rules/addresses.ts";
import { certificate, entranceIdle } from "../../placed/rules/certificate.ts";
import { nodePortTaken } from "../../placed/rules/node-port.ts";
import { routeQuota } from "../../placed/rules/route-quota.ts";
import { withoutBlocks } from "../../placed/rules/subnets.ts";
import { awsRules } from "../../rules/index.ts";
import { balancerTooLong, databaseName, reservedNames } from "../../rules/name-limits.ts";
import { canBeCut } from "../../rules/ranges.ts";
import type { FixedPlace } from "../place/model.ts";

/** Each pool has a block of addresses in the subnet of every zone. */
const blocks: Rule<FixedPlace> = ({ platform: { vpcCidr, zones } }) =>
  canBeCut(vpcCidr) ? zones.flatMap(withoutBlocks) : [];

/** Names of load balancers and their groups, of which the longest says how long the cluster's may be; and what pools' names make. */
const names: Rule<FixedPlace> = ({ name, platform }) => {
  const { api, loadBalancer, securityGroups, data } = platform;
  const all = [
    loadBalancer.name,
    ...(api.publicName === null ? [] : [api.publicName]),
    ...loadBalancer.listeners.map(({ nodePort }) => webTargets(name, nodePort)),
  ];
  const longest = all.reduce((best, each) => (each.length > best.length ? each : best));
  return [
    ...balancerTooLong(longest, name),
    ...reservedNames(loadBalancer.name, securityGroups),
    ...databaseName(data),
    ...poolNames(platform),
  ];
};

const access: Rule<FixedPlace> = ({ platform: { apiAccess, vpcCidr } }) => rangesOf("api", apiAccess, vpcCidr);

/** In the order in which they are asked. */
export const fixedRules: readonly Rule<FixedPlace>[] = [
  ...awsRules,
  groupSubnets,
  blocks,
  addresses,
  routeQuota,
  names,
  alarmTopic,
  nodePortTaken,
  entranceIdle,
  certificate,
  access,
  policySize,
];
