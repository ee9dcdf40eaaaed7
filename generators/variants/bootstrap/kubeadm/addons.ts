/** What a cluster is none without, which the control plane applies by itself: its network, its DNS. */
import { machineManifests } from "../../../manifests/artifacts.ts";
import type { MachinePart } from "../../../model/machine.ts";
import { isOfTheSystem } from "../../../model/objects.ts";
import type { MachinePlan } from "../../../model/variants.ts";
import { ADDONS_DIRECTORY, applyAddons } from "../../../parts/apply-addons.ts";
import { CONTROL_PLANE_UNIT } from "./names.ts";

/** Nothing where the place has the control plane apply all that there is. */
export function clusterAddons({ cluster, objects, variants }: MachinePlan): readonly MachinePart[] {
  const wanted = objects.filter(isOfTheSystem);
  if (wanted.length === 0 || variants.platform.createsAddons) return [];
  const manifests = machineManifests(cluster, wanted, variants.shape, ADDONS_DIRECTORY);
  const { files, units } = applyAddons(CONTROL_PLANE_UNIT, "the network and the DNS of the cluster", manifests);
  return [{ files: [...files, ...manifests], units }];
}
