import type { RuntimeName } from "../../model/kubernetes.ts";
import type { RuntimeVariant } from "../../model/variants.ts";
import { docker } from "./docker.ts";

/** By name; the Kubernetes line chooses. */
export const RUNTIMES = { docker } as const satisfies Record<RuntimeName, RuntimeVariant>;
