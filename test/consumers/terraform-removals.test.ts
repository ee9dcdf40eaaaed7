/** What is taken away goes after the machines that stand in it: the real Terraform, and an AWS that refuses as EC2 does. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { moto } from "../support/aws-api.ts";
import { compileText } from "../support/cases.ts";
import { standingStacks } from "../support/standing-stacks.ts";
import { awsProvider, init, pluginDirectory, terraform, writeArtifacts } from "../support/terraform.ts";
import { program, type Ran, run, testWith } from "../support/tools.ts";

const test = testWith(program("terraform"), awsProvider(), moto(), program("aws"), program("jq"));

const SPEC = `apiVersion: clusterwright/v1
name: shrinking
kubernetes: { version: 1.1.8 }
platform:
  type: aws-autoscaling
  region: us-east-1
  zones: [us-east-1a, us-east-1b, us-east-1c]
  keyPair: operator
  environment: prod
  bucket: kubernetes-shrinking-prod
  dns: { domain: domain.io }
os: { family: centos, image: ami-0123456789abcdef0 }
controlPlane: { instanceType: m3.medium }
nodePools:
  - { name: minion, instanceType: m3.large, count: 3 }
  - { name: front, instanceType: m3.medium, count: 2, public: true }
data:
  protected: false
`;

const STACKS = ["network", "data", "cluster"] as const;

function artifactsOf(spec: string) {
  const result = compileText(spec);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
  return result.artifacts;
}

describe("taking away", () => {
  const {
    root,
    place,
    run: runStack,
  } = standingStacks({
    name: "removals",
    stacks: STACKS,
    artifacts: artifactsOf(SPEC),
    image: "ami-0123456789abcdef0",
    region: "us-east-1",
  });
  const endpoint = (): string =>
    JSON.parse(readFileSync(join(place("network"), "loopback_override.tf.json"), "utf8")).provider.aws[0].endpoints[0]
      .ec2;
  const env = () => ({
    TF_CLI_CONFIG_FILE: "/dev/null",
    TF_CLI_ARGS_init: `-plugin-dir=${pluginDirectory() ?? ""}`,
    CHECKPOINT_DISABLE: "1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL: endpoint(),
  });
  const apply = (): Ran => run("make", ["-C", root, "apply", "OPTIONS=-auto-approve -no-color"], { env: env() });
  const listed = (stack: string): readonly string[] =>
    terraform(place(stack), ["state", "list"]).stdout.trim().split("\n");
  const aws = (...args: readonly string[]): Ran => run("aws", [...args, "--region", "us-east-1"], { env: env() });

  test("everything is there", () => {
    expect(STACKS.map((stack) => init(place(stack)).status)).toEqual([0, 0, 0]);
    const applied = apply();
    expect(applied.status, applied.output).toBe(0);
    expect(applied.output).not.toContain("go last");
  });

  test("the stand-in refuses as EC2 does", () => {
    const subnets = JSON.parse(terraform(place("network"), ["output", "-json", "private_subnet_ids"]).stdout);
    const refused = aws("ec2", "delete-subnet", "--subnet-id", subnets["us-east-1c"]);
    expect(refused.output).toContain("DependencyViolation");
    const group = terraform(place("network"), ["output", "-raw", "public_nodes_security_group_id"]).stdout;
    expect(aws("ec2", "delete-security-group", "--group-id", group).output).toContain("DependencyViolation");
  });

  test("a zone and a public pool go while others come, in one change", () => {
    const other = SPEC.replace(
      "us-east-1b, us-east-1c]",
      "us-east-1d]\n  subnets: { us-east-1d: 172.31.48.0/20 }\n  publicSubnets: { us-east-1d: 172.31.176.0/20 }",
    ).replace(
      "{ name: front, instanceType: m3.medium, count: 2, public: true }",
      "{ name: batch, instanceType: m3.medium, count: 1 }",
    );
    writeArtifacts(root, artifactsOf(other));
    const applied = apply();
    expect(applied.status, applied.output).toBe(0);
    expect(applied.output).toMatch(/network: these go last[\s\S]*aws_subnet\.private\["us-east-1c"\]/);
    expect(listed("network").filter((address) => /us-east-1[bc]|front|public_nodes/.test(address))).toEqual([]);
    expect(listed("network")).toContain('aws_subnet.private["us-east-1d"]');
    expect(listed("cluster")).toContain("aws_autoscaling_group.batch");
    for (const stack of STACKS) {
      const again = runStack(stack, "plan", "-detailed-exitcode");
      expect(again.status, again.output).toBe(0);
    }
  });
});
