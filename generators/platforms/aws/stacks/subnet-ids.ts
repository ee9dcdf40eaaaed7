import type { TerraformRemoteState } from "cdktf";

/**
 * An expression for what an output of the network has for each of the zones, as a list. Not whatever the network has: a
 * zone that the spec no longer names stays there until the machines have left it.
 */
export const subnetIdsIn = (network: TerraformRemoteState, output: string, zones: readonly string[]): string =>
  `\${[for zone in ${JSON.stringify([...zones].sort())} : ${network.fqn}.outputs.${output}[zone]]}`;
