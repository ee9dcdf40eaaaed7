import type { Os } from "../../model/cluster.ts";
import { centos } from "./centos.ts";
import { coreos } from "./coreos.ts";
import type { OsVariant } from "./os.ts";

/** In the order the reference lists them. */
export const OPERATING_SYSTEMS: readonly OsVariant[] = [coreos, centos];

export function osVariant(family: Os["family"]): OsVariant {
  const variant = OPERATING_SYSTEMS.find((each) => each.family === family);
  if (variant === undefined)
    throw new Error(`the schema admits the family ${family}, the registry has no such variant`);
  return variant;
}
