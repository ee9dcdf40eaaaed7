import type { OsVariant } from "../../model/variants.ts";
import { cloudConfig } from "../../parts/cloud-init.ts";
import { chrony, egress, type ImageServices } from "../../parts/egress.ts";
import { imageServices } from "../../parts/image.ts";
import { WRITTEN_DOWN } from "../../parts/own-address.ts";
import { noCloudSeed } from "./no-cloud.ts";

const IMAGE: ImageServices = { updater: null, clocks: [chrony] };

/**
 * RHEL Atomic and its kin: an image that is read only, but for `/etc` and `/var` (`/opt` is a link there). Its packages of
 * etcd, flannel, docker and Kubernetes have units, which read files below `/etc`.
 */
export const atomic: OsVariant<"atomic"> = {
  family: "atomic",
  facts: {
    loginUser: "cloud-user",
    metadataTokens: "optional",
    machineSources: ["metadata", "machineFile"],
    rootDevice: "/dev/sda1",
    published: null,
    dockerSocket: { units: [], host: "unix:///var/run/docker.sock" },
    etcd2: { unit: "etcd.service", program: "/usr/bin/etcd", client: "/usr/bin/etcdctl", isFetched: false },
    // docker-storage-setup of the image chooses.
    storageDriver: null,
    awsClient: "container",
    hasPackages: true,
    preparation: null,
    appliesUserDataAtEveryBoot: false,
    resolvConf: "/etc/resolv.conf",
    userDataEnding: "yml",
    lateValue: "plain",
  },
  ownAddress: WRITTEN_DOWN,
  runs: ({ plainApi }) => plainApi,
  needsSteps: false,
  seed: noCloudSeed,
  brings: { bootstrap: "packaged", runtime: "packaged", networks: ["flannel"] },
  parts: ({ cluster }) => ({ egress: egress(cluster, IMAGE), machine: [imageServices] }),
  // docker runs before cloud-init does, and has to be told.
  userData: cloudConfig("restart"),
};
