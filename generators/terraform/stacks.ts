import type { Cluster } from "../model/cluster.ts";

/** In the order in which they are applied; destroyed in the reverse. */
export const STACKS = ["network", "data", "cluster"] as const;

/** The oldest Terraform that takes the stacks: locks in S3 itself came with 1.10. */
export const terraformVersion = ({ platform }: Pick<Cluster, "platform">): string =>
  platform.state === null ? ">= 1.5.0" : ">= 1.10.0";

/** The stacks that a cluster has: one with nothing in it is not made. */
export const stacksOf = ({ data }: Pick<Cluster, "data">): readonly StackName[] =>
  STACKS.filter(
    (name) => name !== "data" || data.database !== null || data.buckets.length > 0 || data.users.length > 0,
  );

export type StackName = (typeof STACKS)[number];
