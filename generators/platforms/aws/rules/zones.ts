import type { Finding } from "../../../../schema/diagnostics.ts";
import { zonesOf } from "../../../../schema/known-names.ts";
import { didYouMean } from "../../../../schema/suggest.ts";
import type { Rule } from "../../../model/variants.ts";
import { repeated } from "../../../text/findings.ts";
import type { AwsPlace } from "../place/model.ts";

/** What a local zone adds to its region: `-bos-1a` of `us-east-1-bos-1a` */
export const LOCAL_ZONE = /-[a-z]{3}-[0-9]+[a-z]$/;

/** `eu-central-1a` and the local zone `us-east-1-bos-1a` belong to the region they begin with. */
const inRegion = (zone: string, region: string): boolean =>
  zone.startsWith(region) && /^([a-z]|-[a-z]{3}-[0-9]+[a-z])$/.test(zone.slice(region.length));

export const zones: Rule<AwsPlace> = ({ platform: { region, zones: all } }) =>
  all.flatMap(({ name }, index): readonly Finding[] => {
    if (inRegion(name, region)) return [];
    return [
      {
        code: "zone-outside-region",
        places: [{ path: ["platform", "zones", index] }, { path: ["platform", "region"], label: "the region" }],
        message: `zone "${name}" is not a zone of the region "${region}"`,
        help: didYouMean(name, zonesOf(region), `zones of this region are called ${region}a, ${region}b and so on`),
      },
    ];
  });

/** A zone has one subnet of a kind. */
export const zonesDiffer: Rule<AwsPlace> = ({ platform }) =>
  repeated({
    keys: platform.zones.map(({ name }) => name),
    pathOf: (index) => ["platform", "zones", index],
    label: "first used here",
    message: (name) => `two zones are called "${name}"`,
    help: "give each a name of its own",
  });
