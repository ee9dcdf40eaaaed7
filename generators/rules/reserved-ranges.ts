import type { Finding } from "../../schema/diagnostics.ts";
import { overlap } from "../facts/addressing.ts";
import { RESERVED } from "../facts/reserved.ts";
import type { TakenRange } from "../model/place.ts";
import type { Rule } from "../model/variants.ts";

export const reservedRanges: Rule = ({ network, platform }) => {
  const ranges: readonly TakenRange[] = [
    ...platform.ranges,
    { what: "container range", cidr: network.podCidr, path: ["network", "podCidr"] },
    { what: "service range", cidr: network.serviceCidr, path: ["network", "serviceCidr"] },
  ];
  return ranges.flatMap(({ path, what, cidr }): readonly Finding[] => {
    const taken = RESERVED.find(([reserved]) => overlap(reserved, cidr));
    if (taken === undefined) return [];
    return [
      {
        code: "range-reserved",
        places: [{ path }],
        message: `the ${what} ${cidr} holds addresses of ${taken[0]}, which is kept for ${taken[1]}`,
        help: "choose a private range: part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
      },
    ];
  });
};
