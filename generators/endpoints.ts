/** Where the cluster's own services answer, each spelled once. */
import type { Cluster, Network } from "./cluster.ts";
import * as ports from "./ports.ts";

/** The plain API: at the control plane's address, or on loopback for what runs beside it. */
export const apiUrl = ({ controlPlane }: Pick<Cluster, "controlPlane">, host = controlPlane.address): string =>
  `http://${host}:${ports.API}`;

/** etcd, the same. */
export const etcdUrl = (
  { etcd, controlPlane }: Pick<Cluster, "etcd" | "controlPlane">,
  host = controlPlane.address,
): string => `http://${host}:${etcd.clientPort}`;

/** The cluster's own registry as images name it, e.g. `registry.default.ycluster.local:5000` */
export const registryEndpoint = ({ registry }: Pick<Network, "registry">): string =>
  `${registry.hostname}:${ports.REGISTRY}`;
