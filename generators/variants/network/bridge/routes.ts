import { addressAt, prefixLength } from "../../../facts/addressing.ts";
import { etcdUnit } from "../../../facts/nodes.ts";
import { NETWORK_ENVIRONMENT } from "../../../facts/paths.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { MachinePart } from "../../../model/machine.ts";
import { type Entries, type ExecWord, raw } from "../../../model/units.ts";
import type { MachinePlan, NetworkVariant } from "../../../model/variants.ts";
import { script } from "../../../parts/files.ts";
import { unit } from "../../../parts/units.ts";
import { CONTAINER_ROUTES, containerRoutes } from "../common/container-routes.ts";
import { containerRanges } from "../common/routes-ranges.ts";

const ADDRESSES = "etcd-environment.service";

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
    ["ExecStart", [path, role.isControlPlane ? "control-plane" : "node", cluster.network.podCidr]],
  ];
  const comment = `Writes ${NETWORK_ENVIRONMENT} before docker and fleet read it.`;
  return {
    files: [script(path, "etcd-environment", ["network"])],
    units: [unit(ADDRESSES, comment, [["network"]], about, service)],
  };
}

/** What a machine's addresses stand in, and who sees to it that they do. */
const written = ({ platform }: Cluster): { readonly environmentFile: ExecWord; readonly unit: string } =>
  platform.routesContainers
    ? { environmentFile: NETWORK_ENVIRONMENT, unit: ADDRESSES }
    : { environmentFile: raw(platform.environmentFile), unit: CONTAINER_ROUTES };

/**
 * A route a machine, no overlay: a machine's containers live in `10.<3rd octet>.<4th octet>.0/24` of its
 * own address. What stays between containers must not be masqueraded, so one rule that spares the container range
 * takes the place of the runtime's own; checked first, because a restart would add it again.
 */
export const routes: NetworkVariant<"routes"> = {
  type: "routes",
  ended: null,
  objects: () => [],
  podCidr: "10.0.0.0/8",
  rules: [containerRanges],
  overlayTarget: null,
  files: () => [],
  fetched: () => [],
  hasFixedRanges: true,
  leases: null,
  hostVariables: (_cluster, { podCidr }) => [["DOCKER_BIP", `${addressAt(podCidr, 1)}/${prefixLength(podCidr)}`]],
  ownPlaces: [NETWORK_ENVIRONMENT],
  parts: (plan) => ({ address: [plan.cluster.platform.routesContainers ? addresses(plan) : containerRoutes(plan)] }),
  containers(cluster) {
    const rule = `POSTROUTING -s \${DOCKER_BIP} ! -o docker0 ! -d ${cluster.network.podCidr} -j MASQUERADE`;
    const masquerade = `/sbin/iptables -t nat -C ${rule} 2>/dev/null || /sbin/iptables -t nat -A ${rule}`;
    return {
      ...written(cluster),
      bond: "requires",
      before: [["/bin/sh", "-c", raw(`'${masquerade}'`)]],
      options: [raw("--bip=${DOCKER_BIP}")],
      masquerades: true,
    };
  },
};
