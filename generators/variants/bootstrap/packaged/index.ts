import type { BootstrapVariant, Rule } from "../../../model/variants.ts";
import { components, HOSTNAME, hostnameFlag, UNITS } from "./components.ts";
import { etcd, etcdDirectory, memberVariables } from "./etcd.ts";

/** Each host of the control plane would make a key of its own, and take no token that another has signed. */
const severalKeys: Rule = ({ controlPlane, os }) =>
  controlPlane.most < 2
    ? []
    : [
        {
          code: "unsupported-combination",
          places: [{ path: ["os", "family"] }],
          message: `the control plane has ${controlPlane.most} machines, and each of the family "${os.family}" would sign tokens with a key of its own`,
          help: "make one machine the control plane",
        },
      ];

/** The image brings all components with units of their own; what they are told stands in files below `/etc`. */
export const packaged: BootstrapVariant = {
  units: UNITS,
  etcdDirectory,
  tokens: [],
  rules: [severalKeys],
  parts: (plan) => ({ store: plan.role.runsEtcd ? [etcd(plan)] : [], components: components(plan) }),
  hostVariables: (cluster, host, { runsEtcd, pool }) => [
    ...(runsEtcd ? memberVariables(cluster, host) : []),
    ...(pool === null ? [] : [[HOSTNAME, hostnameFlag(cluster, host.name)] as const]),
  ],
};
