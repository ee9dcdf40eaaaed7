import type { Finding } from "../../../../../schema/diagnostics.ts";
import { contains } from "../../../../facts/addressing.ts";
import { ACCESS, namedTwice } from "../../rules/access.ts";

/** Ranges inside the VPC are let in anyway. */
export function rangesOf(key: "api" | "ssh", ranges: readonly string[], vpcCidr: string): readonly Finding[] {
  const inside = ranges.flatMap((range, index): readonly Finding[] =>
    ranges.indexOf(range) !== index || !contains(vpcCidr, range)
      ? []
      : [
          {
            code: "range-overlap",
            places: [{ path: [...ACCESS, key, index] }, { path: ["network", "vpcCidr"], label: "the VPC range" }],
            message: `the range ${range} lies inside the VPC, which is let in anyway`,
            help: "name ranges outside the VPC",
          },
        ],
  );
  return [...namedTwice(key, ranges), ...inside];
}
