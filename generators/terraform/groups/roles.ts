/** What each group of machines may do in AWS: no more than its scripts ask for. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity/index.js";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition/index.js";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import type { TerraformRemoteState } from "cdktf";
import type { SpecPath } from "../../../schema/diagnostics.ts";
import type { Payload } from "../../machines/payload.ts";
import { CONTROL_PLANE, IMAGES_PREFIX, terraformName } from "../../naming.ts";
import type { AwsAutoscalingPlatform, MachineGroup } from "../../platform.ts";
import { mayAssume, registryStatements, type Statement } from "../node-role.ts";
import { add, note, type Stack } from "../stack.ts";
import { secretStatements } from "./secrets.ts";

type GroupStack = Stack<AwsAutoscalingPlatform>;

/** What ARNs and ids in policies are made of. */
export interface PolicyContext {
  readonly stack: GroupStack;
  readonly network: TerraformRemoteState;
  /** `arn:<partition>` as an expression inside a text. */
  readonly arn: (service: string, rest: string) => string;
}

export function policyContext(stack: GroupStack, network: TerraformRemoteState): PolicyContext {
  const from: readonly [SpecPath] = [["platform"]];
  const partition = add(stack, DataAwsPartition, "current", note("aws, aws-cn or aws-us-gov", ...from), {});
  const account = add(stack, DataAwsCallerIdentity, "current", note("the account", ...from), {});
  const { region } = stack.cluster.platform;
  const here = `${region}:\${${account.fqn}.account_id}`;
  const places: Readonly<Record<string, string>> = {
    s3: ":",
    route53: ":",
    ec2: here,
    ssm: here,
    secretsmanager: here,
  };
  return {
    stack,
    network,
    arn: (service, rest) => `arn:\${${partition.fqn}.partition}:${service}:${places[service] ?? here}:${rest}`,
  };
}

const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: Statement["Condition"],
): Statement => ({ Sid, Effect: "Allow", Action, Resource, ...(Condition === undefined ? {} : { Condition }) });

/** Its own files; on the control plane the manifests, on nodes the public images that they cannot pull. */
function fetching({ stack, arn }: PolicyContext, { group }: MachineGroup): readonly Statement[] {
  const { platform, kubernetes } = stack.cluster;
  const { bucket } = platform;
  const images = kubernetes.features.oldDocker ? [IMAGES_PREFIX] : [];
  const shared = group === CONTROL_PLANE ? ["addons"] : images;
  const prefixes = [group, ...shared].map((prefix) => `${prefix}/*`);
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

/** Its names in the private zone, and nothing else of it. */
function naming({ stack, network, arn }: PolicyContext, { group, record }: MachineGroup): Statement {
  const { privateId } = stack.cluster.platform.dns;
  const zone = privateId ?? network.getString("private_zone_id");
  const names = group === CONTROL_PLANE ? record : `*.${record}`;
  const changes = group === CONTROL_PLANE ? ["UPSERT"] : ["UPSERT", "DELETE"];
  return allow("WriteItsName", ["route53:ChangeResourceRecordSets"], [arn("route53", `hostedzone/${zone}`)], {
    "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": [names] },
    "ForAllValues:StringEquals": {
      "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
      "route53:ChangeResourceRecordSetsActions": changes,
    },
  });
}

/** Snapshots below their own prefix; nothing else in the bucket is its to write. */
function keeping({ stack, arn }: PolicyContext): readonly Statement[] {
  const { bucket, backup } = stack.cluster.platform;
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
function addressing({ stack, arn }: PolicyContext, { group }: MachineGroup): readonly Statement[] {
  const ofItsGroup = { "ec2:ResourceTag/Cluster": stack.cluster.name, "ec2:ResourceTag/Group": group };
  return [
    allow("SeeItsAddresses", ["ec2:DescribeAddresses"], ["*"]),
    allow("TakeAnAddress", ["ec2:AssociateAddress"], [arn("ec2", "elastic-ip/*")], { StringEquals: ofItsGroup }),
    allow("ForMachinesOfItsGroup", ["ec2:AssociateAddress"], [arn("ec2", "instance/*")], { StringEquals: ofItsGroup }),
    allow("OnTheirInterfaces", ["ec2:AssociateAddress"], [arn("ec2", "network-interface/*")]),
  ];
}

function statements(context: PolicyContext, group: MachineGroup, payload: Payload | undefined): readonly Statement[] {
  const { cluster } = context.stack;
  const isControlPlane = group.group === CONTROL_PLANE;
  return [
    ...fetching(context, group),
    looking(),
    naming(context, group),
    ...(isControlPlane && cluster.etcd.endpoints.length === 0 ? keeping(context) : []),
    ...(group.elasticIps > 0 ? addressing(context, group) : []),
    ...(isControlPlane ? [] : registryStatements(cluster, context.arn)),
    ...secretStatements(context, payload),
  ];
}

/** What machines of a group are in AWS, and may do there. */
export interface GroupRole {
  readonly profile: IamInstanceProfile;
  readonly policy: IamRolePolicy;
}

export function groupRole(
  context: PolicyContext,
  group: MachineGroup,
  payload: Payload | undefined,
  from: readonly [SpecPath, ...SpecPath[]],
): GroupRole {
  const { stack } = context;
  const name = terraformName(group.group);
  const role = add(stack, IamRole, name, note(`what machines of ${group.group} are in AWS`, ...from, ["name"]), {
    name: group.name,
    assumeRolePolicy: mayAssume(stack.cluster),
  });
  const about = note(
    `what machines of ${group.group} may do there`,
    ...from,
    ["name"],
    ["platform"],
    ["etcd"],
    ["addons"],
    ["data"],
    ["tokens"],
    ["files"],
  );
  const policy = add(stack, IamRolePolicy, name, about, {
    name: "machine",
    role: role.id,
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements(context, group, payload) }),
  });
  const profile = add(stack, IamInstanceProfile, name, note(`gives the role to them`, ...from, ["name"]), {
    name: group.name,
    role: role.name,
  });
  return { profile, policy };
}
