/** What scripts of machines are told, as variables. */
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import { token } from "../../../../model/token.ts";
import type { RuntimeVariant } from "../../../../model/variants.ts";
import { shellWord } from "../../../../text/encoders.ts";
import { joinParameter } from "../../place/naming.ts";
import type { FetchingPlace, MachineGroup } from "../place/model.ts";
import { PRIVATE_ZONE_ID } from "../place/tokens.ts";

export type Settings = readonly (readonly [name: string, value: string])[];

/** What a kind of place tells the machines of a group beside what all of them are told first. */
export type SettingsOf<P extends FetchingPlace = FetchingPlace> = (
  cluster: Cluster<P>,
  group: MachineGroup,
  runtime: RuntimeVariant,
) => Settings;

/** Settings in the words of a shell and of systemd. */
export const settingsText = (settings: Settings): string =>
  settings.map(([name, value]) => `${name}=${value.startsWith("%%") ? `"${value}"` : shellWord(value)}\n`).join("");

/** Programs that the machine fetched come before those of the image. */
const PATH = "/opt/bin:/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin";

/** What a machine is told before it fetches anything, and what only Terraform knows. */
export function firstSettings({ name, platform, os }: Cluster<FetchingPlace>, { role }: MachineGroup): Settings {
  return [
    ["PATH", PATH],
    ["CLUSTER", name],
    ["ROLE", role],
    ["AWS_DEFAULT_REGION", platform.region],
    ["BUCKET", platform.bucket],
    ...(platform.isToday ? [] : [["ZONE_ID", platform.dns.privateId ?? token(PRIVATE_ZONE_ID)] as const]),
    ...(os.awsClient === "container" ? [["AWS_CLI_IMAGE", platform.awsCliImage] as const] : []),
  ];
}

/** What else scripts of today's machines are told. */
export const todaysSettings: SettingsOf = ({ name, platform, network }, group, { directory }) => [
  ...(platform.waitsForMachines
    ? ([
        ["GROUP", group.name],
        ["CONTROL_PLANE_GROUP", platform.controlPlane.name],
      ] as const)
    : []),
  ["JOIN_PARAMETER", joinParameter(name)],
  ...(platform.routesContainers ? [["CONTAINERS_OF_ALL", network.podCidr] as const] : []),
  ...(group.role === CONTROL_PLANE || group.dataDiskSize === null
    ? []
    : [["DATA_DIRECTORIES", `${directory} kubelet`] as const]),
];
