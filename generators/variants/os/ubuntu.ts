import type { OsVariant } from "../../model/variants.ts";
import { cloudConfig } from "../../parts/cloud-init.ts";
import { chrony, egress, type ImageServices, timesyncd } from "../../parts/egress.ts";
import { imageServices } from "../../parts/image.ts";
import { WRITTEN_DOWN } from "../../parts/own-address.ts";
import { MODERN } from "./modern.ts";
import { noCloudSeed } from "./no-cloud.ts";

/** 26.04 has chrony where 24.04 has timesyncd; images of clouds have chrony in both. */
const IMAGE: ImageServices = {
  updater: null,
  clocks: [timesyncd, { ...chrony, service: "chrony.service", path: "/etc/chrony/chrony.conf" }],
};

/** Canonical's account, and how it names them (kubernetes/kops, docs/operations/images.md). */
const published = (codename: string, version: string) => ({
  amd64: `ubuntu/images/hvm-ssd-gp3/ubuntu-${codename}-${version}-amd64-server-*`,
  arm64: `ubuntu/images/hvm-ssd-gp3/ubuntu-${codename}-${version}-arm64-server-*`,
});

const IMAGES = {
  owner: "099720109477",
  release: "24.04",
  names: { "24.04": published("noble", "24.04"), "26.04": published("resolute", "26.04") },
} as const;

/** Ubuntu's server images of 24.04 and later, which cloud-init sets up. */
export const ubuntu: OsVariant<"ubuntu"> = {
  family: "ubuntu",
  facts: {
    ...MODERN,
    loginUser: "ubuntu",
    rootDevice: "/dev/sda1",
    userDataEnding: "yml",
    lateValue: "plain",
    published: IMAGES,
  },
  ownAddress: WRITTEN_DOWN,
  runs: ({ plainApi }) => !plainApi,
  needsSteps: false,
  brings: null,
  seed: noCloudSeed,
  parts: ({ cluster }) => ({ egress: egress(cluster, IMAGE), machine: [imageServices] }),
  userData: cloudConfig("start"),
};
