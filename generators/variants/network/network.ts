import type { Cluster } from "../../model/cluster.ts";
import type { Rule } from "../../model/rule.ts";
import type { ExecWord } from "../../model/units.ts";

/** How container traffic crosses machines. */
export interface NetworkVariant {
  readonly type: Cluster["network"]["type"];
  /** The range of all containers unless the spec names another. */
  readonly podCidr: string;
  /** What the docker daemon is started with, and what has to run before it. */
  readonly docker: (cluster: Cluster) => DockerSettings;
  /** What only this network minds. */
  readonly rules: readonly Rule[];
}

export interface DockerSettings {
  readonly environmentFile: string;
  readonly before: readonly (readonly ExecWord[])[];
  readonly options: readonly ExecWord[];
}
