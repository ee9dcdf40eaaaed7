import { CONTAINERS } from "../../../facts/own.ts";
import { CONTAINERD_UNIT } from "../../../facts/units.ts";
import type { MachinePart } from "../../../model/machine.ts";
import { token } from "../../../model/token.ts";
import { type Entries, raw } from "../../../model/units.ts";
import type { MachinePlan, NetworkVariant } from "../../../model/variants.ts";
import { machineFile } from "../../../parts/files.ts";
import { ONCE, unit } from "../../../parts/units.ts";
import { jsonText } from "../../../text/json.ts";
import { containerRoutes } from "../common/container-routes.ts";
import { containerRanges } from "../common/routes-ranges.ts";
import { PLUGINS } from "./plain.ts";

const UNIT = "container-network.service";

const VARIABLE = CONTAINERS.variable;

/** A bridge on each machine, and the range that is the machine's; what pods ask of a port of the machine is led there. */
const conflist = {
  cniVersion: "1.0.0",
  name: "routes",
  plugins: [
    {
      type: "bridge",
      bridge: "cni0",
      isDefaultGateway: true,
      hairpinMode: true,
      // The bridge is the default route: one of the addresses' own beside it, the plug-in takes for a failure.
      ipam: { type: "host-local", ranges: [[{ subnet: token(CONTAINERS.token) }]] },
    },
    { type: "portmap", capabilities: { portMappings: true } },
  ],
};

/** What stays between containers must not be masqueraded: the other machine would not know whom it talks to. */
function network({ cluster, own }: MachinePlan): MachinePart {
  const rule = `POSTROUTING -s \${${VARIABLE}} ! -d ${cluster.network.podCidr} -j MASQUERADE`;
  const masquerade = `iptables -w -t nat -C ${rule} 2>/dev/null || iptables -w -t nat -A ${rule}`;
  const from = [["network"], ["platform"]] as const;
  const about: Entries = [
    ["Description", "Network of this machine's containers"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
    ["Before", CONTAINERD_UNIT],
  ];
  const service: Entries = [...own.environment, ...ONCE, ["ExecStart", ["/bin/sh", "-c", raw(`'${masquerade}'`)]]];
  return {
    files: [
      { ...machineFile("/etc/cni/net.d/10-routes.conflist", "0644", jsonText(conflist), ...from), boundBy: UNIT },
    ],
    units: [
      unit(UNIT, "Says which range containers have, and masquerades what leaves all of them.", from, about, service),
    ],
  };
}

/** A route a machine, no overlay: a machine's containers live in `10.<3rd octet>.<4th octet>.0/24` of its own address. */
export const routes: NetworkVariant<"routes"> = {
  ...PLUGINS,
  type: "routes",
  podCidr: "10.0.0.0/8",
  objects: () => [],
  rules: [containerRanges],
  hasFixedRanges: true,
  hostVariables: (_cluster, { podCidr }) => [[VARIABLE, podCidr]],
  parts: (plan) => ({
    address: plan.cluster.platform.routesContainers ? [] : [containerRoutes(plan)],
    network: [network(plan)],
  }),
};
