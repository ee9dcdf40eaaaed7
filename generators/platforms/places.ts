import type { ApiKind } from "../model/kubernetes.ts";
import type { PlaceType } from "../model/place.ts";
import type { PlaceEntry } from "../model/variants.ts";
import { fixed } from "./aws/fixed/place/index.ts";
import { groups } from "./aws/groups/place/index.ts";
import { placed } from "./aws/placed/place/index.ts";
import { hosts } from "./hosts/place/index.ts";

/** What resolve has to know of each platform, without what builds it: by how the API is asked, then by type. */
export const PLACES = {
  plain: { aws: placed, "aws-autoscaling": groups, hosts },
  tls: { aws: fixed, "aws-autoscaling": groups, hosts },
} as const satisfies Readonly<Record<ApiKind, { readonly [Type in PlaceType]: PlaceEntry<Type> }>>;
