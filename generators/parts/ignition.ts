/** User-data as Ignition takes it, which Flatcar's first boot goes through in its initial RAM disk: one JSON text. */
import type { Machine, MachineFile } from "../model/machine.ts";
import { token } from "../model/token.ts";
import type { Unit } from "../model/units.ts";
import { jsonText } from "../text/json.ts";
import { unitText } from "../text/units.ts";

/** Flatcar's since 3.4.0 of its specification (coreos/ignition, docs/configuration-v3_4.md). */
const VERSION = "3.4.0";

/** As base64: what a URL cannot hold would be three characters for one, and of a script that is a third. */
const dataUrl = (text: string): string => `data:;base64,${Buffer.from(text, "utf8").toString("base64")}`;

/**
 * Tokens that Terraform fills in stay where it finds them, and what it fills in is encoded as a URL has it (`lateValue`). A
 * percent sign of a token is none of a URL's until then.
 */
const openUrl = (text: string, late: readonly string[]): string =>
  late.reduce(
    (url, name) => url.replaceAll(encodeURIComponent(token(name)), token(name)),
    `data:,${encodeURIComponent(text)}`,
  );

function file({ path, mode, owner, content }: MachineFile, late: readonly string[]) {
  const [user = "root", group = "root"] = owner.split(":");
  const isOpen = late.some((name) => content.includes(token(name)));
  return {
    path,
    // What the image has there, it has for others.
    overwrite: true,
    ...(owner === "root:root" ? {} : { user: { name: user }, group: { name: group } }),
    // JSON has no octal numbers.
    mode: Number.parseInt(mode, 8),
    contents: { source: isOpen ? openUrl(content, late) : dataUrl(content) },
  };
}

const unitEntry = (unit: Unit) => ({
  name: unit.name,
  ...(unit.enable ? { enabled: true } : {}),
  contents: unitText(unit),
});

/** What is started and not enabled, such as a timer, is wanted by the machine as a whole. */
const link = ({ name }: Unit) => ({
  path: `/etc/systemd/system/multi-user.target.wants/${name}`,
  target: `/etc/systemd/system/${name}`,
  overwrite: true,
});

export function ignition({ sshAuthorizedKeys, files, units, late = [] }: Machine, user: string): string {
  const links = units.filter(({ enable, start }) => start && !enable).map(link);
  return jsonText({
    ignition: { version: VERSION },
    ...(sshAuthorizedKeys.length > 0 ? { passwd: { users: [{ name: user, sshAuthorizedKeys }] } } : {}),
    storage: { files: files.map((each) => file(each, late)), ...(links.length > 0 ? { links } : {}) },
    systemd: { units: units.map(unitEntry) },
  });
}
