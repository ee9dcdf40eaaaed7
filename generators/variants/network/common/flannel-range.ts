import type { Finding } from "../../../../schema/diagnostics.ts";
import { overlap, prefixLength } from "../../../facts/addressing.ts";
import * as ports from "../../../facts/ports.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { Listener } from "../../../model/machine.ts";
import type { Rule } from "../../../model/variants.ts";

/** Where VXLAN packets of the other machines come in. */
export const vxlanListens: readonly Listener[] = [{ who: "flannel", port: ports.VXLAN, protocol: "UDP" }];

/** The range that a machine of an overlay leases for its containers, as a prefix length. */
export const LEASE_PREFIX = 24;

/** flanneld wants four leases at the least. */
const SMALLEST = LEASE_PREFIX - 2;

/** Any part of an overlay's range may be any machine's: no service may have an address there. */
export function overlayServices({ network: { podCidr, serviceCidr } }: Cluster): readonly Finding[] {
  if (!overlap(podCidr, serviceCidr)) return [];
  return [
    {
      code: "range-overlap",
      places: [
        { path: ["network", "podCidr"], label: "the container range" },
        { path: ["network", "serviceCidr"], label: "the service range" },
      ],
      message: `the container range ${podCidr} overlaps the service range ${serviceCidr}`,
      notes: ["containers may have any address of their range, and iptables would take a service's address first"],
      help: "choose ranges that share no address",
    },
  ];
}

/**
 * What is leased at the most. Where machines come and go, all may be replaced within the day that the lease of one that
 * died stays; and one of the control plane may come before its predecessor's is given back.
 */
const wanted = (machines: number, comeAndGo: boolean): number => (comeAndGo ? 2 * machines + 1 : machines);

export const overlayRange: Rule = (cluster, _contents, { place }) => {
  const { podCidr } = cluster.network;
  const machines = machineLimit(cluster);
  const comeAndGo = place.nodesComeAndGo !== null;
  const leases = 2 ** (LEASE_PREFIX - prefixLength(podCidr));
  const places = [{ path: ["network", "podCidr"] }] as const;
  if (prefixLength(podCidr) > SMALLEST) {
    const message = `the container range ${podCidr} is too small to lease a /${LEASE_PREFIX} to each machine`;
    return [{ code: "range-size", places, message, help: `choose a prefix length of ${SMALLEST} or less` }];
  }
  const exhausted: readonly Finding[] =
    wanted(machines, comeAndGo) <= leases
      ? []
      : [
          {
            code: "addresses-exhausted",
            places: [
              { path: ["network", "podCidr"] },
              { path: ["nodePools"], label: `${machines} machines at the most` },
            ],
            message: `the container range ${podCidr} has ${leases} leases of a /${LEASE_PREFIX}; there may be ${machines} machines`,
            ...(comeAndGo
              ? { notes: [`a machine that dies leaves its lease for a day: ${wanted(machines, true)} are wanted`] }
              : {}),
            help: "choose a larger container range, or fewer machines",
          },
        ];
  return [...overlayServices(cluster), ...exhausted];
};

/** How many machines there may be at once. */
const machineLimit = ({ controlPlane, nodePools }: Cluster): number =>
  [controlPlane, ...nodePools].reduce((sum, { most }) => sum + most, 0);
