import type { Finding } from "../../../../../schema/diagnostics.ts";
import { addressCount, contains, offsetIn, part } from "../../../../facts/addressing.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { Rule } from "../../../../model/variants.ts";
import { BLOCK_BITS } from "../../place/addressing.ts";
import { canBeCut } from "../../rules/ranges.ts";
import type { PlacedPlace } from "../place/model.ts";

/** AWS keeps the first four addresses of a subnet and the last. */
const KEPT_FIRST = 4;

const CONTROL_PLANE_ADDRESS = ["controlPlane", "address"] as const;

const exhausted = ({ nodePools, platform }: Cluster<PlacedPlace>): readonly Finding[] =>
  nodePools.flatMap((pool, index): readonly Finding[] => {
    const capacity = platform.placement.pools[index]?.capacity ?? 0;
    if (pool.count <= capacity) return [];
    return [
      {
        code: "addresses-exhausted",
        places: [{ path: ["nodePools", index, "count"] }],
        message: `pool "${pool.name}" has ${pool.count} nodes; its block of addresses in the subnets holds ${capacity}`,
        notes: [
          "each pool has an eighth of every zone's subnet to itself, so that scaling one never renumbers another",
        ],
        help: "spread the nodes over several pools or more zones, or choose larger subnets",
      },
    ];
  });

function controlPlaneAddress({ platform }: Cluster<PlacedPlace>): readonly Finding[] {
  const { controlPlane } = platform.placement;
  const { address } = controlPlane;
  const zone = platform.zones.find((each) => each.name === controlPlane.zone);
  if (zone === undefined) return [];
  const places = [{ path: CONTROL_PLANE_ADDRESS }] as const;
  if (!contains(zone.subnet, address)) {
    const message = `the control plane's address ${address} lies outside the subnet ${zone.subnet} of its zone "${zone.name}"`;
    return [{ code: "address-conflict", places, message, help: `choose an address of ${zone.subnet}` }];
  }
  const offset = offsetIn(zone.subnet, address);
  if (offset >= KEPT_FIRST && offset < addressCount(zone.subnet) - 1) return [];
  const message = `the control plane's address ${address} is one that AWS keeps for itself`;
  return [
    {
      code: "address-conflict",
      places,
      message,
      help: `AWS keeps the first four addresses of ${zone.subnet} and the last`,
    },
  ];
}

/** An address among those of the nodes is free today and taken when a pool grows. */
function amongNodes({ platform }: Cluster<PlacedPlace>): readonly Finding[] {
  const { controlPlane } = platform.placement;
  const { address } = controlPlane;
  const zone = platform.zones.find((each) => each.name === controlPlane.zone);
  if (zone === undefined || !contains(zone.subnet, address)) return [];
  const fixed = part(zone.subnet, BLOCK_BITS, 0);
  if (contains(fixed, address)) return [];
  const message = `the control plane's address ${address} is among those that nodes get`;
  const help = `choose an address of ${fixed}, where no node gets its own`;
  return [{ code: "address-conflict", places: [{ path: CONTROL_PLANE_ADDRESS }], message, help }];
}

/** Every machine has an address of its own, in its subnet, that AWS gives out. */
export const addresses: Rule<PlacedPlace> = (cluster) =>
  canBeCut(cluster.platform.vpcCidr)
    ? [...exhausted(cluster), ...controlPlaneAddress(cluster), ...amongNodes(cluster)]
    : [];
