import type { BootstrapVariant } from "../../../model/variants.ts";
import { endpointEntry } from "../../../parts/hosts-entry.ts";
import { clusterAddons } from "./addons.ts";
import { certificates } from "./certificates.ts";
import { controlPlane, node } from "./control-plane.ts";
import { hostPreparation } from "./host.ts";
import { kubelet } from "./kubelet.ts";
import { CONTROL_PLANE_UNIT, ETCD_DIRECTORY, KUBELET_UNIT } from "./names.ts";
import { programs } from "./programs.ts";
import { kubeadmRules } from "./rules.ts";
import { kubeadmTokens } from "./tokens.ts";

/** kubeadm makes the control plane, whose components are pods of its kubelet, and lets other machines join it. */
export const kubeadm: BootstrapVariant = {
  units: {
    api: CONTROL_PLANE_UNIT,
    controllerManager: CONTROL_PLANE_UNIT,
    scheduler: CONTROL_PLANE_UNIT,
    kubelet: KUBELET_UNIT,
    proxy: KUBELET_UNIT,
  },
  etcdDirectory: () => ETCD_DIRECTORY,
  rules: kubeadmRules,
  tokens: kubeadmTokens,
  hostVariables: () => [],
  parts: (plan) => ({
    machine: [hostPreparation, programs(plan.cluster, plan.role)],
    names: endpointEntry(plan.cluster, plan.role),
    components: [...(plan.role.isControlPlane ? [controlPlane(plan)] : [node(plan)]), kubelet],
    cluster: plan.role.isControlPlane ? [certificates, ...clusterAddons(plan)] : [],
  }),
};
