/** Every name that the compiler makes, in one place. `cluster` is the name of the cluster. */

export const nodeName = (pool: string, number: number): string => `${pool}-${number}`;
export const machineTag = (cluster: string, machine: string): string => `${cluster}-${machine}`;
export const nodesGroup = (cluster: string): string => `${cluster}-nodes`;
export const controlPlaneGroup = (cluster: string): string => `${cluster}-master`;
export const loadBalancerGroup = (cluster: string): string => `${cluster}-loadbalancer`;
export const loadBalancer = (cluster: string): string => `${cluster}-elb`;
export const clusterDomain = (cluster: string): string => `${cluster}.local`;
export const registryHost = (domain: string): string => `registry.default.${domain}`;

export const databaseIdentifier = (cluster: string): string => cluster;
export const finalSnapshot = (cluster: string): string => `${databaseIdentifier(cluster)}-final`;
export const databaseGroup = (cluster: string): string => `${cluster}-database`;
export const nodeRole = (cluster: string): string => `${cluster}-nodes`;

/** The DNS name of a service. Releases before 1.0 had no `svc` in it. */
export const serviceName = (
  network: { readonly domain: string },
  features: { readonly serviceDomain: string },
  service: string,
  namespace = "default",
): string => [service, namespace, features.serviceDomain, network.domain].filter((part) => part !== "").join(".");

/** The document calls the machine so, and its security group; the spec's word is control plane. */
export const CONTROL_PLANE_TAG = "master";

/** Directory and Terraform name of the control plane's machine. */
export const CONTROL_PLANE = "control-plane";

/** Terraform identifiers take no hyphen where they are read as expressions. */
export const terraformName = (name: string): string => name.replaceAll("-", "_");

/** The auto-scaling group of a group of machines, its launch template, its role. */
export const groupName = (cluster: string, group: string): string => `${cluster}-${group}`;
export const apiLoadBalancer = (cluster: string): string => `${cluster}-api`;
export const apiGroup = (cluster: string): string => `${cluster}-api`;
export const publicNodesGroup = (cluster: string): string => `${cluster}-public-nodes`;

/** Names in the zones, after the document: `prod.kube` inside the VPC, `prod.example.com` outside. */
export const privateZone = (environment: string): string => `${environment}.kube`;
export const publicZone = (environment: string, domain: string): string => `${environment}.${domain}`;
export const inZone = (name: string, zone: string): string => `${name}.${zone}`;

/** Where in the cluster's bucket the images lie that nodes cannot pull. */
export const IMAGES_PREFIX = "images";

/** The zone's label as Kubernetes 1.2 spreads pods by it. */
export const ZONE_LABEL = "failure-domain.beta.kubernetes.io/zone";
