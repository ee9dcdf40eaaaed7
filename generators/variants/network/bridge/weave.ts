import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { addressAt, prefixLength } from "../../../facts/addressing.ts";
import { entryPoints } from "../../../facts/nodes.ts";
import { WEAVE_PASSWORD } from "../../../facts/paths.ts";
import * as ports from "../../../facts/ports.ts";
import type { MachinePart } from "../../../model/machine.ts";
import { type Entries, raw } from "../../../model/units.ts";
import type { MachinePlan, NetworkVariant } from "../../../model/variants.ts";
import { script } from "../../../parts/files.ts";
import { install } from "../../../parts/programs.ts";
import { RESTART, unit } from "../../../parts/units.ts";
import { overlayServices } from "../common/flannel-range.ts";

const PROGRAM = "/opt/bin/weave";
const LAUNCH = "/opt/bin/launch-weave";
const ROUTER_UNIT = "weave.service";
const TARGET = "weave-network.target";
const BRIDGE_UNIT = "weave-bridge.service";

/** What weave and the runtime share: a bridge that is there before either, with the host's address in the overlay. */
function bridge({ cluster, own }: MachinePlan): MachinePart {
  const { files, before } = install(cluster.network.weaveUrl, PROGRAM, cluster.programs.weave);
  const about: Entries = [
    ["Description", "Bridge of the container network"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
  ];
  const service: Entries = [
    ...own.environment,
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    ["TimeoutStartSec", "600"],
    before,
    // The script's own containers need the runtime, which needs the bridge: --local makes it without any.
    ["ExecStart", [PROGRAM, "--local", "create-bridge"]],
    ["ExecStart", ["/usr/bin/ip", "address", "replace", raw("${WEAVE_BRIDGE}"), "dev", "weave"]],
    ["ExecStart", ["/usr/bin/ip", "link", "set", "weave", "up"]],
  ];
  const comment = "Makes the bridge that containers are on.";
  const from: readonly SpecPath[] = [["network"], ["platform"], ["programs"]];
  return {
    files,
    units: [unit(BRIDGE_UNIT, comment, from, about, service)],
    fetches: [{ name: "weave", url: cluster.network.weaveUrl }],
  };
}

/** The router is a container, which this unit stays attached to. */
function router({ cluster, own, variants }: MachinePlan): MachinePart {
  const { unit: runtime } = variants.runtime;
  const about: Entries = [
    ["Description", "Weave"],
    ["Requires", runtime],
    ["Wants", "network-online.target"],
    ["After", `network-online.target ${runtime}`],
  ];
  const password = cluster.network.password === null ? "-" : WEAVE_PASSWORD;
  const service: Entries = [
    ...own.environment,
    ["TimeoutStartSec", "600"],
    // One that an earlier start has left.
    ["ExecStartPre", raw(`-${PROGRAM} stop-router`)],
    ["ExecStartPre", [LAUNCH, password, raw("$WEAVE_PEERS")]],
    ["ExecStart", ["/usr/bin/docker", "attach", "weave"]],
    ["ExecStop", [PROGRAM, "stop-router"]],
    ...RESTART,
  ];
  const comment = "Leads container traffic to the other machines.";
  return {
    files: [script(LAUNCH, "machine/launch-weave", ["network"])],
    units: [unit(ROUTER_UNIT, comment, [["network"], ["platform"]], about, service)],
    listens: [
      { who: "weave", port: ports.WEAVE, protocol: "TCP" },
      { who: "weave", port: ports.WEAVE, protocol: "UDP" },
    ],
  };
}

/** Units that stand for the whole: others wait for the network without knowing what makes it. */
const target = (): MachinePart => ({
  files: [],
  units: [
    {
      name: TARGET,
      comment: "The container network is there.",
      enable: true,
      start: true,
      from: [["network"]],
      sections: [
        {
          name: "Unit",
          entries: [
            ["Description", "Container network"],
            ["Wants", `${BRIDGE_UNIT} ${ROUTER_UNIT}`],
            ["After", `${BRIDGE_UNIT} ${ROUTER_UNIT}`],
          ],
        },
        { name: "Install", entries: [["WantedBy", "multi-user.target"]] },
      ],
    },
  ],
});

/**
 * An overlay that asks nobody: each host has a part of the range beforehand, and routers find each other by those that are
 * always there. The script of releases up to 1.1 makes the bridge without the runtime; `weave launch-router` hands
 * `WEAVE_PASSWORD` on to the router's container (docker run -e WEAVE_PASSWORD).
 */
export const weave: NetworkVariant<"weave"> = {
  type: "weave",
  ended: null,
  objects: () => [],
  podCidr: "10.2.0.0/16",
  rules: [overlayServices],
  overlayTarget: TARGET,
  files: ({ password }) =>
    password === null
      ? []
      : [
          {
            path: WEAVE_PASSWORD,
            content: `${password}\n`,
            mode: "0600",
            owner: "root:root",
            machines: null,
            neededBy: ROUTER_UNIT,
            from: ["network", "password"],
          },
        ],
  fetched: ({ weaveUrl }) => [weaveUrl],
  hasFixedRanges: true,
  leases: null,
  hostVariables: (cluster, { address, podCidr }) => [
    ["WEAVE_BRIDGE", `${addressAt(podCidr, 1)}/${prefixLength(cluster.network.podCidr)}`],
    ["WEAVE_RANGE", podCidr],
    [
      "WEAVE_PEERS",
      `"${entryPoints(cluster)
        .filter((each) => each !== address)
        .join(" ")}"`,
    ],
  ],
  ownPlaces: [],
  parts: (plan) => ({ network: [bridge(plan)], overlay: [router(plan), target()] }),
  containers: ({ platform }) => ({
    environmentFile: raw(platform.environmentFile),
    unit: BRIDGE_UNIT,
    bond: "requires",
    before: [],
    options: ["--bridge=weave", raw("--fixed-cidr=${WEAVE_RANGE}")],
    // Between hosts packets take the bridge, where the runtime leaves them as they are.
    masquerades: false,
  }),
};
