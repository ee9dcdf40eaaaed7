/** Certificates that would end after a year, whatever else becomes of the cluster. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import type { MachinePart } from "../../../model/machine.ts";
import { script } from "../../../parts/files.ts";
import { timer, unit } from "../../../parts/units.ts";
import { CONTROL_PLANE_UNIT } from "./names.ts";

const FROM: readonly SpecPath[] = [["kubernetes"]];
const PROGRAM = "/opt/bin/renew-certificates";
const COMMENT = "Renews the control plane's certificates when they are about to end.";

const service = unit(
  "renew-certificates.service",
  COMMENT,
  FROM,
  [
    ["Description", "Certificates of the control plane"],
    ["After", CONTROL_PLANE_UNIT],
  ],
  [
    ["Type", "oneshot"],
    ["ExecStart", [PROGRAM]],
  ],
);

const daily = timer("renew-certificates.timer", COMMENT, "Looks at the control plane's certificates every day", FROM, [
  ["OnCalendar", "daily"],
  // A machine that was off looks when it is on again.
  ["Persistent", "true"],
  ["RandomizedDelaySec", "1h"],
]);

export const certificates: MachinePart = {
  files: [script(PROGRAM, "machine/kubeadm/renew-certificates", ["kubernetes"])],
  units: [
    { ...service, enable: false, start: false, sections: service.sections.filter(({ name }) => name !== "Install") },
    {
      ...daily,
      enable: true,
      sections: [...daily.sections, { name: "Install", entries: [["WantedBy", "timers.target"]] }],
    },
  ],
};
