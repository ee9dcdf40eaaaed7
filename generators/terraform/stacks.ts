/** In the order in which they are applied; destroyed in the reverse. */
export const STACKS = ["network", "cluster"] as const;

export type StackName = (typeof STACKS)[number];
