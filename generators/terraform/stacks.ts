import type { Cluster } from "../cluster.ts";

/** In the order in which they are applied; destroyed in the reverse. */
export const STACKS = ["network", "data", "cluster"] as const;

/** The stacks that a cluster has: one with nothing in it is not made. */
export const stacksOf = ({ data }: Pick<Cluster, "data">): readonly StackName[] =>
  STACKS.filter((name) => name !== "data" || data.database !== null || data.buckets.length > 0);

export type StackName = (typeof STACKS)[number];
