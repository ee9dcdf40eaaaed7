import type { Rule } from "../../../../model/variants.ts";
import { balancerTooLong, databaseName, reservedNames } from "../../rules/name-limits.ts";
import type { PlacedPlace } from "../place/model.ts";

/** Names of AWS resources that derive from the cluster's name. The schema already bounds its characters. */
export const nameLimits: Rule<PlacedPlace> = ({ name, platform }) => {
  const { loadBalancer, securityGroups, data } = platform;
  return [
    ...balancerTooLong(loadBalancer.name, name),
    ...reservedNames(loadBalancer.name, securityGroups),
    ...databaseName(data),
  ];
};
