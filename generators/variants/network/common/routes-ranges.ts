import type { Finding } from "../../../../schema/diagnostics.ts";
import { overlap, prefixLength } from "../../../facts/addressing.ts";
import { machinesOf } from "../../../facts/nodes.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { Rule } from "../../../model/variants.ts";

/** The third and fourth octet of a machine's address need room behind the first of the range. */
const POD_PREFIX = 8;

function podRangeSize({ network: { podCidr } }: Cluster): readonly Finding[] {
  if (prefixLength(podCidr) === POD_PREFIX) return [];
  return [
    {
      code: "range-size",
      places: [{ path: ["network", "podCidr"] }],
      message: `the container range ${podCidr} is not a /${POD_PREFIX}`,
      notes: ["a machine's container range is <first octet>.<third octet>.<fourth octet>.0/24 of its own address"],
      help: `choose a range such as 10.0.0.0/${POD_PREFIX}`,
    },
  ];
}

/** A pod that had a service's address would never be reached: iptables takes the packet first. */
export const containerRanges: Rule = (cluster) => {
  const { serviceCidr } = cluster.network;
  const [machines] = cluster.platform.ranges;
  const inside = machinesOf(cluster).filter((machine) => overlap(machine.podCidr, serviceCidr));
  const [first, ...others] = inside;
  if (first === undefined) return podRangeSize(cluster);
  const more = others.length === 0 ? "" : ` (and those of ${others.length} more)`;
  const finding: Finding = {
    code: "address-overlap",
    places: [
      {
        path: machines?.path ?? cluster.controlPlane.hostFrom[0] ?? [],
        label: "the machines' addresses come from here",
      },
      { path: ["network", "serviceCidr"], label: "the service range" },
    ],
    message: `container range ${first.podCidr} of "${first.name}"${more} lies inside the service range ${serviceCidr}`,
    notes: [`the containers of "${first.name}" live there because its address is ${first.address}`],
    help: `choose a ${machines?.what ?? "range of machines"} whose third octet never reaches the service range, or another serviceCidr`,
  };
  return [...podRangeSize(cluster), finding];
};
