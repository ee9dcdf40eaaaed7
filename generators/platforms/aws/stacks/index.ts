import type { Construct } from "constructs";
import { userDataFile } from "../../../machines/payload.ts";
import type { Artifact } from "../../../model/artifact.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { Payload } from "../../../model/machine.ts";
import type { StackData } from "../../../model/stack.ts";
import { buildStack, type Stack, synthesize } from "../../../terraform/stack.ts";
import type { AwsPlace } from "../place/model.ts";
import { type StackName, stacksOf } from "../place/stacks.ts";
import { buildData } from "./data.ts";

const ABOUT: Readonly<Record<StackName, string>> = {
  network: "What the machines stand in: VPC, subnets, routes, security groups.",
  data: "What outlives the machines: the database and the buckets.",
  cluster: "The machines and what leads to them.",
};

/** What a kind of place puts into the stacks that are not the same everywhere. */
export interface Builders<P extends AwsPlace> {
  readonly network: (stack: Stack<P>) => void;
  readonly cluster: (stack: Stack<P>, payloads: readonly Payload[]) => void;
}

const buildOf = <P extends AwsPlace>(
  name: StackName,
  { network, cluster }: Builders<P>,
  payloads: readonly Payload[],
): ((stack: Stack<P>) => void) =>
  ({ network, data: buildData, cluster: (stack: Stack<P>) => cluster(stack, payloads) })[name];

/** A stack as a construct below a root of the caller's. */
export const buildInto = <P extends AwsPlace>(
  root: Construct,
  cluster: Cluster<P>,
  name: StackName,
  builders: Builders<P>,
  payloads: readonly Payload[],
): Stack<P> => buildStack(root, cluster, name, buildOf(name, builders, payloads));

/** Where a stack directory keeps the user-data that its machines boot from: `user-data/minion.yml` */
export const userDataPath = (role: string, ending: string): string => `user-data/${role}.${ending}`;

/** What the stack of the machines reads: their user-data, and what they fetch. */
const machineFiles = (cluster: Cluster, payloads: readonly Payload[]): readonly Artifact[] => [
  ...payloads.map((payload) =>
    userDataFile(cluster, `stacks/cluster/${userDataPath(payload.machine.role, payload.ending)}`, payload),
  ),
  ...payloads.flatMap(({ objects, standing }) => [...objects, ...standing].map(({ artifact }) => artifact)),
];

/** The stacks in the order in which they are applied. */
export const awsStacks =
  <P extends AwsPlace>(builders: Builders<P>) =>
  (cluster: Cluster<P>, payloads: readonly Payload[]): readonly StackData[] =>
    stacksOf(cluster.platform).map((name) => ({
      ...synthesize(cluster, name, ABOUT[name], buildOf(name, builders, payloads)),
      files: name === "cluster" ? machineFiles(cluster, payloads) : [],
    }));
