/**
 * The cluster as it will be: every default, name, address, version and image decided. Generators read it
 * and decide nothing; no field of it is optional in the sense of "default".
 */

import type { SpecPath } from "../schema/diagnostics.ts";
import type { SpecForm } from "../schema/paths.ts";
import type { Service, Workload } from "./manifests/model.ts";
import type { Token } from "./tokens/token.ts";
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
  readonly files: readonly OwnFile[];
  readonly data: Data;
  readonly addons: Addons;
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
  /** Every token that a text of the output may hold, with its source. */
  readonly tokens: readonly Token[];
}

/** Where the spec came from, for the comments that lead an operator back to it. */
export interface SpecOrigin {
  /** The file's name without its directory. */
  readonly file: string;
  readonly form: SpecForm;
  /** Tokens in texts that nothing binds. */
  readonly strayTokens: readonly { readonly name: string; readonly path: SpecPath }[];
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
  /** Amazon's DNS for the machines, e.g. `172.31.0.2` */
  readonly nameserver: string;
  readonly zones: readonly Zone[];
  /** Zones that the spec gives a subnet to although it does not use them. */
  readonly strayZones: readonly string[];
  readonly securityGroups: SecurityGroups;
  readonly loadBalancer: LoadBalancer;
  readonly routeQuota: number;
  /** Where Terraform keeps its state; null beside the stacks. */
  readonly state: StateBucket | null;
}

/** An S3 bucket that keeps Terraform's state. */
export interface StateBucket {
  readonly bucket: string;
  readonly region: string;
  /** e.g. `ycluster` */
  readonly prefix: string;
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

/** A file that the spec puts on machines. */
export interface OwnFile {
  /** Absolute path on the machine. */
  readonly path: string;
  readonly content: string;
  readonly mode: "0600" | "0640" | "0644" | "0755";
  /** Names of machine groups; null for all of them. */
  readonly machines: readonly string[] | null;
  /** The unit that binds its tokens before it starts, e.g. `docker.service` */
  readonly neededBy: string;
}

/** What outlives the machines. */
export interface Data {
  readonly database: Database | null;
  readonly buckets: readonly Bucket[];
  /** Whether Terraform and AWS refuse to destroy it. */
  readonly protected: boolean;
}

export interface Database {
  /** e.g. `ycluster` */
  readonly identifier: string;
  readonly instanceClass: string;
  /** GiB */
  readonly storage: number;
  /** e.g. `8.4` */
  readonly engineVersion: string;
  readonly name: string;
  readonly user: string;
  readonly multiZone: boolean;
  readonly backupDays: number;
  /** The snapshot that RDS keeps when the database goes, e.g. `ycluster-final` */
  readonly finalSnapshot: string;
  /** After how many days RDS replaces the password. */
  readonly passwordDays: number;
  /** One a zone, with no way to the internet. */
  readonly subnets: readonly Zone[];
}

export interface Bucket {
  readonly use: "media" | "registry";
  readonly name: string;
}

/** The add-ons that are on; null for those that are off. */
export interface Addons {
  readonly dns: AddonConfig | null;
  readonly registry: RegistryConfig | null;
  readonly "registry-ui": AddonConfig | null;
  readonly "hybris-platform": ScaledConfig | null;
  readonly solr: AddressedConfig | null;
  readonly yapache: ScaledConfig | null;
  readonly "yapache-watcher": WatcherConfig | null;
  readonly consul: ConsulConfig | null;
  readonly vault: VaultConfig | null;
}

export type AddonName = keyof Addons;

export interface AddonConfig {
  /** By container. */
  readonly images: Readonly<Record<string, string>>;
  /** Variables of the spec's own for the add-on's container. */
  readonly env: Readonly<Record<string, string>>;
}

export interface NamespacedConfig extends AddonConfig {
  readonly namespace: string;
}

export interface AddressedConfig extends AddonConfig {
  /** A fixed service address; null where Kubernetes picks one. */
  readonly address: string | null;
}

export interface ScaledConfig extends AddressedConfig {
  readonly replicas: number;
}

export interface RegistryConfig extends AddonConfig {
  /** Null where the spec names none: the rule `bucket-missing` refuses it. */
  readonly bucket: string | null;
  readonly credentials: "keys" | "instanceRole";
}

export interface WatcherConfig extends AddonConfig {
  readonly service: string;
}

export interface VaultConfig extends NamespacedConfig {
  /** The directory of the node that gets the unseal keys; null where the operator initialises Vault. */
  readonly keysDirectory: string | null;
}

export interface ConsulConfig extends NamespacedConfig {
  readonly replicas: number;
  /** `<account>/<name>`; null where the servers find each other through a headless service. */
  readonly atlas: string | null;
}

export const machinesOf = (cluster: Cluster): readonly MachinePlace[] => [
  cluster.controlPlane,
  ...cluster.nodePools.flatMap((pool) => pool.nodes),
];
