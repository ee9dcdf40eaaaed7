import type { AddonConfig, AddonName } from "../../model/addons.ts";
import type { Addon } from "./addon.ts";
import { consul } from "./consul.ts";
import { dns } from "./dns.ts";
import { hybrisPlatform } from "./hybris-platform.ts";
import { registry } from "./registry.ts";
import { registryUi } from "./registry-ui.ts";
import { solr } from "./solr.ts";
import { vault } from "./vault.ts";
import { yapache } from "./yapache.ts";
import { yapacheWatcher } from "./yapache-watcher.ts";

/** By name, in the order in which they are created. */
export const ADDONS = {
  dns,
  registry,
  "registry-ui": registryUi,
  "hybris-platform": hybrisPlatform,
  solr,
  yapache,
  "yapache-watcher": yapacheWatcher,
  consul,
  vault,
} as const satisfies { readonly [Name in AddonName]: Addon<AddonConfig, Name> };

/** Every add-on, whatever its configuration is. */
export const ALL_ADDONS: readonly Addon[] = Object.values(ADDONS);

/** The configurations of the add-ons that are on; null for those that are off. */
export type Addons = {
  readonly [Name in keyof typeof ADDONS]: ReturnType<(typeof ADDONS)[Name]["configOf"]>;
};
