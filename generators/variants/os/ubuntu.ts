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

/** Ubuntu's server images of 24.04 and later, which cloud-init sets up. */
export const ubuntu: OsVariant<"ubuntu"> = {
  family: "ubuntu",
  facts: { ...MODERN, loginUser: "ubuntu", rootDevice: "/dev/sda1", userDataEnding: "yml" },
  ownAddress: WRITTEN_DOWN,
  runs: ({ plainApi }) => !plainApi,
  needsSteps: false,
  brings: null,
  seed: noCloudSeed,
  parts: ({ cluster }) => ({ egress: egress(cluster, IMAGE), machine: [imageServices] }),
  userData: cloudConfig("start"),
};
