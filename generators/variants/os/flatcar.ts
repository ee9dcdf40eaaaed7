import type { OsVariant, Seed } from "../../model/variants.ts";
import { egress, type ImageServices, timesyncd } from "../../parts/egress.ts";
import { ignition } from "../../parts/ignition.ts";
import { imageServices } from "../../parts/image.ts";
import { WRITTEN_DOWN } from "../../parts/own-address.ts";
import { MODERN } from "./modern.ts";

const IMAGE: ImageServices = {
  updater: { service: "update-engine.service", variable: "ALL_PROXY" },
  clocks: [timesyncd],
};

/** Where an installed Flatcar has its configuration, which it goes through when it boots for the first time, or is told that it does. */
const CONFIG = "/oem/config.ign";

const seed: Seed = {
  path: CONFIG,
  whenRead: "which it goes through once; the second command has it do so at the next boot, and boots",
  command: "'sudo touch /boot/flatcar/first_boot && sudo systemctl reboot'",
};

/** Of a channel, whatever the architecture is (kubernetes/kops, docs/operations/images.md). */
const published = (channel: string) => ({
  amd64: `Flatcar-${channel}-*-hvm`,
  arm64: `Flatcar-${channel}-*-hvm`,
});

const IMAGES = {
  owner: "075585003325",
  release: "stable",
  names: {
    stable: published("stable"),
    beta: published("beta"),
    alpha: published("alpha"),
    lts: published("lts"),
  },
} as const;

/** Flatcar Container Linux: an image that is read only, but for `/etc`, `/opt` and `/var`, and Ignition, which makes it a machine. */
export const flatcar: OsVariant<"flatcar"> = {
  family: "flatcar",
  facts: {
    ...MODERN,
    loginUser: "core",
    rootDevice: "/dev/xvda",
    userDataEnding: "ign",
    lateValue: "url",
    published: IMAGES,
  },
  ownAddress: WRITTEN_DOWN,
  runs: ({ plainApi }) => !plainApi,
  needsSteps: false,
  brings: null,
  seed,
  parts: ({ cluster }) => ({ egress: egress(cluster, IMAGE), machine: [imageServices] }),
  userData: (machine) => ignition(machine, "core"),
};
