/** The kubelet, which kubeadm sets up and starts. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import * as ports from "../../../facts/ports.ts";
import { CONTAINERD_UNIT, PROGRAMS_UNIT } from "../../../facts/units.ts";
import { listening, type MachinePart } from "../../../model/machine.ts";
import { type Entries, raw } from "../../../model/units.ts";
import { RESTART, unit } from "../../../parts/units.ts";
import { HOST_UNIT, KUBELET_DIRECTORY, KUBELET_UNIT } from "./names.ts";

const FROM: readonly SpecPath[] = [["kubernetes"], ["os", "family"]];

const AFTER = `${HOST_UNIT} ${PROGRAMS_UNIT} ${CONTAINERD_UNIT}`;

/**
 * As the release's own packages have it (kubernetes/release, cmd/krel/templates/latest/kubeadm/10-kubeadm.conf), but for
 * the place of the program; and it is not started before kubeadm has written what it reads, instead of failing until then.
 */
const service: Entries = [
  ["Environment", "PATH=/opt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
  ["EnvironmentFile", raw(`-${KUBELET_DIRECTORY}/kubeadm-flags.env`)],
  [
    "ExecStart",
    [
      "/opt/bin/kubelet",
      "--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf",
      "--kubeconfig=/etc/kubernetes/kubelet.conf",
      `--config=${KUBELET_DIRECTORY}/config.yaml`,
      raw("$KUBELET_KUBEADM_ARGS"),
    ],
  ],
  ...RESTART,
];

export const kubelet: MachinePart = {
  files: [],
  units: [
    {
      ...unit(
        KUBELET_UNIT,
        "Runs the pods of this machine, those of the control plane among them.",
        FROM,
        [
          ["Description", "kubelet"],
          ["Wants", `network-online.target ${AFTER}`],
          ["After", `network-online.target ${AFTER}`],
          ["ConditionPathExists", `${KUBELET_DIRECTORY}/config.yaml`],
        ],
        service,
      ),
      follows: [PROGRAMS_UNIT],
    },
  ],
  listens: [
    ...listening("the kubelet", ports.KUBELET, ports.KUBELET_HEALTH),
    ...listening("kube-proxy", ports.PROXY_METRICS, ports.PROXY_HEALTHZ),
  ],
};
