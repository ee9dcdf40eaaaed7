/** What machines of today's releases may do in AWS beside what those before may: their disk, the way to join, a way in. */
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { parameterPrefix } from "../../place/naming.ts";
import { allow, type Statement } from "../../stacks/node-role.ts";
import type { PolicyContext } from "./policy-context.ts";

/**
 * Session Manager, by which operators come in: what the agent asks for, without what the managed policy
 * AmazonSSMManagedInstanceCore has besides, such as every parameter of the account (Systems Manager user guide, "Add Session
 * Manager permissions to an existing IAM role").
 */
export const sessions = (): Statement =>
  allow(
    "LetOperatorsIn",
    [
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    ["*"],
  );

/** What nodes join by is the control plane's to write and nodes' to read. */
export const joining = ({ cluster, arn }: PolicyContext, isControlPlane: boolean): Statement => {
  const parameter = [arn("ssm", `parameter${parameterPrefix(cluster.name)}/join`)];
  return isControlPlane
    ? allow("LetNodesJoin", ["ssm:PutParameter"], parameter)
    : allow("Join", ["ssm:GetParameter"], parameter);
};

/** The control plane's own disk and snapshots, by their tags, and no other. */
export function keepingDisk({ cluster, arn }: PolicyContext): readonly Statement[] {
  const tags = { Cluster: cluster.name, Group: CONTROL_PLANE };
  const tagged = (kind: string) => ({
    StringEquals: Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${kind}/${key}`, value])),
  });
  const ours = tagged("ec2:ResourceTag");
  // Snapshots are nobody's: their ARN has no account.
  const snapshots = [arn("ec2", "snapshot/*").replace(/:[^:]*:snapshot/, "::snapshot")];
  return [
    allow("SeeDisks", ["ec2:DescribeVolumes", "ec2:DescribeSnapshots"], ["*"]),
    allow("TakeItsDisk", ["ec2:AttachVolume"], [arn("ec2", "volume/*"), arn("ec2", "instance/*")], ours),
    allow("CopyItsDisk", ["ec2:CreateSnapshot"], [arn("ec2", "volume/*")], ours),
    allow("KeepCopies", ["ec2:CreateSnapshot"], snapshots, tagged("aws:RequestTag")),
    allow("NameCopies", ["ec2:CreateTags"], snapshots, { StringEquals: { "ec2:CreateAction": "CreateSnapshot" } }),
    allow("DropCopies", ["ec2:DeleteSnapshot"], snapshots, ours),
  ];
}

/** Of load balancers, and of what they have: what changes one that is there. */
const CHANGES_OF_BALANCERS = [
  "ApplySecurityGroupsToLoadBalancer",
  "AttachLoadBalancerToSubnets",
  "ConfigureHealthCheck",
  "CreateListener",
  "CreateLoadBalancerListeners",
  "CreateLoadBalancerPolicy",
  "Delete*",
  "DeregisterInstancesFromLoadBalancer",
  "DeregisterTargets",
  "DetachLoadBalancerFromSubnets",
  "Modify*",
  "RegisterInstancesWithLoadBalancer",
  "RegisterTargets",
  "SetLoadBalancerPoliciesForBackendServer",
  "SetLoadBalancerPoliciesOfListener",
].map((action) => `elasticloadbalancing:${action}`);

/**
 * The cloud controller's: it looks, labels nodes, and makes load balancers for services
 * (kubernetes/cloud-provider-aws, docs/prerequisites.md; without volumes and routes, which others make). What it makes bears
 * the cluster's tag from the beginning, and what bears that it may change: nobody else's can be given it.
 */
export function controlling({ cluster, arn }: PolicyContext): readonly Statement[] {
  const tag = `kubernetes.io/cluster/${cluster.name}`;
  const made = { [`aws:RequestTag/${tag}`]: "owned" };
  const owned = { StringEquals: { [`aws:ResourceTag/${tag}`]: "owned" } };
  const securityGroups = [arn("ec2", "security-group/*")];
  return [
    allow(
      "SeeTheCloud",
      [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeTags",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceTopology",
        "ec2:DescribeRegions",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:Describe*",
      ],
      ["*"],
    ),
    allow("MakeGroupsIn", ["ec2:CreateSecurityGroup"], [arn("ec2", "vpc/*")]),
    allow("MakeGroups", ["ec2:CreateSecurityGroup"], securityGroups, { StringEquals: made }),
    allow("NameGroups", ["ec2:CreateTags"], securityGroups, {
      StringEquals: { ...made, "ec2:CreateAction": "CreateSecurityGroup" },
    }),
    allow(
      "ChangeGroups",
      ["ec2:AuthorizeSecurityGroupIngress", "ec2:DeleteSecurityGroup", "ec2:RevokeSecurityGroupIngress"],
      securityGroups,
      owned,
    ),
    allow(
      "MakeLoadBalancers",
      [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateTargetGroup",
      ],
      ["*"],
      { StringEquals: made },
    ),
    allow("ChangeLoadBalancers", CHANGES_OF_BALANCERS, ["*"], owned),
  ];
}
