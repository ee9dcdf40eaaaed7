import type { Platform } from "../model/cluster.ts";
import { awsAutoscaling } from "./aws/groups/index.ts";
import { aws } from "./aws/placed/index.ts";
import type { PlatformVariant } from "./platform.ts";

/** In the order the reference lists them. */
export const PLATFORMS: readonly PlatformVariant[] = [aws, awsAutoscaling];

export function platformVariant(type: Platform["type"]): PlatformVariant {
  const variant = PLATFORMS.find((each) => each.type === type);
  if (variant === undefined)
    throw new Error(`the schema admits the platform ${type}, the registry has no such variant`);
  return variant;
}
