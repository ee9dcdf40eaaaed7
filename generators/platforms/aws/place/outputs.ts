import type { ClusterSpec } from "../../../../schema/generated/types.ts";
import type { StackName } from "./stacks.ts";

export type OutputName = NonNullable<NonNullable<ClusterSpec["tokens"]>[string]["terraform"]>;

interface Output {
  readonly stack: StackName;
  /** What it is not there without, and what helps then. Whether it is there, the stack itself says. */
  readonly needs: string;
  readonly help: string;
}

const of = (stack: StackName, needs: string, help = `add ${needs}`): Output => ({ stack, needs, help });

const ofDatabase = of("data", "data.database");
const ofMachines = of(
  "cluster",
  "machines of fixed places",
  "bind it to another source: the machines of this platform come and go",
);

/** Outputs of the stacks that a token may be bound to. */
export const OUTPUTS = {
  vpc_id: of("network", "a network"),
  database_address: ofDatabase,
  database_port: ofDatabase,
  database_name: ofDatabase,
  database_user: ofDatabase,
  database_secret_arn: ofDatabase,
  media_bucket: of("data", "data.buckets.media"),
  registry_bucket: of("data", "data.buckets.registry"),
  load_balancer_dns_name: ofMachines,
  control_plane_public_ip: ofMachines,
} as const satisfies Readonly<Record<OutputName, Output>>;
