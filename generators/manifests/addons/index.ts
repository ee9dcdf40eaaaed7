import type { AddonName } from "../../model/cluster.ts";
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

/** In the order in which they are created; the place of an add-on is part of its manifests' numbers. */
export const ADDONS: readonly Addon[] = [
  dns,
  registry,
  registryUi,
  hybrisPlatform,
  solr,
  yapache,
  yapacheWatcher,
  consul,
  vault,
];

export function addonOf(name: AddonName): Addon {
  const found = ADDONS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the schema admits the add-on ${name}, the registry has no such add-on`);
  return found;
}
