import type { Network } from "../../model/cluster.ts";
import type { NetworkVariant } from "../../model/variants.ts";
import { flannel } from "./flannel.ts";
import { routes } from "./routes.ts";
import { weave } from "./weave.ts";

/** By type, in the order the reference lists them. */
export const NETWORKS = { routes, flannel, weave } as const satisfies {
  readonly [Type in Network["type"]]: NetworkVariant<Type>;
};
