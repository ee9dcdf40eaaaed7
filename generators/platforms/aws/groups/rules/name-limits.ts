import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { Rule } from "../../../../model/variants.ts";
import { poolNames } from "../../fetching/rules/pool-names.ts";
import { balancerTooLong, databaseName, reservedNames } from "../../rules/name-limits.ts";
import type { GroupsPlace } from "../place/model.ts";

/** What DNS takes of a whole name. */
const DNS_NAME = 253;

/** The longest of the public names: those of the pools and of the API. */
function publicNames({ api, pools }: GroupsPlace): readonly Finding[] {
  const names = [api.publicRecord, ...pools.map(({ publicRecord }) => publicRecord)].filter((name) => name !== null);
  const longest = names.reduce((best, name) => (name.length > best.length ? name : best), "");
  if (longest.length <= DNS_NAME) return [];
  return [
    {
      code: "name-limit",
      places: [
        { path: ["platform", "dns", "domain"] },
        { path: ["platform", "environment"], label: "stands before it" },
      ],
      message: `the name "${longest}" would have ${longest.length} characters; DNS takes ${DNS_NAME}`,
      help: "choose a shorter domain, environment or name of the pool",
    },
  ];
}

/** Names of AWS resources that derive from the names of the cluster and its pools. */
export const groupNames: Rule<GroupsPlace> = ({ name, platform }) => [
  ...balancerTooLong(platform.api.publicName ?? platform.api.name, name),
  ...reservedNames(platform.api.name, platform.securityGroups),
  ...databaseName(platform.data),
  ...publicNames(platform),
  ...poolNames(platform),
];
