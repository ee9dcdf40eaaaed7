import { CONTROL_PLANE } from "../../../facts/naming.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { KubernetesFeatures } from "../../../model/kubernetes.ts";
import type { RunbookParts, Variants } from "../../../model/variants.ts";
import type { MachineGroup } from "../fetching/place/model.ts";
import { alarmWords, scalable, subnetRows, todaysWords, zoneCount } from "../fetching/runbook.ts";
import type { Hardware } from "../place/model.ts";
import { IMAGES_PREFIX, PROGRAMS_PREFIX, terraformName } from "../place/naming.ts";
import { awsFoundations, awsValues } from "../runbook.ts";
import { ELASTIC_IP_QUOTA, elasticIpsTaken } from "./place/elastic-ips.ts";
import type { GroupsPlace } from "./place/model.ts";

type GroupsCluster = Cluster<GroupsPlace>;

/** Docker's releases that take the words of the unit, and leave forwarded packets to the pod network. */
const DOCKER: Readonly<Record<KubernetesFeatures["dockerDaemon"], string>> = {
  "-d": "1.6 to 1.9",
  daemon: "1.8 to 1.12",
};

/** Where secrets may be encrypted with a key of the account's own. */
const ASKED: readonly string[] = ["ssm", "secretsmanager"];

const groups = ({ controlPlane, pools, hardware, isToday }: GroupsPlace) => {
  const row = (group: MachineGroup, { instanceType, diskSize }: Hardware) => ({
    group: group.role,
    ...group.size,
    instanceType,
    diskSize,
    dataDiskSize: group.dataDiskSize,
    disks:
      isToday && group.role === CONTROL_PLANE
        ? `${diskSize} GiB, and ${group.dataDiskSize} GiB that outlive it`
        : `${diskSize} and ${group.dataDiskSize} GiB`,
    place: group.isPublic ? `public subnets, ${group.elasticIps} Elastic IPs` : "private subnets",
  });
  return [
    row(controlPlane, hardware.controlPlane),
    ...pools.flatMap((group, index) => {
      const own = hardware.pools[index];
      return own === undefined ? [] : [row(group, own)];
    }),
  ];
};

const todaysNames = ({ api, pools }: GroupsPlace) => [
  { name: api.privateRecord, what: "the load balancer of the API inside the VPC" },
  ...(api.publicName === null || api.publicRecord === null
    ? []
    : [{ name: api.publicRecord, what: "the load balancer of the API that the internet reaches, in the public zone" }]),
  ...publicNames(pools),
];

const publicNames = (pools: readonly MachineGroup[]) =>
  pools.flatMap(({ publicRecord, role }) =>
    publicRecord === null
      ? []
      : [{ name: publicRecord, what: `the Elastic IPs of ${role} that a node answers at, in the public zone` }],
  );

const namesBefore = ({ api, controlPlane, pools }: GroupsPlace) => [
  {
    name: api.privateRecord,
    what: api.internal ? "the load balancer of the API" : "the control plane, whose load balancer has public addresses",
  },
  ...(api.publicRecord === null
    ? []
    : [{ name: api.publicRecord, what: "the load balancer of the API, in the public zone" }]),
  { name: controlPlane.record, what: "the control plane, which sets it when it boots" },
  ...pools.map(({ role, record }) => ({ name: `<instance id>.${record}`, what: `a node of ${role}` })),
  ...publicNames(pools),
];

/** What the account has to allow, where it is more than AWS gives without asking. */
function elasticIpThings(platform: GroupsPlace): readonly string[] {
  const { ofNat, ofNodes } = elasticIpsTaken(platform);
  const wanted = ofNat + ofNodes;
  return wanted <= ELASTIC_IP_QUOTA
    ? []
    : [
        `The quota "EC2-VPC Elastic IPs" of the account in ${platform.region} is raised: the cluster takes ${wanted}, and AWS gives ${ELASTIC_IP_QUOTA}.`,
      ];
}

function things(
  { name, platform, etcd, network, tokens, os, kubernetes }: GroupsCluster,
  variants: Variants,
): readonly string[] {
  const fetched = [
    kubernetes.programs.length > 0
      ? 'the programs below ("What the machines fetch")'
      : `${kubernetes.binariesUrl}/kubelet and its kin`,
    ...(etcd.endpoints.length === 0 && os.etcd2.isFetched ? [etcd.archiveUrl] : []),
    ...variants.network.fetched(network),
  ];
  const secretsElsewhere = tokens.some(
    ({ secret, source }) => secret && source !== null && ASKED.includes(source.kind),
  );
  const { existing, dns, api } = platform;
  return [
    ...(existing === null
      ? []
      : [
          ...(platform.isToday
            ? [
                `Subnets that load balancers of services are to stand in bear the tags kubernetes.io/cluster/${name} = shared and, public ones, kubernetes.io/role/elb = 1, private ones kubernetes.io/role/internal-elb = 1.`,
              ]
            : []),
          `The VPC ${existing.vpc} has the range ${platform.vpcCidr}, DNS support and DNS hostnames; its private subnets have a way to the internet, and its public ones an internet gateway.`,
        ]),
    ...(dns.privateId === null
      ? []
      : [`The private zone ${dns.privateId} is ${dns.privateName} and associated with the VPC.`]),
    ...(dns.publicId === null ? [] : [`The public zone ${dns.publicId} holds names below ${dns.publicName}.`]),
    ...(api.certificate === null
      ? []
      : [
          `The certificate ${api.certificate} is issued, in ${platform.region}, for ${api.publicRecord ?? api.privateRecord}.`,
        ]),
    ...(secretsElsewhere
      ? ["Secrets are encrypted with AWS's own key; one of yours has to let the machines' roles decrypt with it."]
      : []),
    "Where the account's own key for EBS is a customer managed one, its policy lets the role AWSServiceRoleForAutoScaling use it and make grants (kms:CreateGrant, kms:Decrypt, kms:DescribeKey, kms:Encrypt, kms:GenerateDataKey*, kms:ReEncrypt*): without that, groups stay empty.",
    ...elasticIpThings(platform),
    ...(etcd.endpoints.length === 0
      ? []
      : [`etcd answers at ${etcd.endpoints.join(", ")}, with the version 2 API, to machines of the VPC.`]),
    `The machines can fetch ${fetched.join(", ")}.`,
  ];
}

function imageBrings({ platform, os, kubernetes, tokens }: GroupsCluster): string {
  const docker = `docker (${DOCKER[kubernetes.features.dockerDaemon]})`;
  const jq = tokens.some(({ source }) => source?.key) ? ", jq" : "";
  if (os.awsClient === "requests") return "its curl is of 8.0 or later";
  return os.awsClient === "image"
    ? `it brings ${docker}, the AWS command line (version 2, or 1.16.290 and later)${jq}, and a cloud-init that asks instance metadata with session tokens (20.1, or one with that change carried back)`
    : `its ${docker} can pull ${platform.awsCliImage}`;
}

/** The public pool that leads in, and what ssh takes for that. */
function jumpOf({ platform, os }: GroupsCluster) {
  const pool = platform.sshAccess.length > 0 ? platform.pools.find(({ isPublic }) => isPublic) : undefined;
  return pool === undefined
    ? { pool: "", output: "", option: "" }
    : { pool: pool.role, output: `${terraformName(pool.role)}_public_ips`, option: `-J "${os.loginUser}@$jump" ` };
}

/** How an operator comes to the machines and the API. */
function waysIn(cluster: GroupsCluster) {
  const { platform } = cluster;
  const { dns, api, existing } = platform;
  const jump = jumpOf(cluster);
  return {
    alarms: alarmWords(cluster),
    groupAlarm: "too few machines of a group that serve, ",
    zoneLeft:
      dns.privateId === null
        ? ""
        : `, and in the zone ${dns.privateId} the records control-plane and <instance id> below ${dns.privateName}, which machines wrote themselves`,
    delegate: dns.publicName !== null && dns.publicId === null ? "yes" : "",
    publicZone: dns.publicName ?? "",
    vpcRange: platform.vpcCidr,
    jumpPool: jump.pool,
    jumpOutput: jump.output,
    jumpOption: jump.option,
    controlPlaneName: platform.controlPlane.record,
    apiPublic: api.internal ? "" : "yes",
    natNote: existing === null ? ", and from the private subnets," : "",
    apiName: api.publicRecord ?? api.privateRecord,
    tlsOption: api.certificate === null ? "--insecure-skip-tls-verify " : "",
  };
}

const todaysValues = (cluster: GroupsCluster) => ({
  where: `on AWS in ${cluster.platform.region}, environment ${cluster.platform.environment}`,
  summary: `auto-scaling groups over ${zoneCount(cluster.platform)}`,
  ...todaysWords(cluster, ` Its root disk is called ${cluster.platform.rootDevice};`),
  sshNote:
    cluster.platform.sshAccess.length === 0
      ? ""
      : ", but over ssh to public nodes from the ranges of platform.access.ssh",
});

/** In the order in which they are read. */
const TODAYS_REFERENCES: RunbookParts["references"] = [
  "runbook-groups-tls.md",
  "runbook-aws-tls-boot.md",
  "runbook-groups-tls-lost.md",
  "runbook-aws-tls-copies.md",
  "runbook-groups-tls-change.md",
  "runbook-aws-tls-reference.md",
];

export function groupsRunbook(cluster: GroupsCluster, variants: Variants): RunbookParts {
  const { platform, etcd, addons } = cluster;
  const { backup } = platform;
  const keepsEtcd = etcd.endpoints.length === 0;
  const hasObjects =
    Object.values(addons).some((addon) => addon !== null) || cluster.workloads.length + cluster.services.length > 0;
  return {
    heads: platform.isToday ? ["runbook-tls.md", "runbook-aws-tls.md"] : ["runbook-groups.md"],
    references: platform.isToday ? TODAYS_REFERENCES : ["runbook-groups-reference.md"],
    publicImages: "runbook-groups-images.md",
    imagePlace: (image) => `s3://${platform.bucket}/${IMAGES_PREFIX}/${image}.tar`,
    programsPlace: `s3://${platform.bucket}/${PROGRAMS_PREFIX}/`,
    disksLast: false,
    jumpOption: jumpOf(cluster).option,
    values: {
      ...awsValues(platform),
      environment: platform.environment,
      zoneCount: zoneCount(platform),
      bucket: platform.bucket,
      madeBuckets: platform.data.buckets.map(({ name }) => name),
      rootDevice: platform.rootDevice,
      imageBrings: imageBrings(cluster),
      imagesPrefix: IMAGES_PREFIX,
      ...waysIn(cluster),
      checkedNames: platform.pools.some(({ publicRecord }) => publicRecord !== null) ? "yes" : "",
      machineGroups: groups(platform),
      vpcNote: platform.existing === null ? "" : ` ${platform.existing.vpc}, which exists`,
      subnets: subnetRows(platform),
      names: (platform.isToday ? todaysNames : namesBefore)(platform),
      ...todaysValues(cluster),
      keepsEtcd: keepsEtcd ? "yes" : "",
      standing: keepsEtcd || hasObjects ? "yes" : "",
      backupPrefix: backup.prefix,
      backupPeriod: backup.periodMinutes,
      backupKeep: backup.keep,
      keepsConsul: addons.consul === null ? "" : "yes",
      snapshotNote: keepsEtcd ? ", and a last snapshot of etcd carries over what it knew" : "",
      scalable: scalable(cluster),
    },
    foundations: awsFoundations(platform),
    things: things(cluster, variants),
  };
}
