/** The axes along which clusters differ: what a variant of each says. A variant is a small file in its registry. */
import type { Finding, SpecPath } from "../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { TEMPLATES } from "../text/generated/templates.js";
import type { Artifact } from "./artifact.ts";
import type {
  Cluster,
  ControlPlane,
  Entrance,
  Etcd,
  Network,
  NodePool,
  Os,
  OsFacts,
  OwnFile,
  Role,
} from "./cluster.ts";
import type { Contents } from "./contents.ts";
import type { BootstrapName, KubernetesFeatures, RuntimeName } from "./kubernetes.ts";
import type { Delivery, Machine, OwnAddress, Parts, Payload } from "./machine.ts";
import type { KubernetesObject, Namespace, Service, Verbatim, Workload } from "./objects.ts";
import type { MachinePlace, Place } from "./place.ts";
import type { StackData } from "./stack.ts";
import type { Declared, SourceKind, Token } from "./token.ts";
import type { Entries, ExecWord, Flags, Unit } from "./units.ts";

/** The variants of one cluster, looked up once and handed on. */
export interface Variants {
  readonly features: KubernetesFeatures;
  readonly os: OsVariant;
  readonly network: NetworkVariant;
  readonly runtime: RuntimeVariant;
  readonly bootstrap: BootstrapVariant;
  readonly shape: Shape;
  readonly place: PlaceVariant;
  readonly platform: PlatformVariant;
}

/**
 * What is wrong with a cluster that has the right shape. Rules read what was decided, so that none decides
 * it again; their places are paths of the native spec.
 */
export type Rule<P extends Place = Place> = (
  cluster: Cluster<P>,
  contents: Contents,
  variants: Variants,
) => readonly Finding[];

/** What a machine is made for, and what with. */
export interface MachinePlan<P extends Place = Place> {
  readonly cluster: Cluster<P>;
  readonly role: Role;
  /** How its units learn its own address. */
  readonly own: OwnAddress;
  readonly objects: readonly KubernetesObject[];
  readonly variants: Variants;
}

/** A family of operating systems: how a machine is told what it is. */
export interface OsVariant<Family extends Os["family"] = Os["family"]> {
  readonly family: Family;
  readonly facts: OsFacts;
  /** How units in its user-data learn the machine's own address. */
  readonly ownAddress: OwnAddress;
  /** Whether its machines go through steps of a boot (`BOOT_STEPS`), which somebody has to run. */
  readonly needsSteps: boolean;
  /** Whether its machines run a Kubernetes of these features. */
  readonly runs: (features: KubernetesFeatures) => boolean;
  /** What its images bring of a cluster, which is set up where it is; null where machines fetch it. */
  readonly brings: Brought | null;
  /** How a host that is there already comes by its user-data; null where nobody does that. */
  readonly seed: Seed | null;
  readonly parts: (plan: MachinePlan) => Parts;
  /** Holds nothing that changes without the machine: a new comment would restart it. */
  readonly userData: (machine: Machine) => string;
}

/** Where a host has its user-data, for the runbook. */
export interface Seed {
  readonly path: string;
  /** The end of a sentence: `which it reads at every boot` */
  readonly whenRead: string;
  /** What makes the host do what it says, as ssh takes it. */
  readonly command: string;
}

/** What an image has of a cluster's programs, as packages of its distribution. */
interface Brought {
  readonly bootstrap: BootstrapName;
  readonly runtime: RuntimeName;
  /** The pod networks that it has programs for. */
  readonly networks: readonly Network["type"][];
}

/** How container traffic crosses machines. */
export interface NetworkVariant<Type extends Network["type"] = Network["type"]> {
  readonly type: Type;
  /** Why there is nothing of it for the cluster's Kubernetes; null where there is. */
  readonly ended: string | null;
  /** The range of all containers unless the spec names another. */
  readonly podCidr: string;
  readonly parts: (plan: MachinePlan) => Parts;
  /** What the container runtime is told about it. */
  readonly containers: (cluster: Cluster) => ContainerNetwork;
  /** The unit that stands for all that makes it; null where there is none. */
  readonly overlayTarget: string | null;
  /** What the cluster is told of it, as objects. */
  readonly objects: (cluster: Cluster) => readonly KubernetesObject[];
  /** Files of its own whose tokens machines bind. */
  readonly files: (network: Network) => readonly OwnFile[];
  /** What its machines fetch, as URLs. */
  readonly fetched: (network: Network) => readonly string[];
  /** Whether each machine's containers have a range that is known beforehand. */
  readonly hasFixedRanges: boolean;
  /** Where etcd has what each machine leases, below this key; null where nothing is leased. */
  readonly leases: string | null;
  /** What a host that is there already is told of its part in the network, as variables. */
  readonly hostVariables: (cluster: Cluster, host: MachinePlace) => Variables;
  /** Paths of machines that its programs write. */
  readonly ownPlaces: readonly string[];
  /** What only this network minds. */
  readonly rules: readonly Rule[];
}

/** What a file of variables says, by name. */
export type Variables = readonly (readonly [name: string, value: string])[];

interface ContainerNetwork {
  /** The file that says which range the machine's containers have. */
  readonly environmentFile: ExecWord;
  /** The unit that writes it. */
  readonly unit: string;
  /**
   * `requires`: the runtime goes when what it waits for goes, and is not started when that does not start. `wants`: it
   * starts after it whatever becomes of it, and tries again until the file is there.
   */
  readonly bond: "requires" | "wants";
  /** Commands that run before the runtime does. */
  readonly before: readonly (readonly ExecWord[])[];
  /** What the runtime is told of the bridge that containers are on: its address, their range, what a packet may have there. */
  readonly options: readonly ExecWord[];
  /** Whether the network masquerades what leaves it, so that the runtime must not. */
  readonly masquerades: boolean;
}

type Login = NonNullable<ClusterSpec["registries"]>[string];

/** What runs the containers of a machine. */
export interface RuntimeVariant {
  readonly unit: string;
  /** Where it keeps images and containers, below `/var/lib`. */
  readonly directory: string;
  readonly parts: (plan: MachinePlan) => Parts;
  /** Files with credentials of registries, by registry; of root where nobody else owns them. */
  readonly credentials: (
    registries: readonly (readonly [registry: string, login: Login])[],
    loginUser: string,
  ) => readonly { readonly path: string; readonly owner: string | null; readonly content: object }[];
  /** What only this runtime minds. */
  readonly rules: readonly Rule[];
}

/** How a machine becomes a control plane or a node. */
export interface BootstrapVariant {
  /** The units that others wait for, or bind something for. */
  readonly units: BootstrapUnits;
  /** Where etcd keeps its data on the machines. */
  readonly etcdDirectory: (cluster: Cluster) => string;
  /** Tokens in what its machines are told, which they bind. */
  readonly tokens: readonly Declared[];
  readonly parts: (plan: MachinePlan) => Parts;
  /** What a host that is there already is told of itself, as variables. */
  readonly hostVariables: (cluster: Cluster, host: MachinePlace, role: Role) => Variables;
  /** What only this bootstrap minds. */
  readonly rules: readonly Rule[];
}

export interface BootstrapUnits {
  readonly api: string;
  readonly controllerManager: string;
  readonly scheduler: string;
  readonly kubelet: string;
  readonly proxy: string;
}

/** How one generation of the API spells objects. One description may become several objects. */
export interface Shape {
  readonly namespace: (namespace: Namespace) => readonly Spelled[];
  readonly service: (service: Service, features: KubernetesFeatures) => readonly Spelled[];
  readonly workload: (workload: Workload) => readonly Spelled[];
  readonly verbatim: (verbatim: Verbatim) => readonly Spelled[];
}

/** An object as an API version spells it. */
export interface Spelled {
  /** As kubectl takes it, e.g. `rc` */
  readonly resource: string;
  readonly name: string;
  /** What it is, in a file name. */
  readonly what: string;
  readonly manifest: object;
}

/** What is decided before the place is. */
export interface Surroundings {
  readonly network: Network;
  /** Whether each machine's containers have a range that is known beforehand, so that routes can lead there. */
  readonly hasFixedRanges: boolean;
  readonly os: Os;
  readonly features: KubernetesFeatures;
}

/** What resolve has to know of a kind of place. */
export interface PlaceVariant<P extends Place = Place> {
  readonly type: P["type"];
  /** The pod networks that it has; the first that the image can have unless the spec names another. */
  readonly networks: readonly [Network["type"], ...Network["type"][]];
  /** The operating systems that its machines run. */
  readonly families: readonly Os["family"][];
  /** Whether the cluster is told of it by a controller of the cloud's own (`--cloud-provider=external`). */
  readonly hasCloud: boolean;
  /** Why nodes must be able to come and go without the other nodes' say; null where they need not. */
  readonly nodesComeAndGo: string | null;
  /** Decides everything about the place. Total: what does not fit is for the rules to refuse. */
  readonly resolve: (spec: ClusterSpec, surroundings: Surroundings) => P;
  /** What is noticed of its part of the spec and shows in no cluster. */
  readonly notices: (spec: ClusterSpec) => readonly Finding[];
  /** Keys that other choices of its part of the spec leave without effect. */
  readonly idleKeys: (
    spec: ClusterSpec,
    os: OsFacts,
    network: Network["type"],
    features: KubernetesFeatures,
  ) => readonly IdleKeys[];
  /** What others know the control plane by. */
  readonly host: (place: P, spec: ClusterSpec) => ControlPlane;
  /** What it decides about the nodes of a pool, by the pool's place in the list. */
  readonly pool: (place: P, index: number) => Pick<NodePool, "count" | "most" | "labels" | "zones">;
  /** What its machines are for, each kind once. */
  readonly roles: (place: P, cluster: Pick<Cluster, "nodePools" | "etcd">) => readonly Role[];
  /** Where etcd runs, and where it keeps its data. */
  readonly etcd: (place: P) => Pick<Etcd, "onNodes" | "directory" | "from" | "members">;
  /** Whether machines ask for the cluster's DNS and its registry although the spec says of neither where it is. */
  readonly asksForNames: (os: OsFacts, features: KubernetesFeatures) => boolean;
  /** Where the web's requests reach nodes. */
  readonly entrance: (place: P) => Entrance;
  /** Files that the place puts on machines beside the spec's own. */
  readonly files: (place: P, units: BootstrapUnits) => readonly OwnFile[];
  /** Tokens in what the place puts on machines; `others` are those of the add-ons and the spec. */
  readonly tokens: (place: P, others: readonly Token[]) => readonly Declared[];
  /** The stack that a Terraform output is of, by the output's name; none where there is no Terraform. */
  readonly outputs: Readonly<Record<string, { readonly stack: string }>>;
  /** Sources of tokens that there are at all, whoever asks them. */
  readonly sources: readonly SourceKind[];
  /** Where its machines can look up a token when they boot. */
  readonly machineSources: (os: OsFacts) => readonly SourceKind[];
}

/** Keys without effect, and why. A star is any entry of a list. */
export interface IdleKeys {
  readonly why: string;
  readonly keys: readonly (readonly string[])[];
}

/** What brings a kind of place and its machines into being. */
interface PlatformVariant<P extends Place = Place> {
  readonly type: P["type"];
  /** Whether its machines run the steps of a boot. */
  readonly runsSteps: boolean;
  /** How units learn the machine's own address where it is not user-data that brings them; null where it is. */
  readonly ownAddress: ((cluster: Cluster<P>) => OwnAddress) | null;
  /** A file of variables for what is run before a unit; null where nothing needs any. */
  readonly settings: (cluster: Cluster<P>) => string | null;
  /** Whether the control plane creates the add-ons, so that nobody has to. */
  readonly createsAddons: boolean;
  readonly parts: (plan: MachinePlan<P>) => Parts;
  /** What the cluster is told of the place, as objects. */
  readonly objects: (cluster: Cluster<P>) => readonly KubernetesObject[];
  /** Flags of the API server, and of kubelets, that come from where they stand. */
  readonly apiServerFlags: (cluster: Cluster<P>) => Flags;
  readonly kubeletFlags: (cluster: Cluster<P>) => Flags;
  /** The same of today's kubelets, beside the file that all of them read: flags of a role's machines, by name. */
  readonly nodeFlags: (cluster: Cluster<P>, role: Role) => Readonly<Record<string, string>>;
  /** What runs before a unit's own program does, by the unit's name. */
  readonly before: (cluster: Cluster<P>, unit: string, units: BootstrapUnits) => Entries;
  /** Whether the control plane reaches services where no pods run on it. */
  readonly proxiesWithoutPods: boolean;
  /** What becomes of each unit of its machines. */
  readonly finish: (unit: Unit) => Unit;
  /** Paths on a role's machines that are not the spec's to fill; one that ends in a slash is a directory. */
  readonly ownPlaces: (role: string, runtime: RuntimeVariant) => readonly string[];
  /** Whether there is user-data for each role, from which its machines boot. */
  readonly bootsFromUserData: boolean;
  /** What it has in the output of its own: how machines come by what they consist of. */
  readonly artifacts: (cluster: Cluster<P>, payloads: readonly Payload[], variants: Variants) => readonly Artifact[];
  readonly deliver: (cluster: Cluster<P>, machine: Machine, variants: Variants) => Delivery;
  readonly rules: readonly Rule<P>[];
  /** What Terraform makes. Total, like resolve: the rules look into it. */
  readonly stacks: (cluster: Cluster<P>, payloads: readonly Payload[]) => readonly StackData[];
  readonly members: EtcdMembers<P>;
  /** What the runbook says of the place. */
  readonly runbook: (cluster: Cluster<P>, variants: Variants) => RunbookParts;
}

/** A platform that has nothing of its own to say of the components. */
export const AS_EVERYWHERE = {
  objects: () => [],
  apiServerFlags: () => [],
  kubeletFlags: () => [],
  nodeFlags: () => ({}),
  before: () => [],
  proxiesWithoutPods: true,
} as const satisfies Partial<PlatformVariant>;

/** The voting members of etcd, where nothing but the machine's own disk keeps their data. */
export interface EtcdMembers<P extends Place = Place> {
  /** By name, the resource that each goes with; a text of the platform's own where Terraform makes none. */
  readonly resources: (cluster: Cluster<P>) => Readonly<Record<string, string>>;
  /** The part of the spec behind an attribute that such a resource cannot change without being made anew. */
  readonly replacedBy: Readonly<Record<string, SpecPath>>;
  /** The part of the spec that lists them, where no number of nodes says how many there are; null where one does. */
  readonly listedIn: SpecPath | null;
}

/** Where machines keep nothing that is not also kept elsewhere. */
export const NO_MEMBERS: EtcdMembers = { resources: () => ({}), replacedBy: {}, listedIn: null };

type TemplateName = keyof typeof TEMPLATES;

/** What the runbook has in other words for each kind of place: which templates, and the values they take. */
export interface RunbookParts {
  /** What it begins with, and what it ends with. */
  readonly heads: readonly TemplateName[];
  readonly references: readonly TemplateName[];
  readonly values: Readonly<Record<string, unknown>>;
  /** What ssh takes to reach the control plane through another machine, with a blank behind it. */
  readonly jumpOption: string;
  /** How images come to nodes that cannot pull them. */
  readonly publicImages: TemplateName;
  /** Where such an image goes, as `publicImages` says it; empty where it goes from machine to machine. */
  readonly imagePlace: (image: string) => string;
  /** Where a program that has a digest is looked for first, with a slash behind it; empty where there is no such place. */
  readonly programsPlace: string;
  /** Whether what lies on a node's disk outlives changes of the spec. */
  readonly disksLast: boolean;
  /** What has to be there before anything else, such as where Terraform keeps its state. */
  readonly foundations: readonly string[];
  /** What has to be there before the machines are. */
  readonly things: readonly string[];
}

/** A variant as a registry holds it, under its own type. */
export type PlaceEntry<Type> = PlaceVariant & { readonly type: Type };
export type PlatformEntry<Type> = PlatformVariant & { readonly type: Type };

/** Closes a variant over its place: it is only ever given one that it resolved itself. */
export const placeVariant = <P extends Place>(variant: PlaceVariant<P>): PlaceEntry<P["type"]> =>
  variant as unknown as PlaceEntry<P["type"]>;

export const platformVariant = <P extends Place>(variant: PlatformVariant<P>): PlatformEntry<P["type"]> =>
  variant as unknown as PlatformEntry<P["type"]>;
