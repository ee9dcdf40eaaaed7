/** What Terraform fills into user-data arrives on machines as it is, whatever it is: by the real Terraform, as the stack has it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { compileCase, compileText, specOf, stackOf } from "../support/cases.ts";
import { terraform, writeArtifacts } from "../support/terraform.ts";
import { program, scratch, testWith } from "../support/tools.ts";

const test = testWith(program("terraform"));

const HOSTILE = [
  "database.example.com",
  `a"b\\c 'd' %41 %% + / ? # & = ; , ü 日本 🚀 \${x} $(id) \`id\``,
  "%%DATABASE%%",
  "two\nlines\tand a tab",
];

const REFERENCE = "data.terraform_remote_state.data.outputs.database_address";

describe("values that only Terraform knows", () => {
  test.each(HOSTILE)("%j in a file of Ignition", (value) => {
    const compiled = compileCase("groups-flatcar");
    const root = scratch();
    writeArtifacts(root, compiled.artifacts);
    const { user_data: text } = stackOf(compiled, "cluster").resource.aws_launch_template.work;
    expect(text).toContain(REFERENCE);
    const place = join(root, "stacks", "cluster");
    const config = {
      locals: { late: value.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign) },
      output: { user_data: { value: text.replaceAll(REFERENCE, "local.late") } },
    };
    // Nothing of the stack but this expression, and the files beside it.
    writeFileSync(join(place, "cdk.tf.json"), JSON.stringify(config));
    const applied = terraform(place, ["apply", "-auto-approve", "-input=false", "-no-color"]);
    expect(applied.status, applied.output).toBe(0);
    const output = JSON.parse(terraform(place, ["output", "-json"]).stdout).user_data.value;
    const { storage } = JSON.parse(Buffer.from(output, "base64").toString("utf8"));
    const { contents } = storage.files.find(({ path }: { path: string }) => path === "/etc/shop/database");
    expect(contents.source.startsWith("data:,")).toBe(true);
    expect(decodeURIComponent(contents.source.slice("data:,".length))).toBe(
      `host="${value}" # 100% of it, and more: ü\n`,
    );
  });

  test("a name of DNS in a file of cloud-init", () => {
    const spec = `${specOf("groups-ubuntu")}data: { database: { instanceClass: db.t3.medium } }
files: [{ path: /etc/shop/database, content: "host=%%DATABASE%%\\n" }]
tokens: { DATABASE: { terraform: database_address } }
`;
    const compiled = compileText(spec);
    if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
    const { user_data: text } = stackOf(compiled, "cluster").resource.aws_launch_template.worker;
    expect(text).toBe(
      `\${base64encode(replace(file("\${path.module}/user-data/worker.yml"), "%%DATABASE%%", ${REFERENCE}))}`,
    );
  });
});
