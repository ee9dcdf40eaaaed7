import type { TerraformRemoteState } from "cdktf";

/** An expression for the subnets of a kind, in the order of the zones' names. */
export const subnetIds = (network: TerraformRemoteState, kind: "private" | "public"): string =>
  `\${values(${network.fqn}.outputs.${kind}_subnet_ids)}`;
