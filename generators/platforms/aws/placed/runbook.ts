import type { Cluster } from "../../../model/cluster.ts";
import type { RunbookParts } from "../../../model/variants.ts";
import { cited } from "../../../text/provenance.ts";
import { awsFoundations, awsValues } from "../runbook.ts";
import type { PlacedMachine, PlacedPlace } from "./place/model.ts";

const placedMachines = ({ placement }: PlacedPlace): readonly PlacedMachine[] => [
  placement.controlPlane,
  ...placement.pools.flatMap(({ nodes }) => nodes),
];

const row = ({ name, zone, address, podCidr }: PlacedMachine) => ({ name, zone, address, containers: podCidr });

const pools = (cluster: Cluster<PlacedPlace>) =>
  cluster.nodePools.map((pool, index) => ({
    name: pool.name,
    count: pool.count,
    ...cluster.platform.hardware.pools[index],
    cite: cited(cluster, ["nodePools", index, "count"])[0] ?? "",
  }));

export function placedRunbook(cluster: Cluster<PlacedPlace>): RunbookParts {
  const { platform, kubernetes, os } = cluster;
  const { certificate } = platform.loadBalancer;
  return {
    heads: ["runbook-placed.md"],
    references: ["runbook-placed-reference.md"],
    publicImages: "runbook-placed-images.md",
    imagePlace: () => "",
    programsPlace: "",
    disksLast: true,
    jumpOption: "",
    values: {
      ...awsValues(platform),
      inPlace: os.appliesUserDataAtEveryBoot,
      ssh: platform.sshAccess.join(", "),
      sshKey: cited(cluster, ["platform", "access", "ssh"])[0] ?? "",
      elb: platform.loadBalancer.name,
      listeners: platform.loadBalancer.listeners,
      health: platform.loadBalancer.healthCheck,
      machines: placedMachines(platform).map(row),
      nodeCount: placedMachines(platform).length - 1,
      pools: pools(cluster),
      nodesVote: kubernetes.features.nodesVote,
      askEtcd: os.appliesUserDataAtEveryBoot && kubernetes.features.nodesVote,
    },
    foundations: awsFoundations(platform),
    things: certificate === null ? [] : [`The certificate ${certificate} exists.`],
  };
}
