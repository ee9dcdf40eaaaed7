import { BOOT_STEPS } from "../../facts/paths.ts";
import type { Machine } from "../../model/machine.ts";
import { type Unit, unitPath } from "../../model/units.ts";
import type { OsVariant } from "../../model/variants.ts";
import { egress, type ImageServices } from "../../parts/egress.ts";
import { machineFile, script, writeFile } from "../../parts/files.ts";
import { imageServices } from "../../parts/image.ts";
import { WRITTEN_DOWN } from "../../parts/own-address.ts";
import { unitText } from "../../text/units.ts";
import { yamlText } from "../../text/yaml.ts";

const unitFile = (unit: Unit) => writeFile(machineFile(unitPath(unit.name), "0644", unitText(unit)));

const names = (units: readonly Unit[]): readonly string[] => units.map(({ name }) => name);

/** systemctl of CentOS 7 knows no `enable --now`; cloud-init waits for its commands, so that they must not. */
const commands = (units: readonly Unit[]): readonly string[] => [
  "systemctl daemon-reload",
  `systemctl enable ${names(units.filter(({ enable }) => enable)).join(" ")}`,
  `systemctl start --no-block ${names(units.filter(({ start }) => start)).join(" ")}`,
];

/**
 * The cloud-config of cloud-init, in the words that its releases on CentOS 7 and on today's kin share. Files are
 * written and commands run once, when the instance first boots; what they enable is there at every boot.
 */
function cloudConfig({ title, sshAuthorizedKeys, files, units }: Machine): string {
  const config = {
    ...(sshAuthorizedKeys.length > 0 ? { ssh_authorized_keys: sshAuthorizedKeys } : {}),
    write_files: [...files.map(writeFile), ...units.map(unitFile)],
    runcmd: commands(units),
  };
  return `#cloud-config\n# The ${title}.\n${yamlText(config)}`;
}

/** The family's images bring no etcd. */
const installEtcd = script(`${BOOT_STEPS}/50-install-etcd`, "machine/install-etcd", ["etcd", "archiveUrl"]);

/** What chrony of the family is set up with, but for the servers. */
const IMAGE: ImageServices = {
  updater: null,
  clocks: [
    {
      service: "chronyd.service",
      path: "/etc/chrony.conf",
      settings: (servers) => [
        ...servers.map((server) => `server ${server} iburst`),
        "driftfile /var/lib/chrony/drift",
        "makestep 1.0 3",
        "rtcsync",
        "logdir /var/log/chrony",
      ],
    },
  ],
};

export const centos: OsVariant<"centos"> = {
  family: "centos",
  facts: {
    loginUser: "centos",
    metadataTokens: "required",
    machineSources: ["metadata", "machineFile", "ssm", "secretsmanager"],
    rootDevice: "/dev/sda1",
    // Docker of the family comes without a socket unit.
    dockerSocket: { units: [], host: "unix:///var/run/docker.sock" },
    etcd2: { unit: "etcd.service", program: "/opt/bin/etcd", client: "/opt/bin/etcdctl", isFetched: true },
    // Technology preview from 7.2 on; the data disk is ext4, which has what overlay asks of a file system.
    storageDriver: "overlay",
    hasAwsCli: true,
    preparation: "prepare-image",
    appliesUserDataAtEveryBoot: false,
    userDataEnding: "yml",
  },
  ownAddress: WRITTEN_DOWN,
  needsSteps: true,
  parts: ({ cluster, role }) => ({
    egress: egress(cluster, IMAGE),
    machine: [imageServices],
    store: role.runsEtcd
      ? [{ files: [installEtcd], units: [], fetches: [{ name: "etcd", url: cluster.etcd.archiveUrl }] }]
      : [],
  }),
  userData: cloudConfig,
};
