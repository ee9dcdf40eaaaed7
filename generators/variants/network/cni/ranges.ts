import type { Finding } from "../../../../schema/diagnostics.ts";
import { prefixLength } from "../../../facts/addressing.ts";
import type { Rule } from "../../../model/variants.ts";
import { overlayServices } from "../common/flannel-range.ts";

/** What the controller manager gives each node, as a prefix length, unless it is told (--node-cidr-mask-size-ipv4). */
const NODE_PREFIX = 24;

/** kubeadm refuses a range of more than 2^16 nodes (PodSubnetNodeMaskMaxDiff of its constants.go). */
const WIDEST = NODE_PREFIX - 16;

/** The controller manager cuts the range into pieces, one for each node. */
export const nodeRanges: Rule = (cluster) => {
  const { podCidr } = cluster.network;
  const { controlPlane, nodePools } = cluster;
  const prefix = prefixLength(podCidr);
  const places = [{ path: ["network", "podCidr"] }] as const;
  if (prefix < WIDEST || prefix > NODE_PREFIX) {
    const how = prefix < WIDEST ? "large" : "small";
    return [
      {
        code: "range-size",
        places,
        message: `the container range ${podCidr} is too ${how} to give each node a /${NODE_PREFIX}`,
        help: `choose a prefix length from ${WIDEST} to ${NODE_PREFIX - 2}`,
      },
    ];
  }
  const machines = [controlPlane, ...nodePools].reduce((sum, { most }) => sum + most, 0);
  const ranges = 2 ** (NODE_PREFIX - prefix);
  const exhausted: readonly Finding[] =
    machines <= ranges
      ? []
      : [
          {
            code: "addresses-exhausted",
            places: [...places, { path: ["nodePools"], label: `${machines} machines at the most` }],
            message: `the container range ${podCidr} has ${ranges} ranges of a /${NODE_PREFIX}; there may be ${machines} machines`,
            help: "choose a larger container range, or fewer machines",
          },
        ];
  return [...overlayServices(cluster), ...exhausted];
};
