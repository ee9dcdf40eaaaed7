/**
 * Every name that is made for AWS, in one place. `cluster` is the name of the cluster, here `ycluster`. No two clusters may
 * meet in one: no suffix is the end of another, and a dot, which no name of a spec has, stands between two of the spec's.
 */

/** `ycluster-minion-1` */
export const machineTag = (cluster: string, machine: string): string => `${cluster}-${machine}`;

/** Security groups: `ycluster-nodes`, `ycluster-master`, `ycluster-loadbalancer`, `ycluster-api`, `ycluster-nodes-public` */
export const nodesSecurityGroup = (cluster: string): string => `${cluster}-nodes`;
export const controlPlaneSecurityGroup = (cluster: string): string => `${cluster}-${CONTROL_PLANE_TAG}`;
export const loadBalancerSecurityGroup = (cluster: string): string => `${cluster}-loadbalancer`;
export const apiSecurityGroup = (cluster: string): string => `${cluster}-api`;
export const publicApiSecurityGroup = (cluster: string): string => `${cluster}-api-public`;
export const publicNodesSecurityGroup = (cluster: string): string => `${cluster}-nodes-public`;

/** Load balancers: `ycluster-elb`, `ycluster-api`, and of today's API the one that the internet reaches: `ycluster-api-public` */
export const loadBalancer = (cluster: string): string => `${cluster}-elb`;
export const apiLoadBalancer = (cluster: string): string => `${cluster}-api`;
export const publicApiLoadBalancer = (cluster: string): string => `${cluster}-api-public`;

/** The nodes at a port, for the load balancer: `ycluster-8080` */
export const webTargets = (cluster: string, port: number): string => `${cluster}-${port}`;

/** The database, its last snapshot, and what is around it: `ycluster`, `ycluster-final`, `ycluster-database` */
export const databaseIdentifier = (cluster: string): string => cluster;
export const finalSnapshot = (cluster: string): string => `${databaseIdentifier(cluster)}-final`;
export const aroundDatabase = (cluster: string): string => `${cluster}-database`;

/** A role and its profile, whose names count in the whole account: `ycluster.minion.eu-central-1` */
export const roleName = (cluster: string, role: string, region: string): string => `${cluster}.${role}.${region}`;

/** The document calls the machine so, and its security group; the spec's word is control plane. */
export const CONTROL_PLANE_TAG = "master";

/** The same of today's releases: the security group's name ends in it, and `API_NAME` is in the zones where the document has its master. */
export const todaysControlPlaneSecurityGroup = (cluster: string): string => `${cluster}-control-plane`;
export const API_NAME = "api";

/** An identifier of Terraform, which takes no hyphen where it is read as an expression: `control_plane` */
export const terraformName = (name: string): string => name.replaceAll("-", "_");

/** An auto-scaling group and its launch template: `ycluster.minion` */
export const groupName = (cluster: string, role: string): string => `${cluster}.${role}`;

/** Names in the zones, after the document: `prod.kube` inside the VPC, `prod.example.com` outside, `minion.prod.kube`. */
export const privateZone = (environment: string): string => `${environment}.kube`;
export const publicZone = (environment: string, domain: string): string => `${environment}.${domain}`;
export const inZone = (name: string, zone: string): string => `${name}.${zone}`;

/** Where in the cluster's bucket the images lie that nodes cannot pull. */
export const IMAGES_PREFIX = "images";

/** What CloudWatch keeps what machines of a cluster count in. */
export const metricsNamespace = (cluster: string): string => `clusterwright/${cluster}`;

/** Where copies of Consul's data lie in the cluster's bucket. */
export const CONSUL_BACKUPS = "backups/consul";

/** By what the cloud controller knows what is the cluster's: machines, subnets, security groups. */
export const clusterTag = (cluster: string): Readonly<Record<string, string>> => ({
  [`kubernetes.io/cluster/${cluster}`]: "owned",
});

/** Below which a cluster has its parameters, and the one that nodes join by. */
export const parameterPrefix = (cluster: string): string => `/clusterwright/${cluster}`;
export const joinParameter = (cluster: string): string => `${parameterPrefix(cluster)}/join`;

/** Where programs lie in the cluster's bucket, by digest. */
export const PROGRAMS_PREFIX = "programs";
