/** The place that the machines run in, as far as every place has it; each platform's own model adds the rest. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { TokenSource } from "./token.ts";

export type PlaceType = ClusterSpec["platform"]["type"];

export interface Place {
  readonly type: PlaceType;
  /** Where in the world it is, e.g. `eu-central-1`; null where the place has nothing of the kind. */
  readonly region: string | null;
  /** What resolves names for the machines, e.g. `172.31.0.2`; null where the place has nothing of the kind. */
  readonly nameserver: string | null;
  /** Ranges of addresses that are taken before containers and services get theirs. */
  readonly ranges: readonly TakenRange[];
  /** Domains in which there are names already, that pods may have to ask for. */
  readonly domains: readonly TakenDomain[];
  /** Where every machine stands; null where machines come and go. */
  readonly placement: Placement | null;
  /** Whether it carries packets to containers by itself, or leaves that to the machines. */
  readonly routesContainers: boolean;
  /** The file that says who a machine is, as units name it. */
  readonly environmentFile: string;
  readonly offers: Offers;
  /** Addresses of its own that no machine asks by a proxy. */
  readonly askedDirectly: readonly string[];
  /** Images that nodes are given as files; none where registries have all of them. */
  readonly importedImages: readonly ImportedImage[];
  /** What no two clusters can both have, in words: `the bucket "example-media"` */
  readonly claims: readonly string[];
}

interface ImportedImage {
  /** As containers name it. */
  readonly image: string;
  /** The name of the tar file that docker export made. */
  readonly file: string;
}

export interface TakenRange {
  /** e.g. `container range` */
  readonly what: string;
  readonly cidr: string;
  /** The part of the spec that says so. */
  readonly path: SpecPath;
}

export interface TakenDomain {
  /** e.g. `private zone` */
  readonly what: string;
  readonly name: string;
  /** The part of the spec that says so; null where no spec decides about it. */
  readonly path: SpecPath | null;
}

/** Where every machine stands. */
export interface Placement<Machine extends MachinePlace = MachinePlace> {
  readonly controlPlane: Machine;
  /** Further machines that run no pods. */
  readonly others: readonly Machine[];
  /** In the order of the node pools. */
  readonly pools: readonly PoolPlacement<Machine>[];
}

export interface PoolPlacement<Machine extends MachinePlace = MachinePlace> {
  readonly nodes: readonly Machine[];
  /** How many nodes the pool can grow to before it meets the next one's addresses. */
  readonly capacity: number;
}

/** One machine of its own: an address, the containers' range. */
export interface MachinePlace {
  /** e.g. `minion-1` */
  readonly name: string;
  readonly address: string;
  /** The range its containers get their addresses from, e.g. `10.0.10.0/24` */
  readonly podCidr: string;
}

/** What the place brings for what runs on the cluster; null for what it does not. */
export interface Offers {
  readonly database: OfferedDatabase | null;
  /** Buckets of S3. */
  readonly store: ObjectStore | null;
}

export interface OfferedDatabase {
  readonly name: string;
  readonly user: string;
  /** Where the address of its server comes from, and the user's password. */
  readonly address: TokenSource;
  readonly password: TokenSource;
}

interface ObjectStore {
  /** The region it is asked in. */
  readonly region: string;
  /** Where it answers there, e.g. `s3.eu-west-3.amazonaws.com` */
  readonly host: string;
  /** The bucket for files of the shop, and the one for container images. */
  readonly media: string | null;
  readonly registry: string | null;
  /** Every bucket that comes with the cluster, by name. */
  readonly made: readonly string[];
}
