import type { Construct } from "constructs";
import { type Payload, userDataFile } from "../../../machines/payload.ts";
import { type Artifact, jsonText, textFile } from "../../../model/artifact.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { Platform } from "../../../model/place.ts";
import { buildStack, type Stack, synthesize } from "../../../terraform/stack.ts";
import { type StackName, stacksOf } from "../../../terraform/stacks.ts";
import { cited } from "../../../text/provenance.ts";
import { userDataPath } from "../placed/stacks/machines.ts";
import { buildData } from "./data.ts";

const ABOUT: Readonly<Record<StackName, string>> = {
  network: "What the machines stand in: VPC, subnets, routes, security groups.",
  data: "What outlives the machines: the database and the buckets.",
  cluster: "The machines and what leads to them.",
};

/** What a kind of place puts into the stacks that are not the same everywhere. */
export interface Builders<Place extends Platform> {
  readonly network: (stack: Stack<Place>) => void;
  readonly cluster: (stack: Stack<Place>, payloads: readonly Payload[]) => void;
}

const buildOf = <Place extends Platform>(
  name: StackName,
  { network, cluster }: Builders<Place>,
  payloads: readonly Payload[],
): ((stack: Stack<Place>) => void) =>
  ({ network, data: buildData, cluster: (stack: Stack<Place>) => cluster(stack, payloads) })[name];

/** A stack as a construct below a root of the caller's. */
export const buildInto = <Place extends Platform>(
  root: Construct,
  cluster: Cluster<Place>,
  name: StackName,
  builders: Builders<Place>,
  payloads: readonly Payload[],
): Stack<Place> => buildStack(root, cluster, name, buildOf(name, builders, payloads));

/** The files that a stack reads beside the user-data. */
const bucketFiles = (payloads: readonly Payload[]): readonly Artifact[] =>
  payloads.flatMap(({ objects }) => objects.map(({ artifact }) => artifact));

/** The stacks, each a directory that Terraform takes as it is. */
export function terraform<Place extends Platform>(
  cluster: Cluster<Place>,
  payloads: readonly Payload[],
  builders: Builders<Place>,
): readonly Artifact[] {
  const stacks = stacksOf(cluster).map((name) => {
    const { json, parts } = synthesize(cluster, name, ABOUT[name], buildOf(name, builders, payloads));
    const { state, tags } = cluster.platform;
    const where = [
      ...(state === null ? [] : cited(cluster, ["platform", "state"])),
      ...(Object.keys(tags).length === 0 ? [] : cited(cluster, ["platform", "tags"])),
    ];
    const from = [...new Set([...parts.flatMap((part) => part.from), ...where])];
    return textFile(`stacks/${name}/cdk.tf.json`, jsonText(json), from, parts);
  });
  const userData = payloads.map((payload) =>
    userDataFile(cluster, `stacks/cluster/${userDataPath(payload.machine.group, payload.ending)}`, payload),
  );
  return [...stacks, ...userData, ...bucketFiles(payloads)];
}
