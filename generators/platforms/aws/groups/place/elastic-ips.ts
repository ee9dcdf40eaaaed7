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
