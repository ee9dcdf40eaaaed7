import type { Cluster } from "../../../model/cluster.ts";
import type { KubernetesFeatures } from "../../../model/kubernetes.ts";
import type { RunbookParts, Variants } from "../../../model/variants.ts";
import { cited } from "../../../text/provenance.ts";
import type { Hardware } from "../place/model.ts";
import { IMAGES_PREFIX, PROGRAMS_PREFIX, terraformName } from "../place/naming.ts";
import { awsFoundations, awsValues } from "../runbook.ts";
import { ELASTIC_IP_QUOTA, elasticIpsTaken } from "./place/elastic-ips.ts";
import type { GroupsPlace, MachineGroup } from "./place/model.ts";

type GroupsCluster = Cluster<GroupsPlace>;

/** Docker's releases that take the words of the unit, and leave forwarded packets to the pod network. */
const DOCKER: Readonly<Record<KubernetesFeatures["dockerDaemon"], string>> = {
  "-d": "1.6 to 1.9",
  daemon: "1.8 to 1.12",
};

/** Where secrets may be encrypted with a key of the account's own. */
const ASKED: readonly string[] = ["ssm", "secretsmanager"];

const groups = ({ controlPlane, pools, hardware }: GroupsPlace) => {
  const row = (group: MachineGroup, { instanceType, diskSize }: Hardware) => ({
    group: group.role,
    ...group.size,
    instanceType,
    diskSize,
    dataDiskSize: group.dataDiskSize,
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

const subnets = ({ existing, zones, publicSubnets }: GroupsPlace) => [
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

const names = ({ api, controlPlane, pools }: GroupsPlace) => [
  {
    name: api.privateRecord,
    what: api.internal ? "the load balancer of the API" : "the control plane, whose load balancer has public addresses",
  },
  ...(api.publicRecord === null
    ? []
    : [{ name: api.publicRecord, what: "the load balancer of the API, in the public zone" }]),
  { name: controlPlane.record, what: "the control plane, which sets it when it boots" },
  ...pools.map(({ role, record }) => ({ name: `<instance id>.${record}`, what: `a node of ${role}` })),
  ...pools.flatMap(({ publicRecord, role }) =>
    publicRecord === null
      ? []
      : [{ name: publicRecord, what: `the Elastic IPs of ${role} that a node answers at, in the public zone` }],
  ),
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
  { platform, etcd, network, tokens, os, kubernetes }: GroupsCluster,
  variants: Variants,
): readonly string[] {
  const fetched = [
    `${kubernetes.binariesUrl}/kubelet and its kin`,
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
  const { dns, api, existing, alarms } = platform;
  const jump = jumpOf(cluster);
  return {
    alarms:
      alarms === null
        ? ""
        : `whose names begin with ${cluster.name}., ${alarms.topic === null ? "which tell nobody (platform.alarms.topic)" : `which tell ${alarms.topic}`}`,
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

export function groupsRunbook(cluster: GroupsCluster, variants: Variants): RunbookParts {
  const { platform, etcd, nodePools, addons } = cluster;
  const { backup } = platform;
  const keepsEtcd = etcd.endpoints.length === 0;
  const hasObjects =
    Object.values(addons).some((addon) => addon !== null) || cluster.workloads.length + cluster.services.length > 0;
  return {
    heads: ["runbook-groups.md"],
    references: ["runbook-groups-reference.md"],
    publicImages: "runbook-groups-images.md",
    imagePlace: (image) => `s3://${platform.bucket}/${IMAGES_PREFIX}/${image}.tar`,
    programsPlace: `s3://${platform.bucket}/${PROGRAMS_PREFIX}/`,
    disksLast: false,
    jumpOption: jumpOf(cluster).option,
    values: {
      ...awsValues(platform),
      environment: platform.environment,
      zoneCount: platform.zones.length === 1 ? "one zone" : `${platform.zones.length} zones`,
      bucket: platform.bucket,
      madeBuckets: platform.data.buckets.map(({ name }) => name),
      rootDevice: platform.rootDevice,
      imageBrings: imageBrings(cluster),
      imagesPrefix: IMAGES_PREFIX,
      ...waysIn(cluster),
      checkedNames: platform.pools.some(({ publicRecord }) => publicRecord !== null) ? "yes" : "",
      machineGroups: groups(platform),
      vpcNote: platform.existing === null ? "" : ` ${platform.existing.vpc}, which exists`,
      subnets: subnets(platform),
      names: names(platform),
      keepsEtcd: keepsEtcd ? "yes" : "",
      standing: keepsEtcd || hasObjects ? "yes" : "",
      backupPrefix: backup.prefix,
      backupPeriod: backup.periodMinutes,
      backupKeep: backup.keep,
      keepsConsul: addons.consul === null ? "" : "yes",
      snapshotNote: keepsEtcd ? ", and a last snapshot of etcd carries over what it knew" : "",
      scalable: nodePools.map((pool, index) => ({
        name: pool.name,
        cite: cited(cluster, ["nodePools", index, "count"])[0] ?? "",
      })),
    },
    foundations: awsFoundations(platform),
    things: things(cluster, variants),
  };
}
