/** A machine as data, before an operating system's format makes it text. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { Artifact } from "./artifact.ts";
import type { Entries, RawWord, Unit } from "./units.ts";

export interface MachineFile {
  /** Absolute path on the machine. */
  readonly path: string;
  readonly mode: "0600" | "0640" | "0644" | "0755";
  /** e.g. `root:root` */
  readonly owner: string;
  readonly content: string;
  /** The parts of the spec that decide about it. */
  readonly from: readonly SpecPath[];
  /** Only where it holds tokens: the unit that binds them before it starts. */
  readonly boundBy?: string;
  /** Only where the image brings a file of this path, whose place it takes. */
  readonly takesPlace?: true;
}

/** A port of the machine that something of its own listens on, so that no pod can have it. */
export interface Listener {
  /** For a sentence: `the kubelet` */
  readonly who: string;
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

/** What a machine fetches from elsewhere before it starts it. */
interface Fetched {
  /** e.g. `kubelet`, as `programs` of the spec has it. */
  readonly name: string;
  readonly url: string;
  /** Its SHA-256, where it is known whatever the spec says. */
  readonly digest?: string;
}

/** What a part of the system adds to a machine. */
export interface MachinePart {
  readonly files: readonly MachineFile[];
  /** In the order in which they are to be started. */
  readonly units: readonly Unit[];
  /** Left out where nothing of it listens. */
  readonly listens?: readonly Listener[];
  /** Left out where nothing of it is fetched. */
  readonly fetches?: readonly Fetched[];
}

/** TCP ports, and who listens there. */
export const listening = (who: string, ...ports: readonly number[]): readonly Listener[] =>
  ports.map((port) => ({ who, port, protocol: "TCP" }));

/**
 * When what a machine has is started. This order is the order of the units: the way out before who takes it, the store
 * before what reads it, the network before the runtime, the runtime before what runs on it, be it a part of the network. Last comes what a machine that
 * runs may take over without another one in its place.
 */
export const STAGES = [
  "egress",
  "machine",
  "store",
  "address",
  "discovery",
  "names",
  "network",
  "runtime",
  "overlay",
  "images",
  "components",
  "cluster",
  "standing",
] as const;

export type Stage = (typeof STAGES)[number];

/** What one axis adds to a machine, by stage. */
export type Parts = Readonly<Partial<Record<Stage, readonly MachinePart[]>>>;

/** How the units of a machine learn its own address. */
export interface OwnAddress {
  /** The machine's private address as its units write it. */
  readonly address: RawWord;
  /** What Kubernetes knows it by as a node, and etcd as a member. */
  readonly name: RawWord;
  /** What a service section needs for that. */
  readonly environment: Entries;
  /** Where etcd listens on the machine and is known, as URLs. */
  readonly etcd: (ports: EtcdPorts) => EtcdUrls;
}

interface EtcdPorts {
  readonly clientPort: number;
  readonly peerPort: number;
}

interface EtcdUrls {
  readonly listenClient: RawWord;
  readonly advertiseClient: RawWord;
  readonly peer: RawWord;
}

/** How a machine comes by what it is made of. */
export interface Delivery {
  /** What is in its user-data. */
  readonly boot: Machine;
  /** What it fetches, by the key of the object in the cluster's bucket, which has the content's digest in it. */
  readonly objects: readonly BucketObject[];
  /** What it looks at again and again, under keys that stay: which of these objects it has by now. */
  readonly standing: readonly BucketObject[];
}

export interface BucketObject {
  readonly key: string;
  /** Where the machine puts it. */
  readonly path: string;
  readonly artifact: Artifact;
}

export interface Machine extends Required<MachinePart> {
  /** The name of its role, and of its directory. */
  readonly role: string;
  /** What the spec calls the parts of its role. */
  readonly parts: readonly string[];
  /** What it is, for the first line of its user-data: `control plane of ycluster`. */
  readonly title: string;
  readonly sshAuthorizedKeys: readonly string[];
  /** A file of variables for what is run before a unit; null where nothing needs any. */
  readonly settings: string | null;
  /** The parts of the spec by which there are such machines. */
  readonly own: readonly SpecPath[];
  /** The parts of the spec that decide about it. */
  readonly from: readonly SpecPath[];
  /** Paths of files and names of units that have to be there before it asks anybody for the others. */
  readonly early: readonly string[];
  /** Names of the units that keep the cluster's state: members of which need each other to start. */
  readonly store: readonly string[];
  /** Paths of files and names of units that may change while it runs. */
  readonly standing: readonly string[];
  /** Only in user-data: the tokens that Terraform fills in there. */
  readonly late?: readonly string[];
}

/** Machines of one role and the user-data they boot from. */
export interface Payload {
  /** All that it consists of. */
  readonly machine: Machine;
  /** What is in its user-data. */
  readonly boot: Machine;
  /** Ending of its file, e.g. `yml` */
  readonly ending: string;
  readonly userData: string;
  /** What it fetches besides. */
  readonly objects: readonly BucketObject[];
  /** What it looks at again and again. */
  readonly standing: readonly BucketObject[];
}

/** Parts in order; a file that two parts bring is brought once. */
export function merge(parts: readonly MachinePart[]): Required<MachinePart> {
  const files = new Map(parts.flatMap((part) => part.files.map((file) => [file.path, file] as const)));
  return {
    files: [...files.values()],
    units: parts.flatMap((part) => part.units),
    listens: parts.flatMap(({ listens }) => listens ?? []),
    fetches: parts.flatMap(({ fetches }) => fetches ?? []),
  };
}
