/** User-data as cloud-init of the Red Hat family takes it. */
import type { Machine, MachineFile } from "../model/machine.ts";
import { type Unit, unitPath } from "../model/units.ts";
import { unitText } from "../text/units.ts";
import { yamlText } from "../text/yaml.ts";
import { machineFile, writeFile } from "./files.ts";

const unitFile = (unit: Unit) => writeFile(machineFile(unitPath(unit.name), "0644", unitText(unit)));

const names = (units: readonly Unit[]): string => units.map(({ name }) => name).join(" ");

/** `start`, or `restart` where services of the image may run already, set up otherwise. */
type Verb = "start" | "restart";

/** systemctl of CentOS 7 knows no `enable --now`; cloud-init waits for its commands, so that they must not. */
const commands = (units: readonly Unit[], verb: Verb): readonly string[] => [
  "systemctl daemon-reload",
  `systemctl enable ${names(units.filter(({ enable }) => enable))}`,
  `systemctl ${verb} --no-block ${names(units.filter(({ start }) => start))}`,
];

/** Where a file waits that is somebody's of whom cloud-init makes the account only after it has written files. */
const WAITING = "/var/lib/waiting-files";

const isSomebodys = ({ owner }: MachineFile): boolean => owner !== "root:root";

const waiting = (file: MachineFile): MachineFile => ({ ...file, path: WAITING + file.path, owner: "root:root" });

function handedOver({ path, mode, owner }: MachineFile): readonly string[] {
  const [user = "", group = ""] = owner.split(":");
  return ["install", "-o", user, "-g", group, "-m", mode, WAITING + path, path];
}

/**
 * The cloud-config of cloud-init, in the words that its releases on CentOS 7 and on today's kin share. Files are
 * written and commands run once, when the instance first boots; what they enable is there at every boot.
 */
export const cloudConfig =
  (verb: Verb) =>
  ({ title, sshAuthorizedKeys, files, units }: Machine): string => {
    const ours = units.filter(({ ofImage }) => ofImage === undefined);
    const config = {
      ...(sshAuthorizedKeys.length > 0 ? { ssh_authorized_keys: sshAuthorizedKeys } : {}),
      write_files: [...files.map((file) => writeFile(isSomebodys(file) ? waiting(file) : file)), ...ours.map(unitFile)],
      runcmd: [...files.filter(isSomebodys).map(handedOver), ...commands(units, verb)],
    };
    return `#cloud-config\n# The ${title}.\n${yamlText(config)}`;
  };
