import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { Rule } from "../../../../model/variants.ts";
import type { GroupsPlace } from "../place/model.ts";

const COUNT = ["controlPlane", "count"] as const;

/** etcd lives on the control plane's only machine; and without election two controllers would both act. */
function controlPlane({ platform, etcd, kubernetes }: Cluster<GroupsPlace>): readonly Finding[] {
  const { max } = platform.controlPlane.size;
  if (max === 1) return [];
  if (etcd.endpoints.length === 0) {
    return [
      {
        code: "group-size",
        places: [{ path: COUNT }],
        message: `the control plane has ${max} machines, and each would have an etcd of its own`,
        help: 'say count: 1, or name an etcd outside the cluster in "etcd.endpoints"',
      },
    ];
  }
  if (kubernetes.features.leaderElection) return [];
  return [
    {
      code: "group-size",
      places: [{ path: COUNT }, { path: ["kubernetes", "version"], label: "the version" }],
      message: `the control plane has ${max} machines; those of Kubernetes ${kubernetes.version} cannot agree on who acts`,
      help: "say count: 1, or choose 1.2 or later",
    },
  ];
}

/** Every group between its bounds, and one machine where there can be only one. */
export const groupSizes: Rule<GroupsPlace> = (cluster) => [
  ...controlPlane(cluster),
  ...cluster.platform.pools.flatMap(({ role, size }, index): readonly Finding[] => {
    const { min, max, desired } = size;
    if (min <= desired && desired <= max) return [];
    const pool = ["nodePools", index] as const;
    return [
      {
        code: "group-size",
        places: [
          { path: [...pool, "count"] },
          { path: [...pool, desired < min ? "min" : "max"], label: desired < min ? "the least" : "the most" },
        ],
        message: `the pool "${role}" wants ${desired} nodes, and its group has ${min} to ${max}`,
        help: "choose min, count and max in rising order",
      },
    ];
  }),
];
