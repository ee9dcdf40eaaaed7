import type { AwsPlace } from "./model.ts";

/** In the order in which they are applied; destroyed in the reverse. */
export const STACKS = ["network", "data", "cluster"] as const;

export type StackName = (typeof STACKS)[number];

/** The stacks that a place has: one with nothing in it is not made. */
export const stacksOf = ({ data }: Pick<AwsPlace, "data">): readonly StackName[] =>
  STACKS.filter(
    (name) => name !== "data" || data.database !== null || data.buckets.length > 0 || data.users.length > 0,
  );
