/** The unit by which a control plane applies manifests that it has, by its own rights. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import { LATE_VALUES, OBJECTS } from "../facts/made-of.ts";
import type { MachineFile, MachinePart } from "../model/machine.ts";
import { script } from "./files.ts";
import { ONCE, unit } from "./units.ts";

const PROGRAM = "/opt/bin/apply-addons";

/** Where the manifests lie. */
export const ADDONS_DIRECTORY = "/etc/kubernetes/addons";

const FROM: readonly SpecPath[] = [["kubernetes"], ["network"], ...OBJECTS, ...LATE_VALUES];

/** @param after the unit of the API */
export const applyAddons = (after: string, what: string, manifests: readonly MachineFile[]): MachinePart => ({
  files: [script(PROGRAM, "machine/kubeadm/apply-addons", ["kubernetes"])],
  units: [
    {
      ...unit(
        "kube-addons.service",
        `Applies ${what}.`,
        FROM,
        [
          ["Description", "What the cluster consists of beside its machines"],
          ["Wants", after],
          ["After", after],
        ],
        [...ONCE, ["TimeoutStartSec", "infinity"], ["ExecStart", [PROGRAM]]],
      ),
      reads: manifests.map(({ path }) => path),
    },
  ],
});
