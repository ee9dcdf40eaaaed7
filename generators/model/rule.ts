import type { Finding } from "../../schema/diagnostics.ts";
import type { Payload } from "../machines/payload.ts";
import type { Cluster } from "./cluster.ts";
import type { KubernetesObject } from "./objects.ts";
import type { Platform } from "./place.ts";

/** What a cluster consists of, before it is text. */
export interface Contents {
  readonly payloads: readonly Payload[];
  readonly objects: readonly KubernetesObject[];
}

/**
 * What is wrong with a cluster that has the right shape. Rules read what was decided, so that none decides
 * it again; their places are paths of the native spec.
 */
export type Rule<Place extends Platform = Platform> = (
  cluster: Cluster<Place>,
  contents: Contents,
) => readonly Finding[];
