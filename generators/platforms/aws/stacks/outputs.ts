import type { Cluster } from "../../../model/cluster.ts";
import type { StackName } from "../../../terraform/stacks.ts";

interface Output {
  readonly stack: StackName;
  /** The part of the spec without which the output is not there; null where it always is. */
  readonly needs: string | null;
  /** What brings it about. */
  readonly help: string;
  readonly exists: (cluster: Pick<Cluster, "data" | "platform">) => boolean;
}

const always = (stack: StackName): Output => ({ stack, needs: null, help: "", exists: () => true });

/** Of machines that have a place of their own. */
const placed = (stack: StackName): Output => ({
  stack,
  needs: "machines of fixed places",
  help: "bind it to another source: the machines of this platform come and go",
  exists: ({ platform }) => platform.placement !== null,
});

const ofDatabase: Output = {
  stack: "data",
  needs: "data.database",
  help: "add data.database",
  exists: ({ data }) => data.database !== null,
};

const ofBucket = (wanted: "media" | "registry"): Output => ({
  stack: "data",
  needs: `data.buckets.${wanted}`,
  help: `add data.buckets.${wanted}`,
  exists: ({ data }) => data.buckets.some(({ use }) => use === wanted),
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
  load_balancer_dns_name: placed("cluster"),
  control_plane_public_ip: placed("cluster"),
} as const satisfies Readonly<Record<string, Output>>;

export type OutputName = keyof typeof OUTPUTS;
