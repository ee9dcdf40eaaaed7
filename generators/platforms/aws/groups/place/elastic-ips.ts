import type { GroupsPlace } from "./model.ts";

/** What an account has in a region until it asks for more. */
export const ELASTIC_IP_QUOTA = 5;

interface ElasticIpsTaken {
  readonly ofNat: number;
  readonly ofNodes: number;
}

/** How many addresses the NAT gateways and the public nodes take. */
export const elasticIpsTaken = ({ existing, nat, zones, pools }: GroupsPlace): ElasticIpsTaken => ({
  ofNat: existing === null ? { "per-zone": zones.length, single: 1 }[nat] : 0,
  ofNodes: pools.reduce((sum, { elasticIps }) => sum + elasticIps, 0),
});

/**
 * How many machines a group may have for a while: rebalancing its zones, it launches before it terminates, and passes its
 * maximum by ten percent, at least by one ("Auto Scaling benefits for application architecture", rebalancing activities).
 */
export const withRebalancing = (max: number): number => max + Math.max(1, Math.floor(max / 10));
