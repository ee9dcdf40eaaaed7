import type { PlaceType } from "../model/place.ts";
import type { PlaceEntry } from "../model/variants.ts";
import { groups } from "./aws/groups/place/index.ts";
import { placed } from "./aws/placed/place/index.ts";
import { hosts } from "./hosts/place/index.ts";

/** What resolve has to know of each platform, without what builds it. */
export const PLACES = { aws: placed, "aws-autoscaling": groups, hosts } as const satisfies {
  readonly [Type in PlaceType]: PlaceEntry<Type>;
};
