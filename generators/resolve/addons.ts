import schema from "../../schema/cluster.schema.json" with { type: "json" };
import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { ImageContext } from "../manifests/addons/addon.ts";
import { addonOf } from "../manifests/addons/index.ts";
import type { AddonConfig, AddonName, Addons, Data } from "../model/cluster.ts";

const defaults = schema.$defs;

type Given = NonNullable<ClusterSpec["addons"]>;

/** The parts of a configuration that every add-on has. */
interface Common {
  readonly enabled?: boolean;
  readonly images?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Every add-on that the spec has on, with every choice made. */
export function resolveAddons(given: Given, data: Data, context: ImageContext): Addons {
  /** Null where the add-on is off; otherwise what all have in common, and what `more` makes of its own keys. */
  function config<Name extends AddonName, More extends object>(
    name: Name,
    more: (own: NonNullable<Given[Name]>) => More,
  ): (AddonConfig & More) | null {
    const own = given[name] as (Common & NonNullable<Given[Name]>) | undefined;
    if (own === undefined || !(own.enabled ?? defaults.addonEnabled.default)) return null;
    const images = { ...addonOf(name).images(context), ...own.images };
    return { images, env: own.env ?? {}, ...more(own) };
  }
  const registryBucket = data.buckets.find(({ use }) => use === "registry")?.name ?? null;
  const { hybrisPlatformAddon, yapacheAddon, yapacheWatcherAddon, consulAddon, vaultAddon, registryAddon } = defaults;
  return {
    dns: config("dns", () => ({})),
    registry: config("registry", (own) => ({
      bucket: own.bucket ?? registryBucket,
      credentials: own.credentials ?? (registryAddon.properties.credentials.default as "keys"),
    })),
    "registry-ui": config("registry-ui", () => ({})),
    "hybris-platform": config("hybris-platform", (own) => ({
      replicas: own.replicas ?? hybrisPlatformAddon.properties.replicas.default,
      address: own.address ?? null,
    })),
    solr: config("solr", (own) => ({ address: own.address ?? null })),
    yapache: config("yapache", (own) => ({
      replicas: own.replicas ?? yapacheAddon.properties.replicas.default,
      address: null,
    })),
    "yapache-watcher": config("yapache-watcher", (own) => ({
      service: own.service ?? yapacheWatcherAddon.properties.service.default,
    })),
    consul: config("consul", (own) => ({
      replicas: own.replicas ?? consulAddon.properties.replicas.default,
      namespace: own.namespace ?? consulAddon.properties.namespace.default,
      atlas: own.atlas ?? null,
    })),
    vault: config("vault", (own) => ({
      namespace: own.namespace ?? vaultAddon.properties.namespace.default,
      keysDirectory: own.keysDirectory ?? null,
    })),
  };
}
