import type { Unit } from "../../../../model/units.ts";

const SETUP = "machine-setup.service";

/** After the boot's steps, the last of which starts it: nothing is enabled, so that nothing comes before them. */
export const afterSetup = (unit: Unit): Unit => ({
  ...unit,
  enable: false,
  sections: unit.sections
    .filter(({ name }) => name !== "Install")
    .map((section) =>
      section.name === "Unit" ? { ...section, entries: [...section.entries, ["After", SETUP] as const] } : section,
    ),
});
