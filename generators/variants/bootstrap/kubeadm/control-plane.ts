/** The machine that the control plane is made on: certificates, keys, and what other machines join by. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { OPERATOR_KUBECONFIG } from "../../../facts/paths.ts";
import * as ports from "../../../facts/ports.ts";
import { CONTAINERD_UNIT, PROGRAMS_UNIT } from "../../../facts/units.ts";
import { listening, type MachineFile, type MachinePart } from "../../../model/machine.ts";
import type { Entries } from "../../../model/units.ts";
import type { MachinePlan } from "../../../model/variants.ts";
import { machineFile, script } from "../../../parts/files.ts";
import { ONCE, unit } from "../../../parts/units.ts";
import { apiServerFiles } from "./api-server.ts";
import { kubeadmConfig } from "./documents.ts";
import { CONTROL_PLANE_UNIT, HOST_UNIT, KUBEADM_CONFIG, NODE_UNIT } from "./names.ts";

const SCRIPTS = "machine/kubeadm";

const FROM: readonly SpecPath[] = [["kubernetes"], ["network"], ["name"], ["controlPlane"], ["platform"], ["os"]];

/** What kubeadm is told: nobody but root has to know. */
const configFile = (plan: MachinePlan, boundBy: string): MachineFile => ({
  ...machineFile(KUBEADM_CONFIG, "0600", kubeadmConfig(plan), ...FROM),
  boundBy,
});

const AWAITED = `${HOST_UNIT} ${PROGRAMS_UNIT} ${CONTAINERD_UNIT}`;

const about = (description: string): Entries => [
  ["Description", description],
  ["Wants", `network-online.target ${AWAITED}`],
  ["After", `network-online.target ${AWAITED}`],
];

/** What only the control plane can do for others: machines, and operators. */
const JOIN_BUNDLE = "/opt/bin/join-bundle";

export function controlPlane(plan: MachinePlan): MachinePart {
  const program = "/opt/bin/kubeadm-init";
  const service: Entries = [
    ...plan.own.environment,
    ...ONCE,
    // Images come from elsewhere, and etcd takes its time on a slow disk.
    ["TimeoutStartSec", "1800"],
    ["ExecStart", [program]],
  ];
  return {
    files: [
      configFile(plan, CONTROL_PLANE_UNIT),
      ...apiServerFiles,
      script(program, `${SCRIPTS}/init`, ["kubernetes"]),
      script(JOIN_BUNDLE, `${SCRIPTS}/join-bundle`, ["kubernetes"]),
      script(OPERATOR_KUBECONFIG, `${SCRIPTS}/operator-kubeconfig`, ["kubernetes"]),
    ],
    units: [
      {
        ...unit(
          CONTROL_PLANE_UNIT,
          "Makes the control plane, once.",
          FROM,
          about("Control plane of Kubernetes"),
          service,
        ),
        follows: [PROGRAMS_UNIT],
        reads: apiServerFiles.map(({ path }) => path),
      },
    ],
    listens: [
      ...listening("the API server", ports.API_TLS),
      ...listening("etcd", ports.ETCD2_CLIENT, ports.ETCD2_PEER, ports.ETCD_METRICS),
      ...listening("the controller manager", ports.CONTROLLER_MANAGER_TLS),
      ...listening("the scheduler", ports.SCHEDULER_TLS),
    ],
  };
}

/** A machine that joins what the control plane has made. */
export function node(plan: MachinePlan): MachinePart {
  const program = "/opt/bin/kubeadm-join";
  const service: Entries = [
    ...plan.own.environment,
    ...ONCE,
    // It waits for the control plane, however long that takes.
    ["TimeoutStartSec", "infinity"],
    ["ExecStart", [program]],
  ];
  return {
    files: [configFile(plan, NODE_UNIT), script(program, `${SCRIPTS}/join`, ["kubernetes"])],
    units: [
      {
        ...unit(NODE_UNIT, "Makes the machine a node, once.", FROM, about("Node of Kubernetes"), service),
        follows: [PROGRAMS_UNIT],
      },
    ],
  };
}
