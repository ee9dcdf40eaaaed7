import type { Os } from "../../model/cluster.ts";
import type { KubernetesFeatures } from "../../model/kubernetes.ts";
import type { OsVariant } from "../../model/variants.ts";
import { atomic } from "./atomic.ts";
import { centos } from "./centos.ts";
import { coreos } from "./coreos.ts";
import { flatcar } from "./flatcar.ts";
import { ubuntu } from "./ubuntu.ts";

/** By family, in the order the reference lists them. */
export const OPERATING_SYSTEMS = { ubuntu, flatcar, coreos, centos, atomic } as const satisfies {
  readonly [Family in Os["family"]]: OsVariant<Family>;
};

/** Of these families, those whose machines run a Kubernetes of such features. */
export const familiesThatRun = (
  families: readonly Os["family"][],
  features: KubernetesFeatures,
): readonly Os["family"][] =>
  Object.values(OPERATING_SYSTEMS)
    .filter(({ family, runs }) => families.includes(family) && runs(features))
    .map(({ family }) => family);
