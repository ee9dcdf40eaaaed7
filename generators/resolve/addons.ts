import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { ImageContext } from "../manifests/addons/addon.ts";
import { ADDONS, type Addons } from "../manifests/addons/index.ts";
import type { Offers } from "../model/place.ts";

/** Every add-on that the spec has on, with every choice made. */
export const resolveAddons = (
  given: NonNullable<ClusterSpec["addons"]>,
  offers: Offers,
  context: ImageContext,
): Addons =>
  Object.fromEntries(
    Object.entries(ADDONS).map(([name, addon]) => [name, addon.resolve(given, offers, context)]),
  ) as unknown as Addons;
