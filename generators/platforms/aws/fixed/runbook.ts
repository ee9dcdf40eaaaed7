import type { Cluster } from "../../../model/cluster.ts";
import type { RunbookParts, Variants } from "../../../model/variants.ts";
import { alarmWords, scalable, subnetRows, todaysWords, zoneCount } from "../fetching/runbook.ts";
import type { Hardware } from "../place/model.ts";
import { IMAGES_PREFIX, PROGRAMS_PREFIX } from "../place/naming.ts";
import type { PlacedMachine } from "../placed/place/model.ts";
import { awsFoundations, awsValues } from "../runbook.ts";
import type { FixedPlace } from "./place/model.ts";

const row = (
  { name, zone, address, podCidr }: PlacedMachine,
  { instanceType, diskSize }: Hardware,
  { hasFixedRanges }: Variants["network"],
  more = "",
) => ({
  name,
  zone,
  address,
  containers: hasFixedRanges ? podCidr : "a /24 from the API",
  instanceType,
  disks: `${diskSize} GiB${more}`,
});

const machines = ({ placement, hardware, keptDisk }: FixedPlace, network: Variants["network"]) => [
  row(placement.controlPlane, hardware.controlPlane, network, `, and ${keptDisk.size} GiB that outlive it`),
  ...placement.pools.flatMap(({ nodes }, index) => {
    const own = hardware.pools[index];
    return own === undefined ? [] : nodes.map((node) => row(node, own, network));
  }),
];

function things({ platform, kubernetes }: Cluster<FixedPlace>): readonly string[] {
  const { certificate, dns } = platform.loadBalancer;
  return [
    ...(certificate === null ? [] : [`The certificate ${certificate} exists.`]),
    ...(dns === null
      ? []
      : [`The public hosted zone ${dns.zoneId} exists, and ${dns.name} is a name in it that nothing has yet.`]),
    kubernetes.programs.length > 0
      ? 'The machines can fetch the programs below ("What the machines fetch").'
      : `The machines can fetch ${kubernetes.binariesUrl}/kubelet and its kin.`,
  ];
}

/** In the order in which they are read. */
const REFERENCES: RunbookParts["references"] = [
  "runbook-fixed-tls.md",
  "runbook-aws-tls-boot.md",
  "runbook-fixed-tls-lost.md",
  "runbook-aws-tls-copies.md",
  "runbook-fixed-tls-change.md",
  "runbook-aws-tls-reference.md",
];

export function fixedRunbook(cluster: Cluster<FixedPlace>, { network }: Variants): RunbookParts {
  const { platform, addons } = cluster;
  const { backup, loadBalancer } = platform;
  return {
    heads: ["runbook-tls.md", "runbook-aws-tls.md"],
    references: REFERENCES,
    publicImages: "runbook-groups-images.md",
    imagePlace: (image) => `s3://${platform.bucket}/${IMAGES_PREFIX}/${image}.tar`,
    programsPlace: `s3://${platform.bucket}/${PROGRAMS_PREFIX}/`,
    disksLast: false,
    jumpOption: "",
    values: {
      ...awsValues(platform),
      ...todaysWords(cluster, ""),
      where: `on AWS in ${platform.region}`,
      summary: `machines with addresses of their own in ${zoneCount(platform)}`,
      alarms: alarmWords(cluster),
      groupAlarm: "",
      bucket: platform.bucket,
      delegate: "",
      publicZone: "",
      sshNote: "",
      apiPublic: platform.api.internal ? "" : "yes",
      apiName: platform.api.privateRecord,
      machines: machines(platform, network),
      subnets: subnetRows(platform),
      networkWords: platform.routesContainers
        ? "a route a machine, in the tables of the private subnets"
        : "each machine has a /24 from the API",
      elb: loadBalancer.name,
      listeners: loadBalancer.listeners,
      health: loadBalancer.healthCheck,
      publicName: loadBalancer.dns?.name ?? "",
      backupPeriod: backup.periodMinutes,
      backupKeep: backup.keep,
      keepsConsul: addons.consul === null ? "" : "yes",
      scalable: scalable(cluster),
    },
    foundations: awsFoundations(platform),
    things: things(cluster),
  };
}
