/** Every name that the compiler makes, in one place. `cluster` is the name of the cluster, here `ycluster`. */

/** `minion-1` */
export const nodeName = (pool: string, number: number): string => `${pool}-${number}`;

/** `ycluster.local` */
export const clusterDomain = (cluster: string): string => `${cluster}.local`;

/** `registry.default.ycluster.local` */
export const registryHost = (domain: string): string => `registry.default.${domain}`;

/** The DNS name of a service: `solr.default.svc.ycluster.local`. Releases before 1.0 had no `svc` in it. */
export const serviceName = (
  network: { readonly domain: string },
  features: { readonly serviceDomain: string },
  service: string,
  namespace = "default",
): string => [service, namespace, features.serviceDomain, network.domain].filter((part) => part !== "").join(".");

/** The control plane's role: the name of its directory and, as an identifier, of its resources. */
export const CONTROL_PLANE = "control-plane";

/** What a host's spec calls a member of etcd. */
export const ETCD_MEMBER = "etcd";

/** The zone's label as Kubernetes 1.2 spreads pods by it. */
export const ZONE_LABEL = "failure-domain.beta.kubernetes.io/zone";

/** The same as it has been called since 1.17. */
export const TOPOLOGY_ZONE = "topology.kubernetes.io/zone";

export const isZoneLabel = (key: string): boolean => key === ZONE_LABEL || key === TOPOLOGY_ZONE;

/** The control plane's name where nobody gives it another: `api.ycluster.internal`. No resolver of the world knows the domain. */
export const apiName = (cluster: string): string => `api.${cluster}.internal`;
