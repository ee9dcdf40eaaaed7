import type { StackName } from "./stacks.ts";

/** Outputs of the stacks that a token may be bound to, and the stack that has each. */
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
} as const satisfies Readonly<Record<string, StackName>>;
