import { raw } from "../../model/units.ts";
import { overlayRange } from "./flannel-range.ts";
import { LEASE_PREFIX } from "./lease.ts";
import type { NetworkVariant } from "./network.ts";

/** Where flanneld says which range the machine has leased. */
export const FLANNEL_ENVIRONMENT = "/run/flannel/subnet.env";

/** Where flanneld reads its configuration in etcd, and keeps the leases. */
export const FLANNEL_PREFIX = "/coreos.com/network";

/** What etcd holds below the prefix: an overlay in VXLAN packets, UDP port 8472 between the machines. */
export const flannelConfig = (podCidr: string): string =>
  JSON.stringify({ Network: podCidr, SubnetLen: LEASE_PREFIX, Backend: { Type: "vxlan", VNI: 1 } });

/**
 * An overlay: each machine leases a /24 from etcd, flanneld carries what is for another machine's range there.
 * flanneld masquerades what leaves the overlay, so that docker must not.
 */
export const flannel: NetworkVariant = {
  type: "flannel",
  podCidr: "10.244.0.0/16",
  rules: [overlayRange],

  docker: ({ network }) => ({
    environmentFile: FLANNEL_ENVIRONMENT,
    before: [],
    options: [
      raw("--bip=${FLANNEL_SUBNET}"),
      raw("--mtu=${FLANNEL_MTU}"),
      `--dns=${network.dnsServiceIp}`,
      "--ip-masq=false",
    ],
  }),
};
