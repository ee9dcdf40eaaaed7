import { join } from "node:path";
import { describe, expect } from "vitest";
import type { StackData } from "../../generators/model/stack.ts";
import { caseNames, compileCase } from "../support/cases.ts";
import { awsProvider, init, terraform, writeArtifacts } from "../support/terraform.ts";
import { program, scratch, testWith } from "../support/tools.ts";

const test = testWith(program("terraform"), awsProvider());

const keepsStateHere = ({ json }: StackData): boolean =>
  "local" in (json.terraform as { readonly backend: object }).backend;

describe.each(caseNames())("the stacks of %s", (name) => {
  test("are taken by Terraform with the real provider", () => {
    const root = scratch();
    const { artifacts, contents } = compileCase(name);
    writeArtifacts(root, artifacts);
    for (const stack of contents.stacks) {
      const place = join(root, "stacks", stack.name);
      // A backend in S3 is asked when it is set up; terraform-state.test.ts has one that answers.
      const prepared = init(place, ...(keepsStateHere(stack) ? [] : ["-backend=false"]));
      expect(prepared.status, prepared.output).toBe(0);
      const { stdout } = terraform(place, ["validate", "-json"]);
      expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [] });
    }
  });
});

describe("the check itself", () => {
  test("refuses an attribute that the provider does not have", () => {
    const root = scratch();
    const artifacts = compileCase("one-zone").artifacts.map((artifact) =>
      artifact.path === "stacks/network/cdk.tf.json"
        ? { ...artifact, content: artifact.content.replace('"enable_dns_support"', '"enable_dns_suport"') }
        : artifact,
    );
    writeArtifacts(root, artifacts);
    const place = join(root, "stacks", "network");
    init(place);
    expect(JSON.parse(terraform(place, ["validate", "-json"]).stdout)).toMatchObject({ valid: false });
  });
});
