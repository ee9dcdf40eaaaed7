import type { ClusterSpec } from "../../schema/generated/types.ts";

export type AddonName = keyof NonNullable<ClusterSpec["addons"]>;

/** What every add-on's configuration has; the rest is known to the add-on's own file. */
export interface AddonConfig {
  /** By container. */
  readonly images: Readonly<Record<string, string>>;
  /** Variables of the spec's own for the add-on's container. */
  readonly env: Readonly<Record<string, string>>;
}

/** The add-ons that are on; null for those that are off. */
export type AddonConfigs = Readonly<Record<AddonName, AddonConfig | null>>;
