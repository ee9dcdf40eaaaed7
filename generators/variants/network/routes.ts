import { raw } from "../../model/units.ts";
import type { NetworkVariant } from "./network.ts";
import { containerRanges } from "./routes-ranges.ts";

const NETWORK_ENVIRONMENT = "/etc/network-environment";

/** The containers of a machine: `10.<3rd octet>.<4th octet>.0/24` of its address, with the range 10.0.0.0/8. */
export function containersOf(podCidr: string, address: string): string {
  const [first] = podCidr.split(".");
  const [, , third, fourth] = address.split(".");
  return `${first}.${third}.${fourth}.0/24`;
}

/**
 * One VPC route a machine, no overlay: a machine's containers live in `10.<3rd octet>.<4th octet>.0/24` of its
 * own address. Docker must not masquerade what stays between containers, so its own rule is off and one that
 * spares the container range takes its place; checked first, because a restart would add it again.
 */
export const routes: NetworkVariant = {
  type: "routes",
  podCidr: "10.0.0.0/8",
  rules: [containerRanges],

  docker({ network }) {
    const rule = `POSTROUTING -s \${DOCKER_BIP} ! -o docker0 ! -d ${network.podCidr} -j MASQUERADE`;
    const masquerade = `/sbin/iptables -t nat -C ${rule} 2>/dev/null || /sbin/iptables -t nat -A ${rule}`;
    return {
      environmentFile: NETWORK_ENVIRONMENT,
      before: [["/bin/sh", "-c", raw(`'${masquerade}'`)]],
      options: [raw("--bip=${DOCKER_BIP}"), `--dns=${network.dnsServiceIp}`, "--ip-masq=false"],
    };
  },
};
