import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { moto } from "../support/aws-api.ts";
import { compileText, specOf } from "../support/cases.ts";
import { standingStacks } from "../support/standing-stacks.ts";
import { awsProvider, init, terraform, writeArtifacts } from "../support/terraform.ts";
import { program, testWith } from "../support/tools.ts";

const test = testWith(program("terraform"), awsProvider(), moto());
const STACKS = ["network", "data", "cluster"] as const;

/** The shop with a role instead of keys, and a file that Terraform binds tokens in. */
const SPEC = specOf("shop")
  .toString()
  .replace("registry: {}", "registry: { credentials: instanceRole }")
  .replace(/tokens:[\s\S]*/, "")
  .concat(`files:
  - path: /etc/place
    content: "%%VPC%% %%BALANCER%% %%MASTER%% %%BUCKET%% %%DATABASE%%"
tokens:
  VPC: { terraform: vpc_id }
  BALANCER: { terraform: load_balancer_dns_name }
  MASTER: { terraform: control_plane_public_ip }
  BUCKET: { terraform: media_bucket }
  DATABASE: { terraform: database_address }
`);

function artifactsOf(spec: string) {
  const compiled = compileText(spec);
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
  return compiled.artifacts;
}

interface Instance {
  readonly values: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly mode: string;
}

/** What outlives the machines, on a real provider and a stand-in AWS. */
describe("the life of the data stack", () => {
  const { root, place, run } = standingStacks({
    name: "data",
    stacks: STACKS,
    artifacts: artifactsOf(SPEC),
    image: "ami-12ae980f",
    region: "eu-central-1",
  });

  const shown = new Map<string, readonly Instance[]>();

  /** What is in a stack's state; read once, since nothing here changes addresses. */
  function resourcesOf(stack: string): readonly Instance[] {
    const resources =
      shown.get(stack) ??
      (JSON.parse(terraform(place(stack), ["show", "-json"]).stdout).values.root_module.resources as Instance[]).filter(
        ({ mode }) => mode === "managed",
      );
    shown.set(stack, resources);
    return resources;
  }

  const valuesOf = (stack: string, address: string): Instance["values"] =>
    resourcesOf(stack).find((each) => each.address === address)?.values ?? {};

  test.each(STACKS)("%s applies, and a second plan has no changes", (stack) => {
    const prepared = init(place(stack));
    expect(prepared.status, prepared.output).toBe(0);
    const applied = run(stack, "apply", "-auto-approve");
    expect(applied.status, applied.output).toBe(0);
    const again = run(stack, "plan", "-detailed-exitcode");
    expect(again.status, again.output).toBe(0);
  });

  test("the database is closed, encrypted and has a password that nobody wrote", () => {
    const database = valuesOf("data", "aws_db_instance.database");
    expect(database).toMatchObject({
      publicly_accessible: false,
      storage_encrypted: true,
      manage_master_user_password: true,
      deletion_protection: true,
      password: null,
    });
    const rule = valuesOf("data", "aws_vpc_security_group_ingress_rule.database_from_nodes");
    const nodes = terraform(place("network"), ["output", "-raw", "nodes_security_group_id"]).stdout;
    expect(rule).toMatchObject({
      from_port: 3306,
      to_port: 3306,
      cidr_ipv4: null,
      referenced_security_group_id: nodes,
    });
  });

  test("the buckets are versioned, encrypted and closed", () => {
    for (const use of ["media", "registry"]) {
      const of = (type: string) => JSON.stringify(valuesOf("data", `${type}.data["${use}"]`));
      expect(of("aws_s3_bucket_versioning")).toContain('"Enabled"');
      expect(of("aws_s3_bucket_server_side_encryption_configuration")).toContain('"AES256"');
      expect(of("aws_s3_bucket_public_access_block")).not.toContain("false");
      expect(of("aws_s3_bucket_policy")).toContain("aws:SecureTransport");
    }
  });

  test("Terraform binds its tokens in user-data, and leaves nothing open", () => {
    const outputOf = (stack: string, name: string) => terraform(place(stack), ["output", "-raw", name]).stdout;
    const values: Readonly<Record<string, string>> = {
      VPC: outputOf("network", "vpc_id"),
      BALANCER: outputOf("cluster", "load_balancer_dns_name"),
      MASTER: outputOf("cluster", "control_plane_public_ip"),
      BUCKET: "ycluster-media",
      DATABASE: outputOf("data", "database_address"),
    };
    const text = readFileSync(join(place("cluster"), "user-data/minion.yml"), "utf8");
    expect(text.match(/%%[A-Z]+%%/g)).toHaveLength(Object.keys(values).length);
    const bound = text.replaceAll(/%%([A-Z]+)%%/g, (_, name: string) => values[name] ?? "");
    expect(bound).not.toMatch(/%%[A-Z]/);
    // The provider's state has the digest of what it handed out.
    const digest = createHash("sha1").update(bound).digest("hex");
    expect(valuesOf("cluster", 'aws_instance.minion["minion-1"]').user_data).toBe(digest);
  });

  test("the nodes have the role, and it opens one bucket", () => {
    expect(valuesOf("cluster", 'aws_instance.minion["minion-1"]').iam_instance_profile).toBe(
      "ycluster.nodes.eu-central-1",
    );
    expect(valuesOf("cluster", "aws_instance.control_plane").iam_instance_profile).toBe("");
    const { Statement } = JSON.parse(String(valuesOf("cluster", "aws_iam_role_policy.registry").policy));
    expect(Statement.flatMap(({ Resource }: { Resource: string[] }) => Resource)).toEqual([
      "arn:aws:s3:::ycluster-registry",
      "arn:aws:s3:::ycluster-registry/*",
    ]);
  });

  test("nothing of it can be destroyed while it is protected", () => {
    const refused = run("data", "destroy", "-auto-approve");
    expect(refused.status).not.toBe(0);
    expect(refused.output).toContain("Instance cannot be destroyed");
    expect(terraform(place("data"), ["state", "list"]).stdout.trim().split("\n").length).toBeGreaterThan(10);
  });

  test("it goes when the spec says so", () => {
    writeArtifacts(root, artifactsOf(SPEC.replace("data:\n", "data:\n  protected: false\n")));
    const opened = run("data", "apply", "-auto-approve");
    expect(opened.status, opened.output).toBe(0);
    expect(opened.output).toMatch(/0 added, 1 changed, 0 destroyed/);
    const plan = run("data", "plan", "-destroy", "-refresh=false");
    expect(plan.status, plan.output).toBe(0);
    expect(plan.output).toContain(`0 to add, 0 to change, ${resourcesOf("data").length} to destroy`);
  });
});
