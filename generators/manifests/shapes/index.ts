import type { WorkloadApi } from "../../variants/kubernetes.ts";
import { appsV1 } from "./apps-v1.ts";
import type { Shape } from "./shape.ts";
import { v1 } from "./v1.ts";
import { v1beta1 } from "./v1beta1.ts";

/** Oldest first. */
export const SHAPES: readonly Shape[] = [v1beta1, v1, appsV1];

export function shapeOf(api: WorkloadApi): Shape {
  const shape = SHAPES.find((each) => each.api === api);
  if (shape === undefined) throw new Error(`the feature table names the API ${api}, the registry has no such shape`);
  return shape;
}
