import { type Cluster, machinesOf } from "../../../model/cluster.ts";
import type { AwsPlatform, MachinePlace } from "../../../model/place.ts";
import type { RunbookParts } from "../../../runbook-parts.ts";
import { cited } from "../../../text/provenance.ts";
import { osVariant } from "../../../variants/os/index.ts";

const row = ({ name, zone, address, podCidr }: MachinePlace) => ({ name, zone, address, containers: podCidr });

const pools = (cluster: Cluster) =>
  cluster.nodePools.map((pool, index) => ({
    name: pool.name,
    count: pool.count,
    instanceType: pool.instanceType,
    diskSize: pool.diskSize,
    cite: cited(cluster, ["nodePools", index, "count"])[0] ?? "",
  }));

export function awsRunbook(cluster: Cluster<AwsPlatform>): RunbookParts {
  const { platform, kubernetes, os, etcd } = cluster;
  const { certificate } = platform.loadBalancer;
  return {
    head: "runbook.md",
    reference: "runbook-reference.md",
    createsAddons: false,
    publicImages: "runbook-public-images.md",
    imagePlace: () => "",
    disksLast: true,
    jumpOption: "",
    values: {
      inPlace: osVariant(os.family).appliesUserDataAtEveryBoot,
      elb: platform.loadBalancer.name,
      listeners: platform.loadBalancer.listeners,
      health: platform.loadBalancer.healthCheck,
      machines: machinesOf(cluster).map(row),
      nodeCount: machinesOf(cluster).length - 1,
      pools: pools(cluster),
      nodesVote: kubernetes.features.nodesVote,
      discovery: etcd.discoveryUrl,
    },
    things: certificate === null ? [] : [`The certificate ${certificate} exists.`],
  };
}
