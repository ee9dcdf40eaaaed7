import { BOOT_STEPS } from "../../facts/paths.ts";
import type { OsVariant } from "../../model/variants.ts";
import { cloudConfig } from "../../parts/cloud-init.ts";
import { chrony, egress, type ImageServices } from "../../parts/egress.ts";
import { script } from "../../parts/files.ts";
import { imageServices } from "../../parts/image.ts";
import { WRITTEN_DOWN } from "../../parts/own-address.ts";

/** The family's images bring no etcd. */
const installEtcd = script(`${BOOT_STEPS}/50-install-etcd`, "machine/install-etcd", ["etcd", "archiveUrl"]);

const IMAGE: ImageServices = { updater: null, clocks: [chrony] };

export const centos: OsVariant<"centos"> = {
  family: "centos",
  facts: {
    loginUser: "centos",
    metadataTokens: "required",
    machineSources: ["metadata", "machineFile", "ssm", "secretsmanager"],
    rootDevice: "/dev/sda1",
    published: null,
    // Docker of the family comes without a socket unit.
    dockerSocket: { units: [], host: "unix:///var/run/docker.sock" },
    etcd2: { unit: "etcd.service", program: "/opt/bin/etcd", client: "/opt/bin/etcdctl", isFetched: true },
    // Technology preview from 7.2 on; the data disk is ext4, which has what overlay asks of a file system.
    storageDriver: "overlay",
    awsClient: "image",
    hasPackages: false,
    preparation: "prepare-image",
    appliesUserDataAtEveryBoot: false,
    resolvConf: "/etc/resolv.conf",
    userDataEnding: "yml",
    lateValue: "plain",
  },
  ownAddress: WRITTEN_DOWN,
  runs: ({ plainApi }) => plainApi,
  needsSteps: true,
  brings: null,
  seed: null,
  parts: ({ cluster, role }) => ({
    egress: egress(cluster, IMAGE),
    machine: [imageServices],
    store: role.runsEtcd
      ? [{ files: [installEtcd], units: [], fetches: [{ name: "etcd", url: cluster.etcd.archiveUrl }] }]
      : [],
  }),
  userData: cloudConfig("start"),
};
