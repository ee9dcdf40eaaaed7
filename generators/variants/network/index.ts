import type { Network } from "../../model/cluster.ts";
import type { NetworkingName } from "../../model/kubernetes.ts";
import type { NetworkVariant } from "../../model/variants.ts";
import { flannel } from "./bridge/flannel.ts";
import { routes } from "./bridge/routes.ts";
import { weave } from "./bridge/weave.ts";
import { flannel as cniFlannel } from "./cni/flannel.ts";
import { routes as cniRoutes } from "./cni/routes.ts";
import { weave as cniWeave } from "./cni/weave.ts";

type Networks = { readonly [Type in Network["type"]]: NetworkVariant<Type> };

/** By how containers get their addresses, then by type, in the order the reference lists them. */
export const NETWORKS = {
  bridge: { routes, flannel, weave },
  cni: { routes: cniRoutes, flannel: cniFlannel, weave: cniWeave },
} as const satisfies Readonly<Record<NetworkingName, Networks>>;
