import type { Cluster } from "../../model/cluster.ts";
import { flannel } from "./flannel.ts";
import type { NetworkVariant } from "./network.ts";
import { routes } from "./routes.ts";

/** In the order the reference lists them. */
export const NETWORKS: readonly NetworkVariant[] = [routes, flannel];

export function networkVariant(type: Cluster["network"]["type"]): NetworkVariant {
  const variant = NETWORKS.find((each) => each.type === type);
  if (variant === undefined) throw new Error(`the schema admits the network ${type}, the registry has no such variant`);
  return variant;
}
