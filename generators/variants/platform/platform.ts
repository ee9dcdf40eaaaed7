import type { ClusterSpec } from "../../../schema/generated/types.ts";
import type { Artifact } from "../../artifact.ts";
import type { Cluster, Platform } from "../../cluster.ts";
import type { Payload } from "../../machines/payload.ts";
import type { Rule } from "../../rules/rule.ts";

/** A kind of place that machines run in. */
export interface PlatformVariant {
  readonly type: Platform["type"];
  /** Decides everything about the place. Total: what does not fit is for the rules to refuse. */
  readonly resolve: (spec: ClusterSpec) => Platform;
  readonly rules: readonly Rule[];
  /** What brings the place and the machines into being. */
  readonly generate: (cluster: Cluster, payloads: readonly Payload[]) => readonly Artifact[];
}
