import type { ClusterSpec } from "../schema/generated/types.ts";
import { SHAPES } from "./manifests/shapes/index.ts";
import type { Network } from "./model/cluster.ts";
import type { ApiKind } from "./model/kubernetes.ts";
import type { OsVariant, PlaceVariant, Variants } from "./model/variants.ts";
import { PLATFORMS } from "./platforms/index.ts";
import { PLACES } from "./platforms/places.ts";
import { BOOTSTRAPS } from "./variants/bootstrap/index.ts";
import { featuresOf } from "./variants/kubernetes/index.ts";
import { NETWORKS } from "./variants/network/index.ts";
import { OPERATING_SYSTEMS } from "./variants/os/index.ts";
import { RUNTIMES } from "./variants/runtime/index.ts";

/** The place's first network, of those that the image has programs for. */
const firstOf = ({ networks }: PlaceVariant, { brings }: OsVariant): Network["type"] =>
  networks.find((type) => brings?.networks.includes(type) ?? true) ?? networks[0];

/** The variants that a spec chooses, by name or by the version of Kubernetes: the only look-up of any. */
export function choose({ platform: { type }, os, network, kubernetes }: ClusterSpec): Variants {
  const features = featuresOf(kubernetes.version);
  const api: ApiKind = features.plainApi ? "plain" : "tls";
  const place = PLACES[api][type];
  const system = OPERATING_SYSTEMS[os.family];
  return {
    features,
    place,
    platform: PLATFORMS[api][type],
    os: system,
    network: NETWORKS[features.networking][network?.type ?? firstOf(place, system)],
    bootstrap: BOOTSTRAPS[system.brings?.bootstrap ?? features.bootstrap],
    runtime: RUNTIMES[system.brings?.runtime ?? features.runtime],
    shape: SHAPES[features.workloadApi],
  };
}
