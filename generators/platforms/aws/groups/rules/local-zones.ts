import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { Rule } from "../../../../model/variants.ts";
import { LOCAL_ZONE } from "../../rules/zones.ts";
import type { GroupsPlace } from "../place/model.ts";

/** A local zone has no classic load balancer, no NAT gateway that others could use, and Elastic IPs of its own. */
export const localZones: Rule<GroupsPlace> = ({ platform: { zones } }) =>
  zones.flatMap(({ name }, index): readonly Finding[] =>
    LOCAL_ZONE.test(name)
      ? [
          {
            code: "unsupported-combination",
            places: [
              { path: ["platform", "zones", index] },
              { path: ["platform", "type"], label: "its groups need what the zone lacks" },
            ],
            message: `"${name}" is a local zone: the API's load balancer and the Elastic IPs of the region are not to be had there`,
            help: "choose zones of the region itself",
          },
        ]
      : [],
  );
