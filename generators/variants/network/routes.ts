import { etcdUnit } from "../../facts/nodes.ts";
import { NETWORK_ENVIRONMENT } from "../../facts/paths.ts";
import type { MachinePart } from "../../model/machine.ts";
import { type Entries, raw } from "../../model/units.ts";
import type { MachinePlan, NetworkVariant } from "../../model/variants.ts";
import { script } from "../../parts/files.ts";
import { unit } from "../../parts/units.ts";
import { containerRanges } from "./routes-ranges.ts";

const UNIT = "etcd-environment.service";

/**
 * Writes the machine's own addresses where docker and fleet read them. After etcd as in the document, but not
 * bound to it: with Requires= systemd restarts this unit, docker and every container whenever it restarts etcd.
 */
function addresses({ cluster, role }: MachinePlan): MachinePart {
  const etcd = etcdUnit(cluster);
  const path = "/opt/bin/etcd-get-environment";
  const about: Entries = [
    ["Description", "Addresses of this machine as environment variables"],
    ["Wants", etcd],
    ["After", etcd],
  ];
  const service: Entries = [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    // What fleet says of the machine, and what kube-register picks by.
    ["ExecStart", [path, role.pool === null ? "control-plane" : "node", cluster.network.podCidr]],
  ];
  const comment = `Writes ${NETWORK_ENVIRONMENT} before docker and fleet read it.`;
  return {
    files: [script(path, "etcd-environment", ["network"])],
    units: [unit(UNIT, comment, [["network"]], about, service)],
  };
}

/**
 * A route a machine, no overlay: a machine's containers live in `10.<3rd octet>.<4th octet>.0/24` of its
 * own address. What stays between containers must not be masqueraded, so one rule that spares the container range
 * takes the place of the runtime's own; checked first, because a restart would add it again.
 */
export const routes: NetworkVariant<"routes"> = {
  type: "routes",
  podCidr: "10.0.0.0/8",
  rules: [containerRanges],
  fetched: () => [],
  ownPlaces: [NETWORK_ENVIRONMENT],
  parts: (plan) => ({ address: [addresses(plan)] }),
  containers({ network }) {
    const rule = `POSTROUTING -s \${DOCKER_BIP} ! -o docker0 ! -d ${network.podCidr} -j MASQUERADE`;
    const masquerade = `/sbin/iptables -t nat -C ${rule} 2>/dev/null || /sbin/iptables -t nat -A ${rule}`;
    return {
      environmentFile: NETWORK_ENVIRONMENT,
      unit: UNIT,
      bond: "requires",
      before: [["/bin/sh", "-c", raw(`'${masquerade}'`)]],
      bridge: raw("${DOCKER_BIP}"),
      mtu: null,
    };
  },
};
