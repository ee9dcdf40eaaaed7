/**
 * The cluster as it will be: every default, name, address, version and image decided. Generators read it
 * and decide nothing; no field of it is optional in the sense of "default".
 */

import type { SpecPath } from "../schema/diagnostics.ts";
import type { SpecForm } from "../schema/paths.ts";
import type { KubernetesFeatures } from "./variants/kubernetes.ts";

export interface Cluster {
  readonly name: string;
  readonly spec: SpecOrigin;
  readonly kubernetes: Kubernetes;
  readonly platform: Platform;
  readonly os: Os;
  readonly network: Network;
  readonly etcd: Etcd;
  readonly controlPlane: ControlPlane;
  readonly nodePools: readonly NodePool[];
}

/** Where the spec came from, for the comments that lead an operator back to it. */
export interface SpecOrigin {
  /** The file's name without its directory. */
  readonly file: string;
  readonly form: SpecForm;
}

export interface Kubernetes {
  /** e.g. `0.9.2` */
  readonly version: string;
  /** Whether a supported line holds the version; generators never see a cluster where this is false. */
  readonly supported: boolean;
  readonly features: KubernetesFeatures;
  /** Programs are at `<binariesUrl>/<program>`. */
  readonly binariesUrl: string;
  readonly registerUrl: string;
}

/** The places a cluster can run in; one member a platform variant. */
export type Platform = AwsPlatform;

export interface AwsPlatform {
  readonly type: "aws";
  readonly region: string;
  /** e.g. `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
  readonly keyPair: string;
  readonly vpcCidr: string;
  /** The domain that DHCP hands to the machines, e.g. `eu-central-1.compute.internal` */
  readonly internalDomain: string;
  readonly zones: readonly Zone[];
  /** Zones that the spec gives a subnet to although it does not use them. */
  readonly strayZones: readonly string[];
  readonly securityGroups: SecurityGroups;
  readonly loadBalancer: LoadBalancer;
  readonly routeQuota: number;
}

export interface Zone {
  /** e.g. `eu-central-1a` */
  readonly name: string;
  /** e.g. `172.31.0.0/20` */
  readonly subnet: string;
}

export interface SecurityGroups {
  readonly nodes: SecurityGroup;
  readonly controlPlane: SecurityGroup;
  readonly loadBalancer: SecurityGroup;
}

export type SecurityGroupKey = keyof SecurityGroups;

export interface SecurityGroup {
  /** e.g. `ycluster-nodes` */
  readonly name: string;
  readonly description: string;
  readonly ingress: readonly IngressRule[];
}

export interface IngressRule {
  /** The rule's name within its group, e.g. `ssh`; part of its Terraform address. */
  readonly key: string;
  readonly description: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** First and last port; -1 and -1 for every ICMP type. */
  readonly ports: readonly [from: number, to: number];
  readonly source: { readonly group: SecurityGroupKey } | { readonly cidr: string };
  /** The part of the spec that asks for it. */
  readonly from: SpecPath;
}

export interface LoadBalancer {
  /** e.g. `ycluster-elb` */
  readonly name: string;
  readonly listeners: readonly Listener[];
  /** Null without an HTTPS listener. */
  readonly certificate: string | null;
  readonly healthCheck: HealthCheck;
}

export interface Listener {
  readonly protocol: "http" | "https";
  readonly port: number;
  /** The port on the nodes, always plain HTTP: TLS ends at the load balancer. */
  readonly nodePort: number;
  readonly certificate: string | null;
}

export interface HealthCheck {
  /** e.g. `TCP:8080` */
  readonly target: string;
  readonly timeoutSeconds: number;
  readonly intervalSeconds: number;
  readonly unhealthyThreshold: number;
  readonly healthyThreshold: number;
}

export interface Os {
  readonly family: "coreos";
  readonly image: string;
  /** Who logs in over SSH, e.g. `core` */
  readonly loginUser: string;
  readonly sshAuthorizedKeys: readonly string[];
}

export interface Network {
  readonly type: "routes";
  readonly podCidr: string;
  readonly serviceCidr: string;
  readonly dnsServiceIp: string;
  readonly registry: { readonly hostname: string; readonly address: string };
  /** e.g. `ycluster.local` */
  readonly domain: string;
}

export interface Etcd {
  readonly clientPort: number;
  readonly peerPort: number;
  /** Null when nodes join the member on the control plane instead. */
  readonly discoveryUrl: string | null;
}

/** One machine of its own: a place, an address, the containers' range. */
export interface MachinePlace {
  /** e.g. `minion-1` */
  readonly name: string;
  /** The value of its Name tag, e.g. `ycluster-minion-1` */
  readonly fullName: string;
  readonly zone: string;
  readonly address: string;
  /** The range its containers get their addresses from, e.g. `10.0.10.0/24` */
  readonly podCidr: string;
}

export interface ControlPlane extends MachinePlace {
  readonly instanceType: string;
  /** GiB */
  readonly diskSize: number;
}

export interface NodePool {
  readonly name: string;
  readonly instanceType: string;
  /** GiB */
  readonly diskSize: number;
  readonly nodes: readonly MachinePlace[];
  /** How many nodes the pool can grow to before it meets the next one's addresses. */
  readonly capacity: number;
}

export const machinesOf = (cluster: Cluster): readonly MachinePlace[] => [
  cluster.controlPlane,
  ...cluster.nodePools.flatMap((pool) => pool.nodes),
];
