import type { Seed } from "../../model/variants.ts";

/**
 * What cloud-init takes for a cloud where there is none (DataSourceNoCloud: a seed directory with both files); it goes
 * through the user-data again where the id of the instance is another.
 */
const SEED = "/var/lib/cloud/seed/nocloud";

export const noCloudSeed: Seed = {
  path: `${SEED}/user-data`,
  whenRead: "which cloud-init goes through at the first boot after it has changed; the second command sees to that",
  command: `'cd ${SEED} && echo "instance-id: $(sha256sum <user-data | cut -c 1-16)" | sudo tee meta-data && sudo systemctl reboot'`,
};
