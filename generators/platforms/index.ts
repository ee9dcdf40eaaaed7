import type { PlaceType } from "../model/place.ts";
import type { PlatformEntry } from "../model/variants.ts";
import { groups } from "./aws/groups/index.ts";
import { placed } from "./aws/placed/index.ts";
import { hosts } from "./hosts/index.ts";

/** By type, in the order the reference lists them. */
export const PLATFORMS = { aws: placed, "aws-autoscaling": groups, hosts } as const satisfies {
  readonly [Type in PlaceType]: PlatformEntry<Type>;
};
