import type { TerraformRemoteState } from "cdktf";
import { subnetIdsIn } from "../../stacks/subnet-ids.ts";
import type { FetchingPlace } from "../place/model.ts";

type Kind = "private" | "public";

const zonesWith = ({ zones, existing }: FetchingPlace, kind: Kind): readonly string[] =>
  existing !== null && kind === "public" ? Object.keys(existing.publicSubnets) : zones.map(({ name }) => name);

/** An expression for the subnets of a kind, in the order of the zones' names. */
export const subnetIds = (network: TerraformRemoteState, place: FetchingPlace, kind: Kind): string =>
  subnetIdsIn(network, `${kind}_subnet_ids`, zonesWith(place, kind));
