/** What is taken away goes after the machines that stand in it: the real Terraform, and an AWS that refuses as EC2 does. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
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

/** What whoever applies the stacks has in the environment. */
const operatorsEnv = (network: string) => ({
  TF_CLI_CONFIG_FILE: "/dev/null",
  TF_CLI_ARGS_init: `-plugin-dir=${pluginDirectory() ?? ""}`,
  CHECKPOINT_DISABLE: "1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_ENDPOINT_URL: JSON.parse(readFileSync(join(network, "loopback_override.tf.json"), "utf8")).provider.aws[0]
    .endpoints[0].ec2,
});

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
  const env = () => operatorsEnv(place("network"));
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

const PLACED = `apiVersion: clusterwright/v1
name: placed
kubernetes: { version: 0.9.2 }
platform: { type: aws, region: eu-central-1, zones: [eu-central-1a, eu-central-1b], keyPair: operator }
os: { family: coreos, image: ami-12ae980f }
controlPlane: { instanceType: t2.small }
nodePools: [{ name: minion, instanceType: t2.small, count: 1 }]
`;

const FIXED = `apiVersion: clusterwright/v1
name: fixed
kubernetes: { version: 1.36.4 }
platform: { type: aws, region: eu-central-1, zones: [eu-central-1a, eu-central-1b], bucket: kubernetes-fixed }
os: { family: ubuntu, image: ami-12ae980f }
controlPlane: { instanceType: t3.medium }
nodePools: [{ name: alpha, instanceType: t3.large, count: 1 }]
`;

describe.each([
  ["stops machines", PLACED, "0.9.2", "0.9.3", "minion"],
  ["makes machines anew", FIXED, "1.36.4", "1.37.1", "alpha"],
])("user-data that %s", (_what, spec, before, after, pool) => {
  const result = compileText(spec);
  const stacks = result.ok ? result.contents.stacks.map(({ name }) => name) : [];
  const { root, place } = standingStacks({
    name: pool,
    stacks,
    artifacts: artifactsOf(spec),
    image: "ami-12ae980f",
    region: "eu-central-1",
  });
  const log = (): string => join(root, "log");
  /** Programs that say what they are asked, and do it. */
  const apply = (): Ran => {
    const bin = join(root, "recording");
    mkdirSync(bin, { recursive: true });
    for (const name of ["terraform", "aws"]) {
      const real = run("sh", ["-c", `command -v ${name}`]).stdout.trim();
      writeFileSync(join(bin, name), `#!/bin/sh\necho ${name} "$@" >>"${log()}"\nexec "${real}" "$@"\n`, {
        mode: 0o755,
      });
    }
    const env = { ...operatorsEnv(place("network")), PATH: `${bin}:${process.env.PATH}` };
    return run("make", ["-C", root, "apply", "OPTIONS=-auto-approve -no-color"], { env });
  };
  const idsOf = (): ReadonlyMap<string, string> =>
    new Map(
      JSON.parse(terraform(place("cluster"), ["show", "-json"]).stdout)
        .values.root_module.resources.filter(({ type }: { type: string }) => type === "aws_instance")
        .map(({ address, values }: { address: string; values: { id: string } }) => [address, values.id]),
    );

  test("is given to one after the other, the control plane first, each waited for", () => {
    expect(stacks.map((stack) => init(place(stack)).status)).toEqual(stacks.map(() => 0));
    const first = apply();
    expect(first.status, first.output).toBe(0);
    expect(first.output).not.toContain("one after the other");
    const old = idsOf();
    writeArtifacts(root, artifactsOf(spec.replace(before, after)));
    writeFileSync(log(), "");
    const changed = apply();
    expect(changed.status, changed.output).toBe(0);
    expect(changed.output).toContain("cluster: 2 machines are changed and started again, one after the other");
    const steps = readFileSync(log(), "utf8")
      .split("\n")
      .filter((line) => /terraform -chdir=cluster apply|aws ec2 wait/.test(line))
      .map((line) => /-target=(\S+)/.exec(line)?.[1] ?? /--instance-ids (\S+)/.exec(line)?.[1] ?? "all");
    const machines = ["aws_instance.control_plane", `aws_instance.${pool}["${pool}-1"]`];
    expect(steps).toEqual([...machines.flatMap((each) => [each, idsOf().get(each)]), "all"]);
    expect(machines.map((each) => old.get(each) === idsOf().get(each))).toEqual(machines.map(() => spec === PLACED));
  });
});
