/** What tells the API server about nodes where kubelets do not: fleet knows every machine, kube-register asks it. */
import { LOOPBACK } from "../../../facts/endpoints.ts";
import { etcdUnit } from "../../../facts/nodes.ts";
import * as ports from "../../../facts/ports.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { MachinePart } from "../../../model/machine.ts";
import type { Entries } from "../../../model/units.ts";
import type { MachinePlan } from "../../../model/variants.ts";
import { fetchedProgram } from "../../../parts/programs.ts";
import { RESTART, unit } from "../../../parts/units.ts";

import { API_UNIT } from "./names.ts";

/** fleetd reads `FLEET_…` variables; kube-register asks it for the machines over the image's fleet.socket. */
export function fleet({ cluster, variants }: MachinePlan): MachinePart {
  const { unit: addresses, environmentFile } = variants.network.containers(cluster);
  const etcd = etcdUnit(cluster);
  const about: Entries = [
    ["Description", "fleet"],
    ["Requires", addresses],
    ["Wants", `${etcd} fleet.socket`],
    ["After", `${etcd} ${addresses} fleet.socket`],
  ];
  const service: Entries = [
    ["EnvironmentFile", environmentFile],
    ["Environment", `FLEET_ETCD_SERVERS=http://${LOOPBACK}:${cluster.etcd.clientPort}`],
    ["ExecStart", ["/usr/bin/fleetd"]],
    ...RESTART,
  ];
  return {
    files: [],
    units: [unit("fleet.service", "Knows every machine of the cluster.", [["etcd"]], about, service)],
  };
}

/** Registers the machines that fleet calls nodes and whose kubelet is healthy; runs once, so it is run again. */
export const register = ({ kubernetes, programs }: Cluster): MachinePart =>
  fetchedProgram({
    unit: "kube-register.service",
    comment: "Adds the nodes that fleet knows to Kubernetes.",
    url: kubernetes.registerUrl,
    path: "/opt/bin/kube-register",
    digests: programs,
    options: [
      "--metadata=role=node",
      "--fleet-endpoint=unix:///var/run/fleet.sock",
      `--api-endpoint=http://${LOOPBACK}:${ports.API}`,
    ],
    after: [API_UNIT, "fleet.service"],
    from: [["kubernetes"]],
  });
