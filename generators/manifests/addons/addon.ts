import type { SpecPath } from "../../../schema/diagnostics.ts";
import { DEFAULTS } from "../../../schema/generated/defaults.ts";
import type { ClusterSpec } from "../../../schema/generated/types.ts";
import type { AddonConfig, AddonName } from "../../model/addons.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { WorkloadApi } from "../../model/kubernetes.ts";
import type { Container, KubernetesObject } from "../../model/objects.ts";
import type { Offers, Place } from "../../model/place.ts";
import type { TokenDeclaration } from "../../model/token.ts";
import type { Rule, RunbookParts } from "../../model/variants.ts";

type Given = NonNullable<ClusterSpec["addons"]>;

/** What an add-on's own images depend on. */
export interface ImageContext {
  readonly api: WorkloadApi;
  /** The image of today's cluster DNS. */
  readonly coreDnsImage: string;
  /** The cluster's own registry, e.g. `registry.default.ycluster.local:5000` */
  readonly registry: string;
}

/** A service address that the spec fixes. */
export interface FixedAddress {
  readonly path: SpecPath;
  /** e.g. `service solr` */
  readonly what: string;
  readonly address: string;
}

/** What of the cluster there is while tokens are resolved. */
type BeforeTokens = Pick<Cluster, "addons"> & { readonly platform: Pick<Place, "offers"> };

/** One add-on: what it needs, what it brings. Everything about it stands in its own file. */
interface AddonDefinition<Name extends AddonName, Config extends AddonConfig> {
  readonly name: Name;
  /** What it is, for the runbook. */
  readonly title: string;
  /** The first of the five numbers that its manifests' files may start with. It never changes: operators know files by it. */
  readonly number: number;
  /** The shapes of the Kubernetes API that it exists in. */
  readonly apis: readonly WorkloadApi[];
  /** Add-ons that it cannot work without. */
  readonly needs: readonly AddonName[];
  /** The shapes of the API whose clusters have it unless the spec has it off; it has no key of its own that is needed. */
  readonly onByDefault?: readonly WorkloadApi[];
  /** Its images unless the spec names others, by container. */
  readonly images: (context: ImageContext) => Readonly<Record<string, string>>;
  /** Its own keys, with every choice made. */
  readonly resolve: (given: NonNullable<Given[Name]>, offers: Offers) => Omit<Config, keyof AddonConfig>;
  readonly tokens?: (config: Config, cluster: BeforeTokens) => readonly TokenDeclaration[];
  /** In any order: services come before workloads by themselves. */
  readonly objects: (cluster: Cluster, config: Config) => readonly KubernetesObject[];
  /** A container it puts beside those of another add-on's workload. */
  readonly sidecar?: (cluster: Cluster, config: Config) => Container;
  /** Whether others build on it, so that it comes before images are pushed. */
  readonly isBase?: boolean;
  /** The build context of an image of its own, in `images/`. */
  readonly image?: string;
  /** The fixed address of its service; null where Kubernetes picks one. */
  readonly address?: (config: Config) => string | null;
  /** What only this add-on minds. */
  readonly rules?: readonly Rule[];
  /** What has to be there beforehand, in sentences for the runbook. */
  readonly things?: (config: Config, cluster: Cluster) => readonly string[];
  /** What an operator does about it once it runs; Markdown. */
  readonly runbook?: (config: Config, parts: RunbookParts, cluster: Cluster) => string;
}

/** An add-on whatever its configuration is: empty where it is off. */
export interface Addon<Config extends AddonConfig = AddonConfig, Name extends AddonName = AddonName> {
  readonly name: Name;
  readonly title: string;
  readonly number: number;
  readonly apis: readonly WorkloadApi[];
  readonly needs: readonly AddonName[];
  readonly images: (context: ImageContext) => Readonly<Record<string, string>>;
  readonly image: string | null;
  readonly isBase: boolean;
  /** Every choice made; null where the spec has it off. */
  readonly resolve: (given: Given, offers: Offers, context: ImageContext) => Config | null;
  readonly configOf: (cluster: Pick<Cluster, "addons">) => Config | null;
  readonly tokens: (cluster: BeforeTokens) => readonly TokenDeclaration[];
  readonly objects: (cluster: Cluster) => readonly KubernetesObject[];
  /** The add-on that gets the container, and the container. */
  readonly sidecar: (cluster: Cluster) => { readonly beside: AddonName; readonly container: Container } | null;
  readonly addresses: (cluster: Pick<Cluster, "addons">) => readonly FixedAddress[];
  readonly rules: readonly Rule[];
  readonly things: (cluster: Cluster) => readonly string[];
  readonly runbook: (cluster: Cluster, parts: RunbookParts) => string;
}

/** The parts of a configuration that every add-on has. */
interface Common {
  readonly enabled?: boolean;
  readonly images?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Closes a definition over its configuration, so that add-ons of all kinds fit one registry. */
export function addon<Name extends AddonName, Config extends AddonConfig = AddonConfig>(
  definition: AddonDefinition<Name, Config>,
): Addon<Config, Name> {
  const { name, title, number, apis, needs, images, image, rules } = definition;
  // The registry resolves each add-on by its own definition.
  const configOf = ({ addons }: Pick<Cluster, "addons">) => addons[name] as Config | null;
  const whenOn = <Result>(cluster: Pick<Cluster, "addons">, off: Result, on: (config: Config) => Result): Result => {
    const config = configOf(cluster);
    return config === null ? off : on(config);
  };
  return {
    name,
    title,
    number,
    apis,
    needs,
    images,
    image: image ?? null,
    isBase: definition.isBase ?? false,
    rules: rules ?? [],
    configOf,
    resolve: (given, offers, context) => {
      const unasked = definition.onByDefault?.includes(context.api) === true ? {} : undefined;
      const own = (given[name] ?? unasked) as (Common & NonNullable<Given[Name]>) | undefined;
      if (own === undefined || !(own.enabled ?? DEFAULTS.addonEnabled)) return null;
      const common: AddonConfig = { images: { ...images(context), ...own.images }, env: own.env ?? {} };
      return { ...common, ...definition.resolve(own, offers) } as Config;
    },
    tokens: (cluster) => whenOn(cluster, [], (config) => definition.tokens?.(config, cluster) ?? []),
    objects: (cluster) => whenOn(cluster, [], (config) => definition.objects(cluster, config)),
    sidecar: (cluster) =>
      whenOn(cluster, null, (config) => {
        const [beside] = needs;
        if (definition.sidecar === undefined || beside === undefined) return null;
        return { beside, container: definition.sidecar(cluster, config) };
      }),
    addresses: (cluster) =>
      whenOn(cluster, [], (config) => {
        const address = definition.address?.(config) ?? null;
        return address === null ? [] : [{ path: ["addons", name, "address"], what: `service ${name}`, address }];
      }),
    things: (cluster) => whenOn(cluster, [], (config) => definition.things?.(config, cluster) ?? []),
    runbook: (cluster, parts) => whenOn(cluster, "", (config) => definition.runbook?.(config, parts, cluster) ?? ""),
  };
}

/** The image of one of an add-on's containers; resolve gives each container one. */
export function imageOf({ images }: Pick<AddonConfig, "images">, name: string): string {
  const image = images[name];
  if (image === undefined) throw new Error(`resolve gave the container ${name} no image`);
  return image;
}

/** Every shape of the API, oldest first. */
export const EVERY_API: readonly WorkloadApi[] = ["v1beta1", "v1", "apps/v1"];
