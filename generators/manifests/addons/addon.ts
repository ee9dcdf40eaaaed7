import type { AddonName, Addons, Cluster } from "../../model/cluster.ts";
import type { Container, KubernetesObject } from "../../model/objects.ts";
import type { TokenDeclaration } from "../../model/token.ts";
import type { WorkloadApi } from "../../variants/kubernetes.ts";

/** What an add-on's own images depend on. */
export interface ImageContext {
  readonly api: WorkloadApi;
  /** The cluster's own registry, e.g. `registry.default.ycluster.local:5000` */
  readonly registry: string;
}

/** One add-on: what it needs, what it brings. Everything about it stands in its own file. */
export interface AddonDefinition<Name extends AddonName> {
  readonly name: Name;
  /** What it is, for the runbook. */
  readonly title: string;
  /** The shapes of the Kubernetes API that it exists in. */
  readonly apis: readonly WorkloadApi[];
  /** Add-ons that it cannot work without. */
  readonly needs: readonly AddonName[];
  /** Its images unless the spec names others, by container. */
  readonly images: (context: ImageContext) => Readonly<Record<string, string>>;
  readonly tokens: (config: NonNullable<Addons[Name]>, cluster: Pick<Cluster, "data">) => readonly TokenDeclaration[];
  /** In any order: services come before workloads by themselves. */
  readonly objects: (cluster: Cluster, config: NonNullable<Addons[Name]>) => readonly KubernetesObject[];
  /** A container it puts beside those of another add-on's workload. */
  readonly sidecar?: (cluster: Cluster, config: NonNullable<Addons[Name]>) => Container;
  /** The build context of an image of its own, in `images/`. */
  readonly image?: string;
}

/** An add-on whatever its configuration is: empty where it is off. */
export interface Addon {
  readonly name: AddonName;
  readonly title: string;
  readonly apis: readonly WorkloadApi[];
  readonly needs: readonly AddonName[];
  readonly images: AddonDefinition<AddonName>["images"];
  readonly image: string | null;
  readonly tokens: (cluster: Pick<Cluster, "data" | "addons">) => readonly TokenDeclaration[];
  readonly objects: (cluster: Cluster) => readonly KubernetesObject[];
  /** The add-on that gets the container, and the container. */
  readonly sidecar: (cluster: Cluster) => { readonly beside: AddonName; readonly container: Container } | null;
}

/** Closes a definition over its configuration, so that add-ons of all kinds fit one list. */
export function addon<Name extends AddonName>(definition: AddonDefinition<Name>): Addon {
  const { name, title, apis, needs, images, tokens, objects, sidecar, image } = definition;
  const configOf = ({ addons }: Pick<Cluster, "addons">) => addons[name] as NonNullable<Addons[Name]> | null;
  return {
    name,
    title,
    apis,
    needs,
    images,
    image: image ?? null,
    tokens: (cluster) => {
      const config = configOf(cluster);
      return config === null ? [] : tokens(config, cluster);
    },
    objects: (cluster) => {
      const config = configOf(cluster);
      return config === null ? [] : objects(cluster, config);
    },
    sidecar: (cluster) => {
      const config = configOf(cluster);
      const [beside] = needs;
      if (config === null || sidecar === undefined || beside === undefined) return null;
      return { beside, container: sidecar(cluster, config) };
    },
  };
}

/** The image of one of an add-on's containers; resolve gives each container one. */
export function imageOf({ images }: { readonly images: Readonly<Record<string, string>> }, name: string): string {
  const image = images[name];
  if (image === undefined) throw new Error(`resolve gave the container ${name} no image`);
  return image;
}

export const NO_TOKENS = (): readonly TokenDeclaration[] => [];

/** Every shape of the API, oldest first. */
export const EVERY_API: readonly WorkloadApi[] = ["v1beta1", "v1", "apps/v1"];
