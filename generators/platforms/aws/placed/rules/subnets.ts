import type { Finding, Place } from "../../../../../schema/diagnostics.ts";
import { contains, overlap, prefixLength } from "../../../../facts/addressing.ts";
import type { Rule } from "../../../../model/variants.ts";
import type { Zone } from "../../place/model.ts";
import { canBeCut } from "../../rules/ranges.ts";
import type { PlacedPlace } from "../place/model.ts";

/** Eight blocks with ten free addresses each need this many; AWS takes no larger subnet than a /16. */
const SMALLEST = 24;

const placeOf = (zone: Zone): Place => ({ path: ["platform", "subnets", zone.name] });

const outside = (zone: Zone, vpcCidr: string): Finding => ({
  code: "subnet-outside-vpc",
  places: [placeOf(zone), { path: ["network", "vpcCidr"], label: "the VPC range" }],
  message: `the subnet ${zone.subnet} of zone "${zone.name}" lies outside the VPC range ${vpcCidr}`,
  help: `choose a part of ${vpcCidr}`,
});

const tooSmall = (zone: Zone): Finding => ({
  code: "range-size",
  places: [placeOf(zone)],
  message: `the subnet ${zone.subnet} of zone "${zone.name}" is too small for eight blocks of addresses`,
  help: `choose a prefix length of ${SMALLEST} or less`,
});

const clash = (zone: Zone, earlier: Zone): Finding => ({
  code: "range-overlap",
  places: [placeOf(zone), { ...placeOf(earlier), label: `the subnet of zone "${earlier.name}"` }],
  message: `the subnet ${zone.subnet} of zone "${zone.name}" overlaps ${earlier.subnet} of zone "${earlier.name}"`,
  help: "choose subnets that share no address",
});

/** A subnet that cannot be cut into blocks of addresses. */
export const withoutBlocks = (zone: Zone): readonly Finding[] =>
  prefixLength(zone.subnet) > SMALLEST ? [tooSmall(zone)] : [];

/** Every subnet inside the VPC, large enough, and apart from every other. */
export const subnets: Rule<PlacedPlace> = ({ platform: { vpcCidr, zones } }) => {
  if (!canBeCut(vpcCidr)) return [];
  return zones.flatMap((zone, index) => [
    ...(contains(vpcCidr, zone.subnet) ? [] : [outside(zone, vpcCidr)]),
    ...withoutBlocks(zone),
    ...zones
      .slice(0, index)
      .filter((earlier) => earlier.name !== zone.name && overlap(earlier.subnet, zone.subnet))
      .map((earlier) => clash(zone, earlier)),
  ]);
};
