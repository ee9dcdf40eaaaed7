import type { Finding } from "../../../../schema/diagnostics.ts";
import { overlap } from "../../../facts/addressing.ts";
import type { Rule } from "../../../model/variants.ts";
import { databaseRange } from "../place/addressing.ts";
import type { AwsPlace } from "../place/model.ts";
import { whyNotCalled } from "./mysql-names.ts";

/** RDS asks for subnets in two zones at least, whether or not there is a standby. */
const MIN_ZONES = 2;

export const databaseZones: Rule<AwsPlace> = ({ platform }) =>
  platform.data.database === null || platform.zones.length >= MIN_ZONES
    ? []
    : [
        {
          code: "database-zones",
          places: [
            { path: ["data", "database"], part: "key" },
            { path: ["platform", "zones"], label: `${platform.zones.length} zone` },
          ],
          message: `RDS places a database over ${MIN_ZONES} zones at least, and the cluster has ${platform.zones.length}`,
          help: "add a zone",
        },
      ];

/** The database's subnets are the last part of the VPC range; a zone must not reach into it. */
export const databaseRanges: Rule<AwsPlace> = ({ platform }) =>
  platform.data.database === null
    ? []
    : platform.zones
        .filter(({ subnet }) => overlap(subnet, databaseRange(platform.vpcCidr)))
        .map(
          ({ name, subnet }): Finding => ({
            code: "range-overlap",
            places: [
              { path: ["platform", "subnets", name] },
              { path: ["platform", "zones"], label: "each zone has a subnet" },
              { path: ["data", "database"], part: "key", label: "takes the last sixteenth of the VPC range" },
            ],
            message: `the subnet ${subnet} of the zone ${name} overlaps ${databaseRange(platform.vpcCidr)}, which the database has`,
            help: "choose a smaller subnet, or fewer zones",
          }),
        );

const NAMES = [
  ["database", "name"],
  ["user", "user"],
] as const;

/** Names that were there before the spec's. */
export const databaseNames: Rule<AwsPlace> = ({ platform: { data } }) => {
  const { database } = data;
  if (database === null) return [];
  return NAMES.flatMap(([what, key]): readonly Finding[] => {
    const why = whyNotCalled(what, database[key]);
    if (why === null) return [];
    return [
      {
        code: "duplicate-name",
        places: [{ path: ["data", "database", key] }],
        message: `RDS takes no ${what} "${database[key]}": the name ${why}`,
        help: `choose another name, such as shop_${database[key].toLowerCase().slice(0, 11)}`,
      },
    ];
  });
};
