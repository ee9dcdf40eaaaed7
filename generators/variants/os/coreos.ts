import type { Machine } from "../../model/machine.ts";
import type { Unit } from "../../model/units.ts";
import type { OsVariant, Seed } from "../../model/variants.ts";
import { egress, type ImageServices, timesyncd } from "../../parts/egress.ts";
import { writeFile } from "../../parts/files.ts";
import { imageServices } from "../../parts/image.ts";
import { FILLED_IN } from "../../parts/own-address.ts";
import { unitText } from "../../text/units.ts";
import { yamlText } from "../../text/yaml.ts";

const unitEntry = (unit: Unit) => ({
  name: unit.name,
  ...(unit.enable ? { enable: true } : {}),
  ...(unit.start ? { command: "start" } : {}),
  content: unitText(unit),
});

/**
 * The cloud-config of coreos-cloudinit, which reads YAML 1.1 and wants exactly `#cloud-config` as its first
 * line. It writes files, then places units in their order, then runs their commands in the same order, at
 * every boot. `$private_ipv4` is replaced in the whole text before anything is parsed.
 */
function cloudConfig({ title, sshAuthorizedKeys, files, units }: Machine): string {
  const config = {
    ...(sshAuthorizedKeys.length > 0 ? { ssh_authorized_keys: sshAuthorizedKeys } : {}),
    write_files: files.map(writeFile),
    coreos: { units: units.map(unitEntry) },
  };
  return `#cloud-config\n# The ${title}.\n${yamlText(config)}`;
}

/** The clock is ntpd's in early releases and systemd-timesyncd's in later ones; a name in an image tells nobody which. */
const IMAGE: ImageServices = {
  updater: { service: "update-engine.service", variable: "ALL_PROXY" },
  clocks: [
    {
      service: "ntpd.service",
      path: "/etc/ntp.conf",
      settings: (servers) => [
        ...servers.map((server) => `server ${server} iburst`),
        "driftfile /var/lib/ntp/ntp.drift",
        "restrict default nomodify nopeer noquery limited kod",
        "restrict 127.0.0.1",
        "restrict ::1",
      ],
    },
    timesyncd,
  ],
};

/** Where an installed CoreOS has its user-data (coreos-install -c; system-cloudinit@.service reads it at every boot). */
const USER_DATA = "/var/lib/coreos-install/user_data";

const seed: Seed = {
  path: USER_DATA,
  whenRead: "which it reads again at every boot; the second command does now what the next boot would do",
  command: `sudo coreos-cloudinit --from-file=${USER_DATA}`,
};

export const coreos: OsVariant<"coreos"> = {
  family: "coreos",
  facts: {
    loginUser: "core",
    metadataTokens: "optional",
    machineSources: ["metadata", "machineFile"],
    rootDevice: "/dev/xvda",
    published: null,
    dockerSocket: { units: ["docker.socket"], host: "fd://" },
    etcd2: { unit: "etcd2.service", program: "/usr/bin/etcd2", client: "/usr/bin/etcdctl", isFetched: false },
    // Its docker finds overlay or btrfs by itself.
    storageDriver: null,
    awsClient: "container",
    hasPackages: false,
    preparation: null,
    appliesUserDataAtEveryBoot: true,
    resolvConf: "/etc/resolv.conf",
    userDataEnding: "yml",
    lateValue: "plain",
  },
  ownAddress: FILLED_IN,
  runs: ({ plainApi }) => plainApi,
  needsSteps: false,
  brings: null,
  seed,
  parts: ({ cluster }) => ({
    egress: egress(cluster, IMAGE),
    machine: [imageServices],
  }),
  userData: cloudConfig,
};
