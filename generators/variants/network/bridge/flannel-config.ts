/** What all machines of a flannel overlay share, whoever brings flanneld. */
import type { MachineFile } from "../../../model/machine.ts";
import { script } from "../../../parts/files.ts";
import { LEASE_PREFIX } from "../common/flannel-range.ts";

/** Where flanneld reads its configuration in etcd, and keeps the leases. */
export const PREFIX = "/coreos.com/network";

export const LEASES = `${PREFIX}/subnets`;

export const FLANNEL_UNIT = "flanneld.service";

const WRITER = "/opt/bin/flannel-config";

/** What writes the configuration where the control plane is: a script, and its command line. */
export const configWriter = (
  servers: string,
  podCidr: string,
): { readonly file: MachineFile; readonly command: readonly string[] } => ({
  file: script(WRITER, "machine/flannel-config", ["network"]),
  command: [WRITER, servers, `${PREFIX}/config`, config(podCidr)],
});

const AWAITER = "/opt/bin/await-network";

/** What waits for the configuration where others write it. */
export const configAwaiter = (
  servers: string,
  podCidr: string,
): { readonly file: MachineFile; readonly command: readonly string[] } => ({
  file: script(AWAITER, "machine/await-network", ["network"]),
  command: [AWAITER, servers, `${PREFIX}/config`, podCidr],
});

/** What etcd holds below the prefix: an overlay in VXLAN packets between the machines. */
const config = (podCidr: string): string =>
  JSON.stringify({ Network: podCidr, SubnetLen: LEASE_PREFIX, Backend: { Type: "vxlan", VNI: 1 } });
