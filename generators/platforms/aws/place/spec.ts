import type { ClusterSpec } from "../../../../schema/generated/types.ts";

type With<Part, Key extends keyof Part> = Omit<Part, Key> & { readonly [Name in Key]-?: NonNullable<Part[Name]> };

/** A spec with the keys that places on AWS need: `x-needed` in the schema, so that validate has seen to them. */
export interface AwsSpec extends Omit<ClusterSpec, "platform" | "controlPlane" | "nodePools"> {
  readonly platform: With<ClusterSpec["platform"], "region" | "zones">;
  readonly controlPlane: With<NonNullable<ClusterSpec["controlPlane"]>, "instanceType">;
  readonly nodePools: readonly With<ClusterSpec["nodePools"][number], "instanceType" | "count">[];
}

export const awsSpec = (spec: ClusterSpec): AwsSpec => spec as unknown as AwsSpec;

/** The same with what auto-scaling groups need besides. */
export interface GroupsSpec extends AwsSpec {
  readonly platform: With<AwsSpec["platform"], "environment" | "bucket">;
}

export const groupsSpec = (spec: ClusterSpec): GroupsSpec => spec as unknown as GroupsSpec;
