/** Where the cluster's own services answer, each spelled once. */
import type { Cluster, Network } from "../model/cluster.ts";
import * as ports from "./ports.ts";

/** The plain API, where others know the control plane, or on loopback for what runs beside it: `http://172.31.0.10:8080` */
export const apiUrl = ({ controlPlane }: Pick<Cluster, "controlPlane">, host = controlPlane.host): string =>
  `http://${host}:${ports.API}`;

/**
 * etcd on the control plane, `http://172.31.0.10:2379`, or wherever it is. Several URLs are joined by
 * commas, as every client takes them.
 */
export const etcdUrl = (
  { etcd, controlPlane }: Pick<Cluster, "etcd" | "controlPlane">,
  host = controlPlane.host,
): string => {
  const urls = [...etcd.endpoints, ...etcd.members.map(({ address }) => `http://${address}:${etcd.clientPort}`)];
  return urls.length > 0 ? urls.join(",") : `http://${host}:${etcd.clientPort}`;
};

/** The cluster's own registry as images name it, e.g. `registry.default.ycluster.local:5000` */
export const registryEndpoint = ({ registry }: Pick<Network, "registry">): string =>
  `${registry.hostname}:${ports.REGISTRY}`;

/** kubectl where the operator runs it: through a tunnel, or as the kubeconfig says that it was given. */
export const kubectlWords = ({ kubernetes }: Pick<Cluster, "kubernetes">): string =>
  kubernetes.features.plainApi ? `kubectl --server=http://localhost:${ports.API}` : "kubectl";

/** Where containerd is asked on a machine, as the kubelet and kubeadm name it. */
export const CONTAINERD_ENDPOINT = "unix:///run/containerd/containerd.sock";

/** What a machine calls itself. */
export const LOOPBACK = "127.0.0.1";
