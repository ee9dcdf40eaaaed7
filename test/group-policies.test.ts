/** What machines of groups may do in AWS, by role: each what its scripts do, and nothing else. */
import { describe, expect, test } from "vitest";
import { compileCase, compileText, specOf, stackOf } from "./support/cases.ts";

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const stack = stackOf(compileCase("multi-zone-document"), "cluster");

const statementsOf = (group: string): readonly Statement[] =>
  JSON.parse(stack.resource.aws_iam_role_policy[group].policy).Statement;

/** Resources that a group may do something to, by action; places in S3 without what comes before the bucket. */
function allowed(group: string): Readonly<Record<string, readonly string[]>> {
  const all: Record<string, string[]> = {};
  for (const { Action, Resource, Condition } of statementsOf(group)) {
    const prefixes = Condition?.StringLike?.["s3:prefix"];
    const places = Resource.map((resource) =>
      resource
        .replace(/^arn:\$\{[^}]*\}:s3:::/, "")
        .replace(/\$\{data\.[^}]*\}/g, "~")
        .replace(/^arn:~:/, ""),
    );
    for (const action of Action)
      all[action] = [...(all[action] ?? []), ...(typeof prefixes === "object" ? prefixes : places)];
  }
  return all;
}

const BUCKET = "kubernetes-example-prod";
const ZONE = ["route53:::hostedzone/~"];
const group = (name: string): string => `autoscaling:us-east-1:~:autoScalingGroup:*:autoScalingGroupName/${name}`;

describe("roles of groups", () => {
  test("the control plane reads its files and the manifests, and writes snapshots alone", () => {
    expect(allowed("control_plane")).toEqual({
      "s3:ListBucket": ["control-plane/*", "addons/*", "backups/etcd/*"],
      "s3:GetObject": [`${BUCKET}/control-plane/*`, `${BUCKET}/addons/*`, `${BUCKET}/backups/etcd/*`],
      "s3:PutObject": [`${BUCKET}/backups/etcd/*`],
      "s3:DeleteObject": [`${BUCKET}/backups/etcd/*`],
      "ec2:DescribeInstances": ["*"],
      "autoscaling:CompleteLifecycleAction": [group("example.control-plane")],
      "route53:ChangeResourceRecordSets": [...ZONE, ...ZONE],
      "route53:ListResourceRecordSets": ZONE,
      "cloudwatch:PutMetricData": ["*"],
      "secretsmanager:GetSecretValue": ["secretsmanager:us-east-1:~:secret:example/api-token-??????"],
      "ssm:GetParameter": [
        "ssm:us-east-1:~:parameter/example/registry-key",
        "ssm:us-east-1:~:parameter/example/registry-secret",
        "ssm:us-east-1:~:parameter/example/atlas-token",
      ],
    });
  });

  test("nodes read their own files and carried images, and write no object", () => {
    expect(allowed("minion")).toEqual({
      "s3:ListBucket": ["minion/*", "images/*"],
      "s3:GetObject": [`${BUCKET}/minion/*`, `${BUCKET}/images/*`],
      "ec2:DescribeInstances": ["*"],
      "autoscaling:CompleteLifecycleAction": [group("example.minion")],
      "autoscaling:DescribeInstanceRefreshes": ["*"],
      "route53:ChangeResourceRecordSets": ZONE,
      "cloudwatch:PutMetricData": ["*"],
    });
  });

  test("the control plane takes away names of nodes that are gone, and no others; counts are the cluster's own", () => {
    const of = (sid: string) => statementsOf("control_plane").find(({ Sid }) => Sid === sid)?.Condition;
    expect(of("SweepNames")).toEqual({
      "ForAllValues:StringLike": {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["i-*.minion.prod.kube", "i-*.loadbalancer.prod.kube"],
      },
      "ForAllValues:StringEquals": {
        "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
        "route53:ChangeResourceRecordSetsActions": ["DELETE"],
      },
    });
    expect(of("CountForAlarms")).toEqual({ StringEquals: { "cloudwatch:namespace": "clusterwright/example" } });
  });

  test("public nodes also take addresses of their own group, for machines of it", () => {
    const { "ec2:AssociateAddress": things, "ec2:DescribeAddresses": seen, ...others } = allowed("loadbalancer");
    expect(Object.keys(others)).toEqual(Object.keys(allowed("minion")));
    expect(seen).toEqual(["*"]);
    expect(things).toEqual(["elastic-ip", "instance", "network-interface"].map((kind) => `ec2:us-east-1:~:${kind}/*`));
    const conditions = statementsOf("loadbalancer")
      .filter(({ Action }) => Action.includes("ec2:AssociateAddress"))
      .map(({ Condition }) => Condition?.StringEquals);
    const own = { "ec2:ResourceTag/Cluster": "example", "ec2:ResourceTag/Group": "loadbalancer" };
    expect(conditions).toEqual([own, own, own]);
    // What they are told apart by is on the machines, their interfaces and the addresses.
    expect(stack.resource.aws_launch_template.loadbalancer.tag_specifications).toContainEqual({
      resource_type: "network-interface",
      tags: expect.objectContaining({ Cluster: "example", Group: "loadbalancer", Team: "platform" }),
    });
    expect(stack.resource.aws_autoscaling_group.loadbalancer.tag).toContainEqual({
      key: "Group",
      propagate_at_launch: true,
      value: "loadbalancer",
    });
  });

  test.each([
    ["control_plane", "control-plane.prod.kube", ["UPSERT"]],
    ["minion", "*.minion.prod.kube", ["UPSERT", "DELETE"]],
    ["loadbalancer", "*.loadbalancer.prod.kube", ["UPSERT", "DELETE"]],
  ])("%s changes its own names in the private zone", (group, name, actions) => {
    const found = statementsOf(group).find(({ Action }) => Action.includes("route53:ChangeResourceRecordSets"));
    expect(found?.Condition).toEqual({
      "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": [name] },
      "ForAllValues:StringEquals": {
        "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
        "route53:ChangeResourceRecordSetsActions": actions,
      },
    });
  });

  test("rights are there before the machines, and outlive them", () => {
    for (const group of ["control_plane", "minion", "loadbalancer"])
      expect(stack.resource.aws_autoscaling_group[group].depends_on).toContain(`aws_iam_role_policy.${group}`);
  });

  test.each([
    ["us-east-1", "ec2.amazonaws.com"],
    ["cn-north-1", "ec2.amazonaws.com.cn"],
  ])("EC2 of %s takes the role", (region, service) => {
    const spec = specOf("multi-zone-one-nat").toString().replaceAll("eu-central-1", region);
    const there = compileText(spec.replace(/ {2}dns: .*\n/, ""));
    if (!there.ok) throw new Error(there.diagnostics.map(({ message }) => message).join());
    const { assume_role_policy: policy } = stackOf(there, "cluster").resource.aws_iam_role.minion;
    expect(JSON.parse(policy).Statement[0].Principal).toEqual({ Service: service });
  });

  test("a secret by its whole ARN is named as it is, one by a part of it with what follows", () => {
    const whole = "arn:aws:secretsmanager:us-east-1:123456789012:secret:example/api-token-AbCdEf";
    for (const [reference, named] of [
      [whole, [whole]],
      [whole.slice(0, -7), [whole.slice(0, -7), `${whole.slice(0, -7)}-??????`]],
    ] as const) {
      const spec = specOf("multi-zone-document").toString().replace("example/api-token", `"${reference}"`);
      const there = compileText(spec);
      if (!there.ok) throw new Error(there.diagnostics.map(({ message }) => message).join());
      const policy = JSON.parse(stackOf(there, "cluster").resource.aws_iam_role_policy.control_plane.policy);
      const secrets = policy.Statement.find(({ Action }: Statement) => Action[0] === "secretsmanager:GetSecretValue");
      expect(secrets.Resource).toEqual(named);
    }
  });
});

describe("roles of today's groups", () => {
  const today = stackOf(compileCase("groups-ubuntu"), "cluster");
  const of = (name: string): readonly Statement[] =>
    JSON.parse(today.resource.aws_iam_role_policy[name].policy).Statement;
  const actions = (name: string): readonly string[] => of(name).flatMap(({ Action }) => Action);

  test("a node fetches its files, joins, says that it serves and is looked after: nothing else", () => {
    expect(actions("worker")).toEqual([
      "s3:ListBucket",
      "s3:GetObject",
      "autoscaling:CompleteLifecycleAction",
      "autoscaling:DescribeInstanceRefreshes",
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
      "ssm:GetParameter",
      "cloudwatch:PutMetricData",
    ]);
    const join = of("worker").find(({ Sid }) => Sid === "Join");
    expect(join?.Resource).toEqual([
      expect.stringMatching(/:ssm:eu-central-1:\S+:parameter\/clusterwright\/example\/join$/),
    ]);
  });

  test("where no group waits for it, nobody says that a machine serves", () => {
    const fixed = stackOf(compileCase("aws-ubuntu"), "cluster").resource.aws_iam_role_policy;
    for (const role of ["worker", "control_plane"]) {
      const statements: readonly Statement[] = JSON.parse(fixed[role].policy).Statement;
      const own = statements.flatMap(({ Action }) => Action);
      expect(
        own.filter((action) => action.startsWith("autoscaling:") && !/:Describe(?!InstanceRefreshes)/.test(action)),
      ).toEqual([]);
      expect(own).toContain(role === "worker" ? "ssm:GetParameter" : "ec2:AttachVolume");
    }
  });

  test("what nodes join by only the control plane writes, and it reads it not even itself", () => {
    expect(actions("control_plane")).toContain("ssm:PutParameter");
    expect(actions("worker")).not.toContain("ssm:PutParameter");
    expect(actions("control_plane")).not.toContain("ssm:GetParameter");
  });

  /** Whether a right holds for something of the account that is not the cluster's. */
  const READING = /:(?:Describe|List|Get)/;
  const OF_EVERYBODY = ["ssm:UpdateInstanceInformation", "cloudwatch:PutMetricData", "ec2:CreateSecurityGroup"];

  test.each(["control_plane", "worker"])("%s changes nothing that is not the cluster's", (name) => {
    const loose = of(name)
      .filter(({ Resource, Condition }) => Condition === undefined && Resource.some((each) => /^\*$|\/\*$/.test(each)))
      .flatMap(({ Action }) => Action)
      .filter(
        (action) => !READING.test(action) && !action.startsWith("ssmmessages:") && !OF_EVERYBODY.includes(action),
      );
    expect(loose).toEqual([]);
  });

  test("tags, by which rights are told apart, are given to what is being made and nothing else", () => {
    for (const { Action, Condition } of of("control_plane")) {
      if (Action.includes("ec2:CreateTags")) expect(Condition?.StringEquals?.["ec2:CreateAction"]).toBeDefined();
      if (Action.includes("elasticloadbalancing:AddTags"))
        expect(Condition?.StringEquals?.["aws:RequestTag/kubernetes.io/cluster/example"]).toBe("owned");
    }
  });
});
