import type { Finding } from "../../../../schema/diagnostics.ts";
import { overlap, prefixLength } from "../../../facts/addressing.ts";
import type { Rule } from "../../../model/variants.ts";
import type { AwsPlace } from "../place/model.ts";

const LARGEST = 16;
const SMALLEST = 20;

/** Whether the VPC range can be cut up at all; when it cannot, its parts are not worth a word. */
export const canBeCut = (vpcCidr: string): boolean => prefixLength(vpcCidr) <= SMALLEST;

/**
 * The addresses of the VPC, and of what it reaches, must not be container or service addresses: the VPC's local route would win. The
 * service range may lie inside the container range, as the document has it; no route leads there.
 */
export const rangeOverlaps: Rule<AwsPlace> = ({ platform: { ranges }, network }) => {
  const others = [
    { key: "podCidr", what: "container range", cidr: network.podCidr },
    { key: "serviceCidr", what: "service range", cidr: network.serviceCidr },
  ] as const;
  return ranges.flatMap((taken) =>
    others
      .filter(({ cidr }) => overlap(cidr, taken.cidr))
      .map(
        ({ key, what, cidr }): Finding => ({
          code: "range-overlap",
          places: [{ path: taken.path }, { path: ["network", key], label: `the ${what}` }],
          message: `the ${taken.what} ${taken.cidr} overlaps the ${what} ${cidr}`,
          help: "choose ranges that share no address",
        }),
      ),
  );
};

/** A VPC range that AWS takes and that can be cut up. */
export const vpcSize: Rule<AwsPlace> = ({ platform: { vpcCidr } }) => {
  const prefix = prefixLength(vpcCidr);
  if (prefix >= LARGEST && prefix <= SMALLEST) return [];
  const size: Finding = {
    code: "range-size",
    places: [{ path: ["network", "vpcCidr"] }],
    message: `the VPC range ${vpcCidr} is too ${prefix < LARGEST ? "large: AWS takes at most a /16" : "small for sixteen subnets of eight blocks"}`,
    help: `choose a prefix length of ${LARGEST} to ${SMALLEST}`,
  };
  return [size];
};
