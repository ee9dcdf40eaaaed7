import type { ApiKind } from "../model/kubernetes.ts";
import type { PlaceType } from "../model/place.ts";
import type { PlatformEntry } from "../model/variants.ts";
import { fixed } from "./aws/fixed/index.ts";
import { groups } from "./aws/groups/index.ts";
import { placed } from "./aws/placed/index.ts";
import { hosts } from "./hosts/index.ts";

/** By how the API is asked, then by type, in the order the reference lists them. */
export const PLATFORMS = {
  plain: { aws: placed, "aws-autoscaling": groups, hosts },
  tls: { aws: fixed, "aws-autoscaling": groups, hosts },
} as const satisfies Readonly<Record<ApiKind, { readonly [Type in PlaceType]: PlatformEntry<Type> }>>;
