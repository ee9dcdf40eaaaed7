import type { WorkloadApi } from "../../model/kubernetes.ts";
import type { Shape } from "../../model/variants.ts";
import { appsV1 } from "./apps-v1.ts";
import { v1 } from "./v1.ts";
import { v1beta1 } from "./v1beta1.ts";

/** By the API that has it, oldest first. */
export const SHAPES = { v1beta1, v1, "apps/v1": appsV1 } as const satisfies Record<WorkloadApi, Shape>;
