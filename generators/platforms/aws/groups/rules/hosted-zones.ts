import type { AwsAutoscalingPlatform } from "../../../../model/place.ts";
import type { Rule } from "../../../../model/rule.ts";

/** A hosted zone is public or private. */
export const zonesDiffer: Rule<AwsAutoscalingPlatform> = ({ platform: { dns } }) =>
  dns.publicId === null || dns.publicId !== dns.privateId
    ? []
    : [
        {
          code: "duplicate-name",
          places: [
            { path: ["platform", "dns", "privateZoneId"] },
            { path: ["platform", "dns", "publicZoneId"], label: "also here" },
          ],
          message: `the hosted zone ${dns.publicId} cannot be both the public and the private one`,
          help: "name two zones, or leave one out to have it made",
        },
      ];
