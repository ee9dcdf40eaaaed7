/** Kubernetes objects as every version means them; `shapes/` has how each version spells them. */
import type { SpecPath } from "../../schema/diagnostics.ts";

export type Labels = Readonly<Record<string, string>>;

export interface ContainerPort {
  readonly name: string;
  readonly port: number;
  /** The port of the node that leads to it; null when none does. */
  readonly hostPort: number | null;
  readonly protocol: "TCP" | "UDP";
  /** Whether the node's port is claimed only to keep pods that claim the same one off this node. */
  readonly keepsApart?: boolean;
}

/** A variable with a value, with one of a Secret, or with one that Kubernetes knows when the pod starts. */
export type EnvVar =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly secret: string; readonly key: string }
  | { readonly name: string; readonly field: "status.podIP" | "metadata.name" };

export interface Mount {
  readonly volume: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** Whether a container is well, asked over HTTP or by a command. */
export interface Probe {
  readonly check: { readonly path: string; readonly port: number } | { readonly command: readonly string[] };
  readonly delaySeconds: number;
  readonly timeoutSeconds: number;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  /** What runs instead of the image's entrypoint; empty for the image's own. */
  readonly command: readonly string[];
  /** What the entrypoint is given; empty for the image's own. */
  readonly args: readonly string[];
  /** Thousandths of a processor that it is sure of; null for what is left over. */
  readonly cpu: number | null;
  /** Mebibytes that it is sure of, and no more; null for no limit. */
  readonly memory: number | null;
  /** When the node pulls the image; null for what the version does by itself. */
  readonly pullPolicy: "Always" | "IfNotPresent" | "Never" | null;
  readonly env: readonly EnvVar[];
  readonly ports: readonly ContainerPort[];
  readonly mounts: readonly Mount[];
  readonly liveness: Probe | null;
  readonly readiness: Probe | null;
  /** The part of the spec it comes from. */
  readonly from: SpecPath;
}

export interface Volume {
  readonly name: string;
  readonly source:
    | { readonly kind: "emptyDir" }
    | { readonly kind: "hostPath"; readonly path: string }
    | { readonly kind: "configMap"; readonly name: string }
    | { readonly kind: "files"; readonly files: Readonly<Record<string, string>> }
    | null;
}

/** Whose the spec's own objects are. */
export const OWN = "own";

interface Named {
  readonly name: string;
  readonly namespace: string;
  /** Whose it is: an add-on, or `own` for the spec's own. */
  readonly owner: string;
  /** The parts of the spec that decide about it; the first is its own. */
  readonly from: readonly [SpecPath, ...SpecPath[]];
}

/** A number of equal pods that are kept running. */
export interface Workload extends Named {
  readonly kind: "workload";
  /** Whether there is a single pod and nobody who keeps it running. */
  readonly lone: boolean;
  readonly replicas: number;
  /** Of its pods. */
  readonly labels: Labels;
  /** Those of them that it counts its pods by. */
  readonly selector: Labels;
  /** Of the controller itself. */
  readonly ownLabels: Labels;
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  /** What the nodes bear that its pods may run on; nothing for any. */
  readonly nodeSelector: Labels;
  /** Whether its pods resolve through the cluster's DNS or as their node does. */
  readonly dns: "cluster" | "node";
  /** The headless service that gives each pod a name of its own, where the version has such pods. */
  readonly identity: string | null;
  readonly serviceAccount: string | null;
  /** Whether the cluster itself depends on it: it may run anywhere and has no more rights than it needs. */
  readonly system: boolean;
}

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
  readonly protocol: "TCP" | "UDP";
}

export interface Service extends Named {
  readonly kind: "service";
  /** Fixed; null where Kubernetes picks one, `headless` where the name leads to the pods themselves. */
  readonly address: string | "headless" | null;
  readonly selector: Labels;
  /** Of the service itself. */
  readonly labels: Labels;
  /** Addresses of nodes that it answers at, too. */
  readonly publicAddresses: readonly string[];
  readonly ports: readonly [ServicePort, ...ServicePort[]];
}

export interface Namespace extends Named {
  readonly kind: "namespace";
  /** What its pods may do to their nodes, as the admission of pods has it where a version has that. */
  readonly enforce: "privileged" | "baseline";
}

/** An object that only some versions have, in their own words. */
export interface Verbatim extends Named {
  readonly kind: "verbatim";
  /** What it is in a file name, e.g. `role`. */
  readonly what: string;
  readonly object: Readonly<Record<string, unknown>>;
  /** Whether pods that it makes may do anything to their nodes. */
  readonly isPrivileged: boolean;
}

/** Whose objects a cluster is none without: its network, its cloud, its DNS. */
const OF_THE_SYSTEM: readonly string[] = ["network", "cloud", "dns"];

export const isOfTheSystem = ({ owner }: KubernetesObject): boolean => OF_THE_SYSTEM.includes(owner);

export type KubernetesObject = Namespace | Verbatim | Service | Workload;

/** A container with nothing special about it. */
export const container = (plain: Pick<Container, "name" | "image" | "from"> & Partial<Container>): Container => ({
  command: [],
  args: [],
  cpu: null,
  memory: null,
  pullPolicy: null,
  env: [],
  ports: [],
  mounts: [],
  liveness: null,
  readiness: null,
  ...plain,
});

export const workload = (
  plain: Pick<Workload, "name" | "namespace" | "owner" | "from" | "labels" | "containers"> & Partial<Workload>,
): Workload => ({
  kind: "workload",
  lone: false,
  selector: plain.labels,
  ownLabels: plain.labels,
  replicas: 1,
  volumes: [],
  nodeSelector: {},
  dns: "cluster",
  identity: null,
  serviceAccount: null,
  system: false,
  ...plain,
});

/** An object in the words of its version, under the name that it gives itself. */
export const verbatim = (
  object: { readonly kind: string; readonly metadata?: { readonly name?: string } },
  about: Pick<Verbatim, "namespace" | "owner" | "from"> & Partial<Pick<Verbatim, "isPrivileged">>,
): Verbatim => ({
  kind: "verbatim",
  name: object.metadata?.name ?? "",
  what: object.kind.toLowerCase(),
  object: { ...object },
  isPrivileged: false,
  ...about,
});

export const service = (
  plain: Pick<Service, "name" | "namespace" | "owner" | "from" | "selector" | "ports"> & Partial<Service>,
): Service => ({ kind: "service", address: null, labels: plain.selector, publicAddresses: [], ...plain });

export const tcp = (name: string, port: number, hostPort: number | null = null): ContainerPort => ({
  name,
  port,
  hostPort,
  protocol: "TCP",
});

/** A service port that leads to the same port of the pods. */
export const same = (name: string, port: number, protocol: "TCP" | "UDP" = "TCP"): ServicePort => ({
  name,
  port,
  targetPort: port,
  protocol,
});

/** A spec's environment behind what the add-on sets itself: the spec wins. */
export function environment(own: readonly EnvVar[], spec: Readonly<Record<string, string>>): readonly EnvVar[] {
  const given = Object.entries(spec).map(([name, value]) => ({ name, value }));
  return [...own.filter(({ name }) => !Object.hasOwn(spec, name)), ...given];
}
