import { NETWORK_ENVIRONMENT } from "../../../facts/paths.ts";
import { CONTAINERD_UNIT } from "../../../facts/units.ts";
import type { NetworkVariant } from "../../../model/variants.ts";

/** What plug-ins have none of, which the runtime runs for each pod: a bridge of the runtime, leases, programs that units fetch. */
export const PLUGINS = {
  ended: null,
  overlayTarget: null,
  files: () => [],
  fetched: () => [],
  leases: null,
  ownPlaces: ["/opt/cni/bin/", "/etc/cni/net.d/"],
  containers: () => ({
    environmentFile: NETWORK_ENVIRONMENT,
    unit: CONTAINERD_UNIT,
    bond: "wants",
    before: [],
    options: [],
    masquerades: false,
  }),
} as const satisfies Partial<NetworkVariant>;
