/** What each group of machines may do in AWS: no more than its scripts ask for. */

import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import type { Payload } from "../../../../model/machine.ts";
import { IMAGES_PREFIX } from "../../place/naming.ts";
import { registryStatements, type Statement } from "../../stacks/node-role.ts";
import type { MachineGroup } from "../place/model.ts";
import type { PolicyContext } from "./policy-context.ts";
import { secretStatements } from "./secrets.ts";

const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: Statement["Condition"],
): Statement => ({ Sid, Effect: "Allow", Action, Resource, ...(Condition === undefined ? {} : { Condition }) });

/** Its own files; on the control plane the manifests, on nodes the public images that they cannot pull. */
function fetching({ cluster, arn }: PolicyContext, { role }: MachineGroup): readonly Statement[] {
  const { platform, kubernetes } = cluster;
  const { bucket } = platform;
  const images = kubernetes.features.oldDocker ? [IMAGES_PREFIX] : [];
  const shared = role === CONTROL_PLANE ? ["addons"] : images;
  const prefixes = [role, ...shared].map((prefix) => `${prefix}/*`);
  return [
    allow("ListItsFiles", ["s3:ListBucket"], [arn("s3", bucket)], { StringLike: { "s3:prefix": prefixes } }),
    allow(
      "FetchItsFiles",
      ["s3:GetObject"],
      prefixes.map((prefix) => arn("s3", `${bucket}/${prefix}`)),
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

/** Its names in the private zone, and nothing else of it. */
function naming({ privateZoneId, arn }: PolicyContext, { role, record }: MachineGroup): Statement {
  const names = role === CONTROL_PLANE ? record : `*.${record}`;
  const changes = role === CONTROL_PLANE ? ["UPSERT"] : ["UPSERT", "DELETE"];
  return allow("WriteItsName", ["route53:ChangeResourceRecordSets"], [arn("route53", `hostedzone/${privateZoneId}`)], {
    "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": [names] },
    "ForAllValues:StringEquals": {
      "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
      "route53:ChangeResourceRecordSetsActions": changes,
    },
  });
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

function statements(context: PolicyContext, group: MachineGroup, payload: Payload | undefined): readonly Statement[] {
  const { cluster } = context;
  const isControlPlane = group.role === CONTROL_PLANE;
  return [
    ...fetching(context, group),
    looking(),
    ...serving(context, group),
    naming(context, group),
    ...(isControlPlane && cluster.etcd.endpoints.length === 0 ? keeping(context) : []),
    ...(group.elasticIps > 0 ? addressing(context, group) : []),
    ...(isControlPlane ? [] : registryStatements(cluster, context.arn)),
    ...secretStatements(context, payload),
  ];
}

/** The inline policy of a group's role, as IAM takes it. */
export const groupPolicy = (context: PolicyContext, group: MachineGroup, payload: Payload | undefined): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements(context, group, payload) });
