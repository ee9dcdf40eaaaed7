import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { Rule } from "../../../../model/variants.ts";
import { ELASTIC_IP_QUOTA, elasticIpsTaken } from "../place/elastic-ips.ts";
import type { GroupsPlace } from "../place/model.ts";

const QUOTA_NOTE = `an account has ${ELASTIC_IP_QUOTA} Elastic IPs a region until AWS raises the quota "EC2-VPC Elastic IPs"`;

function quota({ platform }: Cluster<GroupsPlace>): readonly Finding[] {
  const { ofNat, ofNodes } = elasticIpsTaken(platform);
  if (ofNat + ofNodes <= ELASTIC_IP_QUOTA) return [];
  const largest = platform.pools.reduce(
    (best, { elasticIps }, index, all) => (elasticIps > (all[best]?.elasticIps ?? 0) ? index : best),
    0,
  );
  return [
    {
      code: "elastic-ips",
      severity: "warning",
      places: [{ path: ofNodes > 0 ? ["nodePools", largest] : ["platform", "zones"], part: "key" }],
      message: `the cluster takes ${ofNat + ofNodes} Elastic IPs: ${ofNat} for NAT gateways and ${ofNodes} for public nodes`,
      notes: [QUOTA_NOTE],
      help: "have it raised before you apply",
    },
  ];
}

/** A machine without a free address would wait for ever. */
export const elasticIps: Rule<GroupsPlace> = (cluster) => [
  ...cluster.platform.pools.flatMap(({ role, isPublic, elasticIps: addresses, size }, index): readonly Finding[] => {
    if (!isPublic || addresses >= size.max) return [];
    return [
      {
        code: "elastic-ips",
        places: [
          { path: ["nodePools", index, "elasticIps"] },
          { path: ["nodePools", index, "max"], label: "the most" },
        ],
        message: `the pool "${role}" may have ${size.max} nodes, and there are ${addresses} Elastic IPs for them`,
        notes: [QUOTA_NOTE],
        help: `say elasticIps: ${size.max}, or choose a smaller max`,
      },
    ];
  }),
  ...quota(cluster),
];
