import type { Rule } from "../../../../model/variants.ts";
import type { GroupsPlace } from "../place/model.ts";

/** A hosted zone is public or private. */
export const hostedZonesDiffer: Rule<GroupsPlace> = ({ platform: { dns } }) =>
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
