import type { ClusterSpec } from "../../../../schema/generated/types.ts";

type Platform = ClusterSpec["platform"];

export type HostSpec = NonNullable<Platform["hosts"]>[number];

/** A spec with what hosts need: `x-needed` in the schema, so that validate has seen to it. */
export interface HostsSpec extends Omit<ClusterSpec, "platform"> {
  readonly platform: Omit<Platform, "hosts"> & { readonly hosts: readonly HostSpec[] };
}

export const hostsSpec = (spec: ClusterSpec): HostsSpec => spec as unknown as HostsSpec;
