/** Units that the image has itself: they are set up by files that they read, and by drop-ins. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { MachineFile } from "../model/machine.ts";
import { type Unit, type UnitSection, unitPath } from "../model/units.ts";
import { environmentLine } from "../text/encoders.ts";
import { unitText } from "../text/units.ts";
import { machineFile } from "./files.ts";

/** A unit of the image, which is started now and at every boot, and what it reads: paths, and variables such as `$NAME`. */
export const imageUnit = (
  name: string,
  comment: string,
  from: readonly SpecPath[],
  reads: readonly string[],
): Unit => ({ name, comment, enable: true, start: true, from, sections: [], ofImage: { reads } });

/** What a unit of the image is told beside what its package says of it: `/etc/systemd/system/etcd.service.d/10-cluster.conf` */
export const dropIn = (
  unit: string,
  file: string,
  comment: string,
  sections: readonly UnitSection[],
  ...from: readonly SpecPath[]
): MachineFile => machineFile(`${unitPath(unit)}.d/${file}.conf`, "0644", unitText({ comment, sections }), ...from);

/** A variable of a file that units of the image read, and its words: `KUBELET_ARGS`, `["--register-node=true"]` */
export type Setting = readonly [name: string, words: readonly string[]];

/** Such a file, in the place of the one that the image brings. */
export const settingsFile = (
  path: string,
  comments: readonly string[],
  settings: readonly Setting[],
  ...from: readonly SpecPath[]
): MachineFile => ({
  ...machineFile(
    path,
    "0644",
    [
      ...comments.map((comment) => `# ${comment}\n`),
      ...settings.map(([name, words]) => environmentLine(name, words.join(" "))),
    ].join(""),
    ...from,
  ),
  takesPlace: true,
});
