import type { ClusterSpec } from "../../../../schema/generated/types.ts";
import type { StackName } from "./stacks.ts";

export type OutputName = NonNullable<NonNullable<ClusterSpec["tokens"]>[string]["terraform"]>;

/** The stack of each output that a token may be bound to; whether a cluster's stack has it, the stack itself says. */
export const OUTPUTS = {
  vpc_id: "network",
  database_address: "data",
  database_port: "data",
  database_name: "data",
  database_user: "data",
  database_secret_arn: "data",
  media_bucket: "data",
  registry_bucket: "data",
  load_balancer_dns_name: "cluster",
  control_plane_public_ip: "cluster",
} as const satisfies Readonly<Record<OutputName, StackName>>;
