import type { Cluster } from "../../../model/cluster.ts";
import type { MachinePart } from "../../../model/machine.ts";
import type { BootstrapVariant, MachinePlan } from "../../../model/variants.ts";
import { apiServer, controllerManager, kubelet, proxy, scheduler } from "./components.ts";
import { etcd, etcdDirectory } from "./etcd.ts";
import { API_UNIT, CONTROLLER_MANAGER_UNIT, KUBELET_UNIT, PROXY_UNIT, SCHEDULER_UNIT } from "./names.ts";
import { fleet, register } from "./registration.ts";
import { release } from "./release.ts";

/** Whether nodes are told to the API server by others. */
const needsRegistration = ({ kubernetes }: Cluster): boolean =>
  kubernetes.features.nodeRegistration === "kube-register";

const leadsToServices = ({ role, variants }: MachinePlan): boolean =>
  role.pool !== null || (role.isControlPlane && variants.platform.proxiesWithoutPods);

const components = (plan: MachinePlan): readonly MachinePart[] => [
  ...(plan.role.isControlPlane || plan.role.pool !== null ? release(plan.cluster) : []),
  ...(plan.role.isControlPlane ? [apiServer(plan), controllerManager(plan), scheduler(plan)] : []),
  ...(leadsToServices(plan) ? [proxy(plan)] : []),
  ...(plan.role.isControlPlane && needsRegistration(plan.cluster) ? [register(plan.cluster)] : []),
  ...(plan.role.pool === null ? [] : [kubelet(plan)]),
];

/** Each component a unit, which fetches its program. */
export const units: BootstrapVariant = {
  units: {
    api: API_UNIT,
    controllerManager: CONTROLLER_MANAGER_UNIT,
    scheduler: SCHEDULER_UNIT,
    kubelet: KUBELET_UNIT,
    proxy: PROXY_UNIT,
  },
  etcdDirectory,
  tokens: [],
  rules: [],
  hostVariables: ({ etcd: { clientPort, peerPort } }, { address }, { runsEtcd }) =>
    runsEtcd
      ? [
          ["LISTEN_CLIENT_URLS", `http://0.0.0.0:${clientPort}`],
          ["ADVERTISE_CLIENT_URLS", `http://${address}:${clientPort}`],
          ["LISTEN_PEER_URLS", `http://${address}:${peerPort}`],
        ]
      : [],
  parts: (plan) => ({
    store: plan.role.runsEtcd ? [etcd(plan)] : [],
    discovery: needsRegistration(plan.cluster) ? [fleet(plan)] : [],
    components: components(plan),
  }),
};
