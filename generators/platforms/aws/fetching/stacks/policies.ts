/** What each group of machines may do in AWS: no more than its scripts ask for. */

import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { consul } from "../../../../manifests/addons/consul.ts";
import type { Payload } from "../../../../model/machine.ts";
import { CONSUL_BACKUPS, IMAGES_PREFIX, metricsNamespace, PROGRAMS_PREFIX } from "../../place/naming.ts";
import { allow, registryStatements, type Statement } from "../../stacks/node-role.ts";
import type { MachineGroup } from "../place/model.ts";
import type { PolicyContext } from "./policy-context.ts";
import { secretStatements } from "./secrets.ts";
import { controlling, joining, keepingDisk, sessions } from "./today-policies.ts";

/** Its own files; on the control plane the manifests, on nodes the public images that they cannot pull. */
function fetching({ cluster, arn }: PolicyContext, { role }: MachineGroup): readonly Statement[] {
  const { platform, kubernetes, programs } = cluster;
  const { bucket } = platform;
  const carried = Object.keys(programs).length > 0 ? [arn("s3", `${bucket}/${PROGRAMS_PREFIX}/*`)] : [];
  const images = kubernetes.features.oldDocker ? [IMAGES_PREFIX] : [];
  const shared = role === CONTROL_PLANE ? ["addons"] : images;
  const prefixes = [role, ...shared].map((prefix) => `${prefix}/*`);
  return [
    allow("ListItsFiles", ["s3:ListBucket"], [arn("s3", bucket)], { StringLike: { "s3:prefix": prefixes } }),
    allow(
      "FetchItsFiles",
      ["s3:GetObject"],
      [...prefixes.map((prefix) => arn("s3", `${bucket}/${prefix}`)), ...carried],
    ),
  ];
}

/** Reading which machines there are cannot be narrowed down; it changes nothing. */
const looking = (): Statement => allow("FindTheControlPlane", ["ec2:DescribeInstances"], ["*"]);

/** Saying that it serves; nodes also look whether the control plane is just changing its machines. */
function serving({ arn }: PolicyContext, { role, name }: MachineGroup): readonly Statement[] {
  return [
    allow(
      "CompleteItsLaunch",
      ["autoscaling:CompleteLifecycleAction"],
      [arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${name}`)],
    ),
    ...(role === CONTROL_PLANE ? [] : [allow("SeeItsTurn", ["autoscaling:DescribeInstanceRefreshes"], ["*"])]),
  ];
}

/** Address records of the private zone by these names, and nothing else of it. */
const changing = (
  { privateZoneId, arn }: PolicyContext,
  sid: string,
  names: readonly string[],
  changes: readonly string[],
): Statement =>
  allow(sid, ["route53:ChangeResourceRecordSets"], [arn("route53", `hostedzone/${privateZoneId}`)], {
    "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": names },
    "ForAllValues:StringEquals": {
      "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
      "route53:ChangeResourceRecordSetsActions": changes,
    },
  });

/** What it counts for the alarms. */
const counting = ({ cluster }: PolicyContext): readonly Statement[] =>
  cluster.platform.alarms === null
    ? []
    : [
        allow("CountForAlarms", ["cloudwatch:PutMetricData"], ["*"], {
          StringEquals: { "cloudwatch:namespace": metricsNamespace(cluster.name) },
        }),
      ];

/** Its own names; the control plane also takes away those of nodes that are gone. */
function naming(context: PolicyContext, { role, record }: MachineGroup): readonly Statement[] {
  if (role !== CONTROL_PLANE) return [changing(context, "WriteItsName", [`*.${record}`], ["UPSERT", "DELETE"])];
  const nodes = context.cluster.platform.pools.map((pool) => `i-*.${pool.record}`);
  return [
    changing(context, "WriteItsName", [record], ["UPSERT"]),
    ...(nodes.length > 0 ? [changing(context, "SweepNames", nodes, ["DELETE"])] : []),
    allow(
      "ListNames",
      ["route53:ListResourceRecordSets"],
      [context.arn("route53", `hostedzone/${context.privateZoneId}`)],
    ),
  ];
}

/** Snapshots below their own prefix; nothing else in the bucket is its to write. */
function keeping({ cluster, arn }: PolicyContext): readonly Statement[] {
  const { bucket, backup } = cluster.platform;
  return [
    allow("ListSnapshots", ["s3:ListBucket"], [arn("s3", bucket)], {
      StringLike: { "s3:prefix": [`${backup.prefix}/*`] },
    }),
    allow(
      "KeepSnapshots",
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      [arn("s3", `${bucket}/${backup.prefix}/*`)],
    ),
  ];
}

/** Copies of Consul's data, on the nodes that it may run on. */
function copying({ cluster, arn }: PolicyContext): readonly Statement[] {
  const { bucket } = cluster.platform;
  const place = `${CONSUL_BACKUPS}/*`;
  if ((consul.configOf(cluster)?.backup ?? null) === null) return [];
  return [
    allow("ListConsulCopies", ["s3:ListBucket"], [arn("s3", bucket)], { StringLike: { "s3:prefix": [place] } }),
    allow("KeepConsulCopies", ["s3:PutObject", "s3:DeleteObject"], [arn("s3", `${bucket}/${place}`)]),
  ];
}

/** The group's own addresses, for its own machines. */
function addressing({ cluster, arn }: PolicyContext, { role }: MachineGroup): readonly Statement[] {
  const ofItsGroup = { "ec2:ResourceTag/Cluster": cluster.name, "ec2:ResourceTag/Group": role };
  return [
    allow("SeeItsAddresses", ["ec2:DescribeAddresses"], ["*"]),
    allow("TakeAnAddress", ["ec2:AssociateAddress"], [arn("ec2", "elastic-ip/*")], { StringEquals: ofItsGroup }),
    allow("ForMachinesOfItsGroup", ["ec2:AssociateAddress"], [arn("ec2", "instance/*")], { StringEquals: ofItsGroup }),
    allow("OnTheirInterfaces", ["ec2:AssociateAddress"], [arn("ec2", "network-interface/*")], {
      StringEquals: ofItsGroup,
    }),
  ];
}

/** What scripts of today's machines ask for. */
function todaysStatements(context: PolicyContext, group: MachineGroup): readonly Statement[] {
  const isControlPlane = group.role === CONTROL_PLANE;
  return [
    sessions(),
    joining(context, isControlPlane),
    ...(isControlPlane ? [...keepingDisk(context), ...controlling(context)] : []),
  ];
}

function statements(context: PolicyContext, group: MachineGroup, payload: Payload | undefined): readonly Statement[] {
  const { cluster } = context;
  const { isToday } = cluster.platform;
  const isControlPlane = group.role === CONTROL_PLANE;
  const keepsSnapshots = isControlPlane && !isToday && cluster.etcd.endpoints.length === 0;
  return [
    ...fetching(context, group),
    ...(isToday ? [] : [looking()]),
    ...(cluster.platform.waitsForMachines ? serving(context, group) : []),
    ...(isToday ? todaysStatements(context, group) : naming(context, group)),
    ...counting(context),
    ...(keepsSnapshots ? keeping(context) : []),
    ...(group.elasticIps > 0 ? addressing(context, group) : []),
    ...(isControlPlane ? [] : copying(context)),
    ...(isControlPlane ? [] : registryStatements(cluster, context.arn)),
    ...secretStatements(context, payload),
  ];
}

/** The inline policy of a group's role, as IAM takes it. */
export const groupPolicy = (context: PolicyContext, group: MachineGroup, payload: Payload | undefined): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements(context, group, payload) });
