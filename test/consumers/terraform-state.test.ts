/** State in a bucket: the real Terraform writes it there, locks it, and reads one stack's outputs from another. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { type AwsApi, moto, pointAt, startAwsApi } from "../support/aws-api.ts";
import { compileText, specOf, stackOf } from "../support/cases.ts";
import { awsProvider, init, terraform, writeArtifacts } from "../support/terraform.ts";
import { program, run, testWith, works } from "../support/tools.ts";

const test = testWith(program("terraform"), awsProvider(), moto(), works("the AWS command line", "aws", "--version"));
const BUCKET = "example-terraform-state";

const SPEC = specOf("one-zone")
  .toString()
  .replace("platform:\n", `platform:\n  state: { bucket: ${BUCKET}, prefix: clusters/small }\n`);

describe("state in a bucket", () => {
  const root = mkdtempSync(join(tmpdir(), "clusterwright-state-"));
  const place = (stack: string): string => join(root, "stacks", stack);
  const compiled = compileText(SPEC);
  let api: AwsApi | undefined;

  /** What an operator's test setup would put beside a stack: backend and remote state on loopback, too. */
  function stateAt(stack: string, url: string): void {
    if (!compiled.ok) throw new Error("the spec does not compile");
    const json = stackOf(compiled, stack);
    const loopback = {
      access_key: "test",
      secret_key: "test",
      endpoints: { s3: url },
      use_path_style: true,
      skip_credentials_validation: true,
      skip_metadata_api_check: true,
      skip_requesting_account_id: true,
      skip_region_validation: true,
    };
    const override = {
      terraform: { backend: { s3: { ...json.terraform.backend.s3, ...loopback } } },
      ...(json.data === undefined
        ? {}
        : {
            data: {
              terraform_remote_state: {
                network: { config: { ...json.data.terraform_remote_state.network.config, ...loopback } },
              },
            },
          }),
    };
    writeFileSync(join(place(stack), "state_override.tf.json"), JSON.stringify(override));
  }

  const s3 = (...args: readonly string[]) =>
    run("aws", ["--endpoint-url", api?.url ?? "", "s3", ...args], {
      env: { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_DEFAULT_REGION: "eu-central-1" },
    });

  beforeAll(async () => {
    if (!compiled.ok || !program("terraform").met || !moto().met) return;
    writeArtifacts(root, compiled.artifacts);
    api = await startAwsApi(root, ["ami-12ae980f"]);
    expect(s3("mb", `s3://${BUCKET}`).output).toContain("make_bucket");
    for (const stack of ["network", "cluster"]) {
      pointAt(place(stack), api.url, "eu-central-1");
      stateAt(stack, api.url);
    }
  });

  afterAll(() => {
    api?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  test("is asked for with encryption and a lock, of a Terraform that knows both", () => {
    if (!compiled.ok) throw new Error("the spec does not compile");
    for (const stack of ["network", "cluster"]) {
      const { terraform: settings } = stackOf(compiled, stack);
      expect(settings.required_version).toBe(">= 1.10.0");
      expect(settings.backend).toEqual({
        s3: {
          bucket: BUCKET,
          region: "eu-central-1",
          key: `clusters/small/${stack}/terraform.tfstate`,
          encrypt: true,
          use_lockfile: true,
        },
      });
    }
  });

  test.each(["network", "cluster"])(
    "%s applies, its state is in the bucket alone, and a second plan is clean",
    async (stack) => {
      const prepared = init(place(stack));
      expect(prepared.status, prepared.output).toBe(0);
      const applied = terraform(place(stack), ["apply", "-input=false", "-no-color", "-auto-approve"]);
      expect(applied.status, applied.output).toBe(0);
      const found = s3("cp", `s3://${BUCKET}/clusters/small/${stack}/terraform.tfstate`, "-");
      const state = JSON.parse(found.stdout) as { outputs: object };
      expect(Object.keys(state.outputs).length).toBeGreaterThan(1);
      const plan = terraform(place(stack), ["plan", "-input=false", "-no-color", "-detailed-exitcode"]);
      expect(plan.status, plan.output).toBe(0);
    },
  );

  test("a lock that somebody holds is respected", () => {
    const lock = `s3://${BUCKET}/clusters/small/network/terraform.tfstate.tflock`;
    writeFileSync(join(root, "lock"), JSON.stringify({ ID: "somebody", Operation: "apply", Who: "them" }));
    expect(s3("cp", join(root, "lock"), lock).status).toBe(0);
    const plan = terraform(place("network"), ["plan", "-input=false", "-no-color", "-lock-timeout=0s"]);
    expect(plan.status).toBe(1);
    expect(plan.output).toContain("Error acquiring the state lock");
    expect(s3("rm", lock).status).toBe(0);
    expect(terraform(place("network"), ["plan", "-input=false", "-no-color"]).status).toBe(0);
  });
});
