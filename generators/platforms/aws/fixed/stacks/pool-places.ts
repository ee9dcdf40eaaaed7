import type { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface/index.js";
import type { MapTerraformIterator } from "cdktf";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import type { PoolPlacement } from "../../../../model/place.ts";
import type { PlacedMachine } from "../../placed/place/model.ts";

/** What decides about addresses. */
export const PLACES: readonly SpecPath[] = [["platform", "zones"], ["platform", "subnets"], ["network"]];

/** Where the nodes of a pool stand, for what leads to them. */
export interface PoolPlaces {
  /** In Terraform. */
  readonly name: string;
  readonly from: SpecPath;
  /** By node: its zone and its address. */
  readonly nodes: MapTerraformIterator;
  readonly interfaces: NetworkInterface;
  readonly placement: PoolPlacement<PlacedMachine>;
}
