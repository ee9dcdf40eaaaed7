import type { Data } from "../cluster.ts";
import type { StackName } from "./stacks.ts";

interface Output {
  readonly stack: StackName;
  /** The part of the spec without which the output is not there; null where it always is. */
  readonly needs: string | null;
  readonly exists: (data: Data) => boolean;
}

const always = (stack: StackName): Output => ({ stack, needs: null, exists: () => true });

const ofDatabase: Output = { stack: "data", needs: "data.database", exists: ({ database }) => database !== null };

const ofBucket = (wanted: "media" | "registry"): Output => ({
  stack: "data",
  needs: `data.buckets.${wanted}`,
  exists: ({ buckets }) => buckets.some(({ use }) => use === wanted),
});

/** Outputs of the stacks that a token may be bound to. */
export const OUTPUTS = {
  vpc_id: always("network"),
  database_address: ofDatabase,
  database_port: ofDatabase,
  database_name: ofDatabase,
  database_user: ofDatabase,
  database_secret_arn: ofDatabase,
  media_bucket: ofBucket("media"),
  registry_bucket: ofBucket("registry"),
  load_balancer_dns_name: always("cluster"),
  control_plane_public_ip: always("cluster"),
} as const satisfies Readonly<Record<string, Output>>;

export type OutputName = keyof typeof OUTPUTS;
