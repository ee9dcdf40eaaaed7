import type { Cluster } from "../../cluster.ts";
import type { ExecWord } from "../../machines/units.ts";

/** How container traffic crosses machines. */
export interface NetworkVariant {
  readonly type: Cluster["network"]["type"];
  /** The range of a machine's containers, from the range of all containers and the machine's address. */
  readonly podCidrOf: (podCidr: string, address: string) => string;
  /** What the docker daemon is started with, and what has to run before it. */
  readonly docker: (cluster: Cluster) => DockerSettings;
}

export interface DockerSettings {
  readonly environmentFile: string;
  readonly before: readonly (readonly ExecWord[])[];
  readonly options: readonly ExecWord[];
}
