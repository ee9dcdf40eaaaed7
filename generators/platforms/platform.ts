import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { Payload } from "../machines/payload.ts";
import type { Artifact } from "../model/artifact.ts";
import type { Cluster, ControlPlane, Entrance, Network, NodePool, Os, OwnFile } from "../model/cluster.ts";
import type { Delivery, Machine } from "../model/machine.ts";
import type { KubernetesObject } from "../model/objects.ts";
import type { Platform } from "../model/place.ts";
import type { Rule } from "../model/rule.ts";
import type { Declared, SourceKind, Token } from "../model/token.ts";
import type { RunbookParts } from "../runbook-parts.ts";

/** A kind of place that machines run in. */
export interface PlatformDefinition<Place extends Platform> {
  readonly type: Place["type"];
  /** The pod networks that it has; the first unless the spec names another. */
  readonly networks: readonly [Network["type"], ...Network["type"][]];
  /** The operating systems that its machines run. */
  readonly families: readonly Os["family"][];
  /** Whether nodes must be able to come and go without the other nodes' say. */
  readonly nodesComeAndGo: boolean;
  /** Decides everything about the place. Total: what does not fit is for the rules to refuse. */
  readonly resolve: (spec: ClusterSpec, network: Network) => Place;
  /** What others know the control plane by. */
  readonly host: (place: Place) => Pick<ControlPlane, "host" | "hostFrom" | "most">;
  /** What it decides about the nodes of a pool, by the pool's place in the list. */
  readonly pool: (place: Place, index: number) => Pick<NodePool, "most" | "labels" | "zones">;
  /** Where the web's requests reach nodes. */
  readonly entrance: Entrance;
  /** Files that the place puts on machines beside the spec's own. */
  readonly files: (place: Place) => readonly OwnFile[];
  /** Paths on a group's machines that are not the spec's to fill; one that ends in a slash is a directory. */
  readonly ownPlaces: (group: string) => readonly string[];
  /** Tokens in what the place puts on machines; `others` are those of the add-ons and the spec. */
  readonly tokens: (place: Place, others: readonly Token[]) => readonly Declared[];
  /** Where its machines can look up a token when they boot. */
  readonly machineSources: (os: Pick<Os, "family">) => readonly SourceKind[];
  readonly rules: readonly Rule<Place>[];
  /** One entry a group of machines that boot from the same user-data. */
  readonly machines: (cluster: Cluster<Place>, objects: readonly KubernetesObject[]) => readonly Machine[];
  /** How a machine gets what it is made of. */
  readonly deliver: (cluster: Cluster<Place>, machine: Machine) => Delivery;
  /** What brings the place and the machines into being. */
  readonly generate: (cluster: Cluster<Place>, payloads: readonly Payload[]) => readonly Artifact[];
  /** What the runbook says of the place. */
  readonly runbook: (cluster: Cluster<Place>) => RunbookParts;
}

export type PlatformVariant = PlatformDefinition<Platform>;

/** A definition as the registry holds it: it is only ever given a place that it resolved itself. */
export const platform = <Place extends Platform>(definition: PlatformDefinition<Place>): PlatformVariant =>
  definition as unknown as PlatformVariant;
