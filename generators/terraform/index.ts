import type { Construct } from "constructs";
import { type Artifact, jsonText, textFile } from "../artifact.ts";
import type { Cluster } from "../cluster.ts";
import { type Payload, userDataFile } from "../machines/payload.ts";
import { cited } from "../provenance.ts";
import { containerRoutes } from "./container-routes.ts";
import { buildData } from "./data.ts";
import { userDataOf } from "./late-values.ts";
import { loadBalancer } from "./load-balancer.ts";
import { controlPlane, nodePool, userDataPath } from "./machines.ts";
import { nodeProfile } from "./node-role.ts";
import { securityGroups } from "./security-groups.ts";
import { buildStack, type Stack, stateOf, synthesize } from "./stack.ts";
import { type StackName, stacksOf } from "./stacks.ts";
import { vpc } from "./vpc.ts";

const ABOUT: Readonly<Record<StackName, string>> = {
  network: "What the machines stand in: VPC, subnets, routes, security groups.",
  data: "What outlives the machines: the database and the buckets.",
  cluster: "The machines and what leads to them.",
};

function buildNetwork(stack: Stack): void {
  securityGroups(stack, vpc(stack));
}

function buildCluster(stack: Stack): void {
  const network = stateOf(stack, "network");
  const userData = userDataOf(stack);
  const control = controlPlane(stack, network, userData);
  const profile = nodeProfile(stack);
  const pools = stack.cluster.nodePools.map((pool, index) =>
    nodePool(stack, network, { pool, index, profile, userData }),
  );
  containerRoutes(stack, network, control, pools);
  loadBalancer(stack, network, pools);
}

const BUILD: Readonly<Record<StackName, (stack: Stack) => void>> = {
  network: buildNetwork,
  data: buildData,
  cluster: buildCluster,
};

/** A stack as a construct below a root of the caller's. */
export const buildInto = (root: Construct, cluster: Cluster, name: StackName): Stack =>
  buildStack(root, cluster, name, BUILD[name]);

/** The stacks, each a directory that Terraform takes as it is. */
export function terraform(cluster: Cluster, payloads: readonly Payload[]): readonly Artifact[] {
  const stacks = stacksOf(cluster).map((name) => {
    const { json, parts } = synthesize(cluster, name, ABOUT[name], BUILD[name]);
    const where = cluster.platform.state === null ? [] : cited(cluster, ["platform", "state"]);
    const from = [...new Set([...parts.flatMap((part) => part.from), ...where])];
    return textFile(`stacks/${name}/cdk.tf.json`, jsonText(json), from, parts);
  });
  const userData = payloads.map((payload) =>
    userDataFile(cluster, `stacks/cluster/${userDataPath(payload.machine.group, payload.ending)}`, payload),
  );
  return [...stacks, ...userData];
}
