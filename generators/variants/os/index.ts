import type { Os } from "../../model/cluster.ts";
import type { OsVariant } from "../../model/variants.ts";
import { atomic } from "./atomic.ts";
import { centos } from "./centos.ts";
import { coreos } from "./coreos.ts";

/** By family, in the order the reference lists them. */
export const OPERATING_SYSTEMS = { coreos, centos, atomic } as const satisfies {
  readonly [Family in Os["family"]]: OsVariant<Family>;
};
