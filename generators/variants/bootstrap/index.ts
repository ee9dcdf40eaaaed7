import type { BootstrapName } from "../../model/kubernetes.ts";
import type { BootstrapVariant } from "../../model/variants.ts";
import { units } from "./units/index.ts";

/** By name; the Kubernetes line chooses. */
export const BOOTSTRAPS = { units } as const satisfies Record<BootstrapName, BootstrapVariant>;
