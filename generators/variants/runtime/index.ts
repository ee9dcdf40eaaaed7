import type { RuntimeName } from "../../model/kubernetes.ts";
import type { RuntimeVariant } from "../../model/variants.ts";
import { containerd } from "./containerd.ts";
import { docker } from "./docker.ts";
import { packaged } from "./packaged.ts";

/** By name; what the image brings chooses, or else the Kubernetes line. */
export const RUNTIMES = { docker, packaged, containerd } as const satisfies Record<RuntimeName, RuntimeVariant>;
