import type { SpecPath } from "../../schema/diagnostics.ts";
import type { MachineFile } from "../model/machine.ts";
import { asset } from "../text/render.ts";

/** What scripts of machines have in common, in the place where they read it: the files of `templates/scripts/machine/` that it is made of. */
export const machineLibrary = (names: readonly string[], ...from: readonly SpecPath[]): MachineFile =>
  machineFile(
    "/opt/lib/machine.sh",
    "0644",
    names.map((name) => asset(`scripts/machine/${name}.sh`)).join("\n"),
    ...from,
  );

/** A file on a machine: root's, as everything there is. */
export const machineFile = (
  path: string,
  mode: MachineFile["mode"],
  content: string,
  ...from: readonly SpecPath[]
): MachineFile => ({ path, mode, owner: "root:root", content, from });

/** A file as both kinds of cloud-config write it. */
export const writeFile = ({ path, mode, owner, content }: MachineFile) => ({
  path,
  permissions: mode,
  owner,
  content,
});

/** A script of `templates/scripts/`, at a path of the machine: `/opt/bin/load-images`, `machine/load-images` */
export const script = (path: string, name: string, ...from: readonly SpecPath[]): MachineFile =>
  machineFile(path, "0755", asset(`scripts/${name}.sh`), ...from);
