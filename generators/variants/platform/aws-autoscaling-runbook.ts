import type { Cluster } from "../../cluster.ts";
import { terraformName } from "../../naming.ts";
import type { AwsAutoscalingPlatform, MachineGroup } from "../../platform.ts";
import { cited } from "../../provenance.ts";
import type { RunbookParts } from "../../runbook-parts.ts";
import { osVariant } from "../os/index.ts";

type AutoscalingCluster = Cluster<AwsAutoscalingPlatform>;

const groups = ({ platform, controlPlane, nodePools }: AutoscalingCluster) => {
  const row = (group: MachineGroup, { instanceType, diskSize }: { instanceType: string; diskSize: number }) => ({
    group: group.group,
    ...group.size,
    instanceType,
    diskSize,
    dataDiskSize: group.dataDiskSize,
    place: group.isPublic ? `public subnets, ${group.elasticIps} Elastic IPs` : "private subnets",
  });
  return [
    row(platform.controlPlane, controlPlane),
    ...nodePools.flatMap((pool, index) => {
      const group = platform.pools[index];
      return group === undefined ? [] : [row(group, pool)];
    }),
  ];
};

const subnets = ({ existing, zones, publicSubnets }: AwsAutoscalingPlatform) => [
  ...zones.map(({ name, subnet }) => ({
    kind: "private",
    zone: name,
    range: existing?.privateSubnets[name] ?? subnet,
  })),
  ...publicSubnets.flatMap(({ name, subnet }) => {
    const range = existing === null ? subnet : existing.publicSubnets[name];
    return range === undefined ? [] : [{ kind: "public", zone: name, range }];
  }),
];

const names = ({ api, controlPlane, pools }: AwsAutoscalingPlatform) => [
  { name: api.privateRecord, what: "the load balancer of the API" },
  ...(api.publicRecord === null ? [] : [{ name: api.publicRecord, what: "the same, in the public zone" }]),
  { name: controlPlane.record, what: "the control plane, which sets it when it boots" },
  ...pools.map(({ group, record }) => ({ name: `<instance id>.${record}`, what: `a node of ${group}` })),
  ...pools.flatMap(({ publicRecord, group }) =>
    publicRecord === null ? [] : [{ name: publicRecord, what: `the Elastic IPs of ${group}, in the public zone` }],
  ),
];

function things({ platform, etcd, network }: AutoscalingCluster): readonly string[] {
  const { existing, dns, api } = platform;
  return [
    ...(existing === null
      ? []
      : [
          `The VPC ${existing.vpc} has the range ${platform.vpcCidr}, DNS support and DNS hostnames; its private subnets have a way to the internet, and its public ones an internet gateway.`,
        ]),
    ...(dns.privateId === null
      ? []
      : [`The private zone ${dns.privateId} is ${dns.privateName} and associated with the VPC.`]),
    ...(dns.publicId === null ? [] : [`The public zone ${dns.publicId} holds names below ${dns.publicName}.`]),
    ...(api.certificate === null ? [] : [`The certificate ${api.certificate} exists.`]),
    ...(etcd.endpoints.length === 0
      ? []
      : [`etcd answers at ${etcd.endpoints.join(", ")}, with the version 2 API, to machines of the VPC.`]),
    `The machines can fetch ${network.flannelUrl}.`,
  ];
}

export function autoscalingRunbook(cluster: AutoscalingCluster): RunbookParts {
  const { platform, os, etcd, nodePools } = cluster;
  const { dns, api, backup } = platform;
  const jump = platform.sshAccess.length > 0 ? platform.pools.find(({ isPublic }) => isPublic) : undefined;
  const keepsEtcd = etcd.endpoints.length === 0;
  return {
    head: "runbook-groups.md",
    reference: "runbook-groups-reference.md",
    createsAddons: true,
    values: {
      environment: platform.environment,
      zoneCount: platform.zones.length === 1 ? "one zone" : `${platform.zones.length} zones`,
      bucket: platform.bucket,
      rootDevice: os.rootDevice,
      imageBrings: osVariant(os.family).hasAwsCli
        ? "it brings docker and the AWS command line (version 2, or 1.16.290 and later)"
        : "its docker can pull images of today",
      delegate: dns.publicName !== null && dns.publicId === null ? "yes" : "",
      publicZone: dns.publicName ?? "",
      jumpPool: jump?.group ?? "",
      jumpOutput: jump === undefined ? "" : `${terraformName(jump.group)}_public_ips`,
      jumpOption: jump === undefined ? "" : `-J "${os.loginUser}@$jump" `,
      controlPlaneName: platform.controlPlane.record,
      apiPublic: api.internal ? "" : "yes",
      apiName: api.publicRecord ?? api.privateRecord,
      tlsOption: api.certificate === null ? "--insecure-skip-tls-verify " : "",
      machineGroups: groups(cluster),
      vpcNote: platform.existing === null ? "" : ` ${platform.existing.vpc}, which exists`,
      subnets: subnets(platform),
      names: names(platform),
      keepsEtcd: keepsEtcd ? "yes" : "",
      backupPrefix: backup.prefix,
      backupPeriod: backup.periodMinutes,
      backupKeep: backup.keep,
      snapshotNote: keepsEtcd ? ", and a last snapshot of etcd carries over what it knew" : "",
      scalable: nodePools.map((pool, index) => ({
        name: pool.name,
        cite: cited(cluster, ["nodePools", index, "count"])[0] ?? "",
      })),
    },
    things: things(cluster),
  };
}
