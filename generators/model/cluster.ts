/**
 * The cluster as it will be: every default, name, address, version and image decided. Generators read it
 * and decide nothing; no field of it is optional in the sense of "default".
 */

import type { SpecPath } from "../../schema/diagnostics.ts";
import type { SpecForm } from "../../schema/paths.ts";
import { ZONE_LABEL } from "../facts/naming.ts";
import type { KubernetesFeatures } from "../variants/kubernetes.ts";
import type { Labels, Service, Workload } from "./objects.ts";
import type { MachinePlace, Platform, Zone } from "./place.ts";
import type { Token } from "./token.ts";

export type * from "./place.ts";

export interface Cluster<Place extends Platform = Platform> {
  readonly name: string;
  readonly spec: SpecOrigin;
  readonly kubernetes: Kubernetes;
  readonly platform: Place;
  readonly os: Os;
  readonly network: Network;
  readonly etcd: Etcd;
  readonly controlPlane: ControlPlane;
  readonly nodePools: readonly NodePool[];
  readonly entrance: Entrance;
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
  /** Keys without effect. */
  readonly misplaced: readonly MisplacedKey[];
}

/** A key of the spec that has no effect, and why. */
export interface MisplacedKey {
  readonly path: SpecPath;
  readonly why: string;
  /** Whether it belongs to another kind of place, which is more than idle. */
  readonly isForeign: boolean;
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

export interface Os {
  readonly family: "coreos" | "centos";
  readonly image: string;
  /** Who logs in over SSH, e.g. `core` */
  readonly loginUser: string;
  readonly sshAuthorizedKeys: readonly string[];
  /** What the image calls its root disk, e.g. `/dev/xvda` */
  readonly rootDevice: string;
  /** The container image with the AWS command line, for images that do not bring it. */
  readonly awsCliImage: string;
}

export interface Network {
  readonly type: "routes" | "flannel";
  /** Where machines of an overlay fetch flanneld. */
  readonly flannelUrl: string;
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
  /** URLs of an etcd outside the cluster; empty where the control plane runs it. */
  readonly endpoints: readonly string[];
  /** The release that machines without an etcd of their own fetch. */
  readonly archiveUrl: string;
}

export interface ControlPlane {
  readonly instanceType: string;
  /** GiB */
  readonly diskSize: number;
  /** The address or the name that others know it by, e.g. `172.31.0.10` */
  readonly host: string;
  /** The parts of the spec that decide about the host. */
  readonly hostFrom: readonly SpecPath[];
  /** How many machines of it there may be at once. */
  readonly most: number;
}

export interface NodePool {
  readonly name: string;
  readonly instanceType: string;
  /** GiB */
  readonly diskSize: number;
  /** How many nodes there are, or are wanted. */
  readonly count: number;
  /** How many there may be at once. */
  readonly most: number;
  /** What its nodes bear. */
  readonly labels: Labels;
  /** The zones that its nodes are spread over and bear the label of; none where they bear none. */
  readonly zones: readonly string[];
}

/** Where the web's requests reach nodes. */
export interface Entrance {
  /** The port of the nodes that has HTTP, e.g. 8080 behind a load balancer. */
  readonly http: number;
  /** The one with what came in as HTTPS, already decrypted; null where nothing before the nodes does that. */
  readonly https: number | null;
  /** What the nodes are labelled that are reached; nothing where all are. */
  readonly nodes: Labels;
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
  /** The part of the spec that asks for it. */
  readonly from: SpecPath;
}

/** What outlives the machines. */
export interface Data {
  readonly database: Database | null;
  readonly buckets: readonly Bucket[];
  /** IAM users, without keys. */
  readonly users: readonly string[];
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
  /** One a zone, with no way to the internet; none where the VPC exists: it stands in the private subnets then. */
  readonly subnets: readonly Zone[];
}

/** What a bucket is for. `cluster` holds what the machines fetch, and etcd's snapshots. */
export type BucketUse = "media" | "registry" | "cluster";

export interface Bucket {
  readonly use: BucketUse;
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

/** Machines that have a place of their own; none where groups of machines come and go. */
export const machinesOf = ({ platform: { placement } }: Pick<Cluster, "platform">): readonly MachinePlace[] =>
  placement === null ? [] : [placement.controlPlane, ...placement.pools.flatMap(({ nodes }) => nodes)];

/** The pools whose nodes bear all of these labels, or some of whose do where one is a zone's. */
export const poolsWith = ({ nodePools }: Pick<Cluster, "nodePools">, wanted: Labels): readonly NodePool[] =>
  nodePools.filter(({ labels, zones }) =>
    Object.entries(wanted).every(([key, value]) =>
      key === ZONE_LABEL ? zones.includes(value) : labels[key] === value,
    ),
  );

/** How many nodes bear all of these labels. */
export const nodesWith = (cluster: Pick<Cluster, "nodePools">, wanted: Labels): number =>
  poolsWith(cluster, wanted).reduce((sum, { count, zones }) => {
    // A group is spread evenly.
    return sum + (Object.hasOwn(wanted, ZONE_LABEL) ? Math.ceil(count / zones.length) : count);
  }, 0);

/** e.g. `role=loadbalancer` */
export const spelledLabels = (labels: Labels): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
