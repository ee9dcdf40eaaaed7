/** What a cluster is none without, which the control plane applies by itself: its network, its DNS. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { LATE_VALUES, OBJECTS } from "../../../facts/made-of.ts";
import { machineManifests } from "../../../manifests/artifacts.ts";
import type { MachinePart } from "../../../model/machine.ts";
import { isOfTheSystem } from "../../../model/objects.ts";
import type { Entries } from "../../../model/units.ts";
import type { MachinePlan } from "../../../model/variants.ts";
import { script } from "../../../parts/files.ts";
import { ONCE, unit } from "../../../parts/units.ts";
import { CONTROL_PLANE_UNIT } from "./names.ts";

const PROGRAM = "/opt/bin/apply-addons";
const DIRECTORY = "/etc/kubernetes/addons";

const FROM: readonly SpecPath[] = [["kubernetes"], ["network"], ...OBJECTS, ...LATE_VALUES];

export function clusterAddons({ cluster, objects, variants }: MachinePlan): readonly MachinePart[] {
  const wanted = objects.filter(isOfTheSystem);
  if (wanted.length === 0) return [];
  const about: Entries = [
    ["Description", "What the cluster consists of beside its machines"],
    ["Wants", CONTROL_PLANE_UNIT],
    ["After", CONTROL_PLANE_UNIT],
  ];
  const service: Entries = [...ONCE, ["TimeoutStartSec", "infinity"], ["ExecStart", [PROGRAM]]];
  const manifests = machineManifests(cluster, wanted, variants.shape, DIRECTORY);
  return [
    {
      files: [script(PROGRAM, "machine/kubeadm/apply-addons", ["kubernetes"]), ...manifests],
      units: [
        {
          ...unit("kube-addons.service", "Applies the network and the DNS of the cluster.", FROM, about, service),
          reads: manifests.map(({ path }) => path),
        },
      ],
    },
  ];
}
