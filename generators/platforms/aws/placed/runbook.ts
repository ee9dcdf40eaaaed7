import type { Cluster } from "../../../model/cluster.ts";
import type { RunbookParts, Variants } from "../../../model/variants.ts";
import { cited } from "../../../text/provenance.ts";
import { awsFoundations, awsValues } from "../runbook.ts";
import type { PlacedMachine, PlacedPlace } from "./place/model.ts";

const placedMachines = ({ placement }: PlacedPlace): readonly PlacedMachine[] => [
  placement.controlPlane,
  ...placement.pools.flatMap(({ nodes }) => nodes),
];

const row = ({ name, zone, address, podCidr }: PlacedMachine, { hasFixedRanges }: Variants["network"]) => ({
  name,
  zone,
  address,
  containers: hasFixedRanges ? podCidr : "a lease",
});

const pools = (cluster: Cluster<PlacedPlace>) =>
  cluster.nodePools.map((pool, index) => ({
    name: pool.name,
    count: pool.count,
    ...cluster.platform.hardware.pools[index],
    cite: cited(cluster, ["nodePools", index, "count"])[0] ?? "",
  }));

export function placedRunbook(cluster: Cluster<PlacedPlace>, { network, bootstrap }: Variants): RunbookParts {
  const { platform, kubernetes, os } = cluster;
  const { asksDns, asksRegistry, dnsServiceIp } = cluster.network;
  const { certificate, dns } = platform.loadBalancer;
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
      machines: placedMachines(platform).map((machine) => row(machine, network)),
      networkWords: platform.routesContainers ? "a VPC route a machine" : "each machine leases a /24 from etcd",
      asksDns,
      asksRegistry,
      dnsWords: asksDns ? `; DNS is ${dnsServiceIp}` : "",
      kubeletUnit: bootstrap.units.kubelet.replace(".service", ""),
      publicName: dns?.name ?? "",
      bootWords: os.hasPackages
        ? "they start what their image brings, form the network and register"
        : "they fetch Kubernetes, form the etcd cluster and register",
      nodeCount: placedMachines(platform).length - 1,
      pools: pools(cluster),
      nodesVote: kubernetes.features.nodesVote,
      askEtcd: os.appliesUserDataAtEveryBoot && kubernetes.features.nodesVote,
    },
    foundations: awsFoundations(platform),
    things: [
      ...(certificate === null ? [] : [`The certificate ${certificate} exists.`]),
      ...(dns === null
        ? []
        : [`The public hosted zone ${dns.zoneId} exists, and ${dns.name} is a name in it that nothing has yet.`]),
    ],
  };
}
