import type { BootstrapName } from "../../model/kubernetes.ts";
import type { BootstrapVariant } from "../../model/variants.ts";
import { kubeadm } from "./kubeadm/index.ts";
import { packaged } from "./packaged/index.ts";
import { units } from "./units/index.ts";

/** By name; what the image brings chooses, or else the Kubernetes line. */
export const BOOTSTRAPS = { units, packaged, kubeadm } as const satisfies Record<BootstrapName, BootstrapVariant>;
