/** What hosts have beside every machine: a file that says who they are, and what gives their nodes labels. */
import { apiUrl } from "../../facts/endpoints.ts";
import { MACHINE_ENVIRONMENT } from "../../facts/paths.ts";
import type { Cluster, Role } from "../../model/cluster.ts";
import type { MachinePart, OwnAddress, Parts } from "../../model/machine.ts";
import { type Entries, raw, type Unit } from "../../model/units.ts";
import type { MachinePlan } from "../../model/variants.ts";
import { machineLibrary, script } from "../../parts/files.ts";
import { ofHost } from "../../parts/own-address.ts";
import { ONCE, RESTART, unit } from "../../parts/units.ts";
import { WAIT_FOR_HEALTH, WAIT_FOR_PORT } from "./components.ts";
import { ENVIRONMENTS, type HostsPlace, isOf } from "./place/model.ts";
import { sanity } from "./sanity.ts";

const HOSTS = ["platform", "hosts"] as const;

export const ownAddress = ({ platform }: Cluster<HostsPlace>): OwnAddress =>
  ofHost([["EnvironmentFile", raw(platform.environmentFile)]]);

/** Where a host has the file of its own, as far as the path is every host's. */
export const ownFileOf = ({ platform }: Cluster<HostsPlace>): string =>
  platform.userData === "shared" ? ENVIRONMENTS : MACHINE_ENVIRONMENT;

/** What scripts of hosts have in common. */
const library: MachinePart = {
  files: [machineLibrary(["lib"], ["platform"])],
  units: [],
};

const waits: MachinePart = {
  files: [
    script(WAIT_FOR_PORT, "host/wait-for-port", ["platform"]),
    script(WAIT_FOR_HEALTH, "host/wait-for-health", ["platform"]),
  ],
  units: [],
};

/** Where a node may label itself, by its own rights. */
function ownLabels({ own }: MachinePlan<HostsPlace>): MachinePart {
  const path = "/opt/bin/label-node";
  const about: Entries = [
    ["Description", "Labels of this node"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
  ];
  const service: Entries = [
    ...own.environment,
    ...ONCE,
    ["TimeoutStartSec", "infinity"],
    ["ExecStart", [path, own.name, raw("$NODE_LABELS")]],
  ];
  return {
    files: [script(path, "machine/kubeadm/label-node", HOSTS)],
    units: [
      unit(
        "label-node.service",
        "Sees to it that this node bears its labels.",
        [["nodePools"], ["platform"], ["kubernetes"]],
        about,
        service,
      ),
    ],
  };
}

const isLabelled = ({ platform }: Cluster<HostsPlace>, role: Role): boolean =>
  platform.hosts.some((host) => isOf(role, host) && Object.keys(host.labels).length > 0);

/** Kubelets of these years take no labels: the API is told of them, for as long as the node runs. */
function labels({ cluster, own }: MachinePlan<HostsPlace>): MachinePart {
  const { registersByHand } = cluster.platform;
  const path = "/opt/bin/label-node";
  const about: Entries = [
    ["Description", registersByHand ? "Registration of this node" : "Labels of this node"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
  ];
  const words = [apiUrl(cluster), own.name, raw("$NODE_LABELS")];
  const service: Entries = [
    ...own.environment,
    ["ExecStart", [path, ...(registersByHand ? ["--register"] : []), ...words]],
    ...RESTART,
  ];
  const [name, comment] = registersByHand
    ? ["register-node.service", "Sees to it that the API knows this node, and that it bears its labels."]
    : ["label-node.service", "Sees to it that this node bears its labels."];
  const from = [["nodePools"], ["platform"], ["kubernetes"], ...cluster.controlPlane.hostFrom];
  return { files: [script(path, "host/label-node", HOSTS)], units: [unit(name, comment, from, about, service)] };
}

/** Stands for all that makes a host what it is: others wait for it, or stop it, without knowing what that is. */
function target(name: string, description: string, { variants }: MachinePlan, wanted: readonly string[]): Unit {
  const { overlayTarget } = variants.network;
  const awaited = overlayTarget === null ? [] : [overlayTarget];
  return {
    name,
    comment: `${description}: is up when all of it is.`,
    enable: true,
    start: true,
    from: [["platform"], ["network"]],
    sections: [
      {
        name: "Unit",
        entries: [
          ["Description", description],
          ["Wants", [...awaited, ...wanted].join(" ")],
          ["After", [...awaited, ...wanted].join(" ")],
        ],
      },
      { name: "Install", entries: [["WantedBy", "multi-user.target"]] },
    ],
  };
}

function targets(plan: MachinePlan<HostsPlace>): MachinePart {
  const { api, controllerManager, scheduler, proxy, kubelet } = plan.variants.bootstrap.units;
  const { isControlPlane, pool } = plan.role;
  const { plainApi } = plan.cluster.kubernetes.features;
  // What runs as pods has the unit that runs these.
  const control = [...new Set([api, controllerManager, scheduler])];
  const node = [...new Set([proxy, kubelet])];
  return {
    files: [],
    units: [
      ...(isControlPlane
        ? [
            target(
              "kubernetes-control-plane.target",
              "Control plane of Kubernetes",
              plan,
              plainApi ? control : [...control, kubelet],
            ),
          ]
        : []),
      ...(pool === null ? [] : [target("kubernetes-node.target", "Node of Kubernetes", plan, node)]),
    ],
  };
}

export function hostParts(plan: MachinePlan<HostsPlace>): Parts {
  const { cluster, role } = plan;
  const isTold = role.pool !== null && (cluster.platform.registersByHand || isLabelled(cluster, role));
  const { plainApi } = cluster.kubernetes.features;
  const told = plainApi ? labels : ownLabels;
  const ofControlPlane = plainApi ? [waits, sanity(plan)] : [sanity(plan)];
  return {
    machine: [library, ...(role.isControlPlane ? ofControlPlane : [])],
    cluster: [...(isTold ? [told(plan)] : []), targets(plan)],
  };
}
