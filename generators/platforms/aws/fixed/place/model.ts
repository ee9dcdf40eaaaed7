/** Machines of today's releases that each have an address of their own, in private subnets, and fetch what they consist of. */
import type { Placement } from "../../../../model/place.ts";
import type { FetchingPlace } from "../../fetching/place/model.ts";
import type { PlacedMachine, PlacedPlace } from "../../placed/place/model.ts";

export interface FixedPlace extends FetchingPlace, PlacedPlace {
  readonly type: "aws";
  readonly placement: Placement<PlacedMachine>;
}
