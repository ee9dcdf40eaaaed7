/**
 * The cluster as it will be: every default, name, address, version and image decided. Generators read it
 * and decide nothing; no field of it is optional in the sense of "default".
 */

import type { SpecPath } from "../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { SpecForm } from "../../schema/paths.ts";
import type { AddonConfigs } from "./addons.ts";
import type { KubernetesFeatures } from "./kubernetes.ts";
import type { Labels, Service, Workload } from "./objects.ts";
import type { Place } from "./place.ts";
import type { SourceKind, Token } from "./token.ts";

export interface Cluster<P extends Place = Place> {
  readonly name: string;
  readonly spec: SpecOrigin;
  readonly kubernetes: Kubernetes;
  readonly platform: P;
  readonly os: Os;
  readonly network: Network;
  readonly egress: Egress;
  readonly etcd: Etcd;
  readonly controlPlane: ControlPlane;
  readonly nodePools: readonly NodePool[];
  /** What its machines are for, each kind once; the control plane first. */
  readonly roles: readonly Role[];
  readonly entrance: Entrance;
  readonly files: readonly OwnFile[];
  readonly addons: AddonConfigs;
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
  /** SHA-256 digests of what machines fetch, by name. */
  readonly programs: Readonly<Record<string, string>>;
  /** Warnings that the spec says are known, in its order. */
  readonly acknowledged: readonly Acknowledged[];
  /** Every token that a text of the output may hold, with its source. */
  readonly tokens: readonly Token[];
  /** Sources of tokens that the place has at all. */
  readonly sources: readonly SourceKind[];
  /** Where its machines can look up a token when they boot. */
  readonly machineSources: readonly SourceKind[];
}

export interface Acknowledged {
  /** As it is written: it may be no code. */
  readonly code: string;
  readonly reason: string;
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
  /** The release as one archive, from which machines take all programs; null where they fetch each. */
  readonly archiveUrl: string | null;
  readonly registerUrl: string;
  /** What machines of today's releases are made of; none where each part of them fetches its own. */
  readonly programs: readonly Program[];
}

/** A program's file for one architecture, as its project publishes it. */
export interface Program {
  /** e.g. `kubelet`, `containerd` */
  readonly name: string;
  /** What the spec's `programs` calls it: `kubelet`, `kubelet-arm64` */
  readonly key: string;
  readonly version: string;
  readonly architecture: Architecture;
  readonly url: string;
  /** SHA-256; null where neither the table of releases nor the spec knows it. */
  readonly digest: string | null;
}

/** What is known of a family of operating systems. */
export interface OsFacts {
  /** Who logs in over SSH, e.g. `core` */
  readonly loginUser: string;
  /** Whether the image's first-boot program can fetch instance metadata with a session token. */
  readonly metadataTokens: "optional" | "required";
  /** Where the machine can look up a token when it boots: asking AWS takes its command line. */
  readonly machineSources: readonly SourceKind[];
  /** What the image calls its root disk, e.g. `/dev/xvda` */
  readonly rootDevice: string;
  /** The images that its publisher has on EC2; null where there are none any more, so that the spec names one. */
  readonly published: PublishedImages | null;
  /** Where docker listens, and the units that the image has for that. */
  readonly dockerSocket: { readonly units: readonly string[]; readonly host: string };
  /** The second generation of etcd: the image's own, or one that the machine fetches. */
  readonly etcd2: Etcd2;
  /** What scripts call as `aws`: the image's own, a container, or requests that the image's curl signs (8.0 or later). */
  readonly awsClient: "image" | "container" | "requests";
  /** Whether Kubernetes, etcd, flannel and docker are packages of the image, so that machines fetch none of them. */
  readonly hasPackages: boolean;
  /** What docker has to be told to keep its layers in; null where it chooses well by itself. */
  readonly storageDriver: string | null;
  /** A step of the boot that prepares the image for pods, the name of a script of `templates/scripts/machine/`; null where it is ready. */
  readonly preparation: string | null;
  /** Whether user-data takes effect at every boot, so that a change needs a restart, not a new machine. */
  readonly appliesUserDataAtEveryBoot: boolean;
  /** The file that says whom the machine asks for names, as pods are to ask. */
  readonly resolvConf: string;
  /** Ending of the user-data file, after its format. */
  readonly userDataEnding: string;
  /** How what Terraform fills in stands in user-data: as it is, or as a URL has it. */
  readonly lateValue: "plain" | "url";
}

/** Images of EC2 as whoever publishes them names them. */
interface PublishedImages {
  /** The account that owns them in the partition `aws`. */
  readonly owner: string;
  /** The release that is taken unless the spec names another. */
  readonly release: string;
  /** By release, what their names are like for each architecture: a star is any text. */
  readonly names: Readonly<Record<string, Readonly<Record<Architecture, string>>>>;
}

/** As programs are published for. */
export type Architecture = "amd64" | "arm64";

interface Etcd2 {
  readonly unit: string;
  readonly program: string;
  readonly client: string;
  readonly isFetched: boolean;
}

export interface Os extends OsFacts {
  readonly family: ClusterSpec["os"]["family"];
  readonly sshAuthorizedKeys: readonly string[];
}

export interface Network {
  readonly type: NonNullable<NonNullable<ClusterSpec["network"]>["type"]>;
  /** Where machines of an overlay fetch flanneld. */
  readonly flannelUrl: string;
  /** Where they fetch weave, and the token that is its password; null where it has none. */
  readonly weaveUrl: string;
  readonly password: string | null;
  readonly podCidr: string;
  readonly serviceCidr: string;
  readonly dnsServiceIp: string;
  readonly registry: { readonly hostname: string; readonly address: string };
  /** e.g. `ycluster.local` */
  readonly domain: string;
  /** Whether machines are told of the cluster's DNS, and of its registry. */
  readonly asksDns: boolean;
  readonly asksRegistry: boolean;
}

/** How machines reach what is outside of the cluster. */
export interface Egress {
  readonly proxy: HttpProxy | null;
  /** Names or addresses; none where the machines keep the time of whom their image names. */
  readonly timeServers: readonly string[];
  /** By registry, e.g. `docker.io`: URLs that are asked first. */
  readonly mirrors: Readonly<Record<string, readonly string[]>>;
}

export interface HttpProxy {
  /** With its port: curl would take 1080 for it, others 80. */
  readonly url: string;
  /** Addresses and domains that are asked without it, the machine's own among them. */
  readonly except: readonly string[];
}

export interface Etcd {
  readonly clientPort: number;
  readonly peerPort: number;
  /** Those that are known beforehand; none where the control plane's founds the cluster by itself. */
  readonly members: readonly EtcdMember[];
  /** Null when nodes join the member on the control plane instead. */
  readonly discoveryUrl: string | null;
  /** URLs of an etcd outside the cluster; empty where the control plane runs it. */
  readonly endpoints: readonly string[];
  /** The release that machines without an etcd of their own fetch. */
  readonly archiveUrl: string;
  /** Whether nodes run it, too, as members or as ways to the control plane's. */
  readonly onNodes: boolean;
  /** Where it keeps its data; null for the release's own place. */
  readonly directory: string | null;
  /** The parts of the spec that decide about the unit that runs it. */
  readonly from: readonly SpecPath[];
}

interface EtcdMember {
  readonly name: string;
  readonly address: string;
}

export interface ControlPlane {
  /** The address or the name that others know it by, e.g. `172.31.0.10` */
  readonly host: string;
  /** The address that machines write down for that name themselves; null where others resolve it, or it is no name. */
  readonly entry: string | null;
  /** The same for machines of the control plane alone, which need not ask anybody else. */
  readonly ownEntry: string | null;
  /** The parts of the spec that decide about the host. */
  readonly hostFrom: readonly SpecPath[];
  /** How many machines of it there may be at once. */
  readonly most: number;
}

/** What machines are for: the control plane, a member of etcd, a node of a pool, or several of these at once. */
export interface Role {
  /** Its parts with a plus between them: `control-plane`, `etcd+minion` */
  readonly name: string;
  /** What the spec calls its parts: `control-plane`, `etcd`, the name of a pool. */
  readonly parts: readonly string[];
  readonly isControlPlane: boolean;
  readonly runsEtcd: boolean;
  /** The pool and its place in the list; null where no pods run. */
  readonly pool: { readonly of: NodePool; readonly index: number } | null;
  /** The parts of the spec by which there are machines of it. */
  readonly from: readonly SpecPath[];
}

export interface NodePool {
  readonly name: string;
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
  /** The parts of the spec that decide about it. */
  readonly from: readonly SpecPath[];
}

/** A file that the spec puts on machines. */
export interface OwnFile {
  /** Absolute path on the machine. */
  readonly path: string;
  readonly content: string;
  readonly mode: "0600" | "0640" | "0644" | "0755";
  /** e.g. `root:root` */
  readonly owner: string;
  /** Roles: `control-plane`, or names of node pools; null for all of them. */
  readonly machines: readonly string[] | null;
  /** The unit that binds its tokens before it starts, e.g. `docker.service` */
  readonly neededBy: string;
  /** The part of the spec that asks for it. */
  readonly from: SpecPath;
}
