/** Auto-scaling groups on a real provider and a stand-in AWS: up, again, and what a change touches. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { compiledSide } from "../../commands/side.ts";
import { stackChanges } from "../../generators/terraform/side.ts";
import { moto } from "../support/aws-api.ts";
import { caseNames, compileText, specOf } from "../support/cases.ts";
import { actionsOf, type Planned, standingStacks, touched } from "../support/standing-stacks.ts";
import { awsProvider, init, terraform, writeArtifacts } from "../support/terraform.ts";
import { program, testWith } from "../support/tools.ts";

const test = testWith(program("terraform"), awsProvider(), moto());
const CASE = "multi-zone-document";
/** Without what is there beforehand in the document's account: the stand-in knows neither its zone nor its certificate. */
const SPEC = specOf(CASE)
  .toString()
  .replace("    publicZoneId: Z0123456789ABCDEFGHIJ\n", "")
  .replace(/ {4}certificate: .*\n/, "");

function compiled(spec: string) {
  const result = compileText(spec);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
  return result;
}

const STACKS = compiled(SPEC).contents.stacks.map(({ name }) => name);

describe("the life of the document's groups", () => {
  const {
    root,
    place,
    run,
    planned: plannedBy,
  } = standingStacks({
    name: "groups",
    stacks: STACKS,
    artifacts: compiled(SPEC).artifacts,
    image: "ami-0123456789abcdef0",
    region: "us-east-1",
  });
  const planned = (stack: string): readonly Planned[] => plannedBy(stack, "-refresh=false");

  // biome-ignore lint/suspicious/noExplicitAny: Terraform's state, looked into by the tests
  const valuesOf = (stack: string, address: string): any => {
    const shown = JSON.parse(terraform(place(stack), ["show", "-json"]).stdout);
    return shown.values.root_module.resources.find((each: { address: string }) => each.address === address)?.values;
  };

  test.each(STACKS)("%s applies, and a second plan has no changes", (stack) => {
    const prepared = init(place(stack));
    expect(prepared.status, prepared.output).toBe(0);
    const applied = run(stack, "apply", "-auto-approve");
    expect(applied.status, applied.output).toBe(0);
    const again = run(stack, "plan", "-detailed-exitcode");
    expect(again.status, again.output).toBe(0);
  });

  test("a machine gets the user-data with what Terraform knows in it, and nothing open but what it binds", () => {
    const zone = terraform(place("network"), ["output", "-raw", "private_zone_id"]).stdout;
    for (const group of ["control_plane", "minion", "loadbalancer"]) {
      const file = readFileSync(join(place("cluster"), "user-data", `${group.replace("_", "-")}.yml`), "utf8");
      const bound = file.replace("%%PRIVATE_ZONE_ID%%", zone);
      expect(Buffer.from(valuesOf("cluster", `aws_launch_template.${group}`).user_data, "base64").toString()).toBe(
        bound,
      );
      expect(bound).not.toMatch(/%%[A-Z]/);
    }
  });

  test("the addresses of public nodes bear the tags by which the nodes find them", () => {
    for (const number of ["1", "2", "3"])
      expect(valuesOf("network", `aws_eip.loadbalancer["${number}"]`).tags_all).toMatchObject({
        Cluster: "example",
        Group: "loadbalancer",
      });
  });

  /** The objects of the bucket that files are in, by key. */
  const objects = (): readonly string[] =>
    terraform(place("cluster"), ["state", "list"])
      .stdout.split("\n")
      .flatMap((line) => /^aws_s3_object\.machine\["(.*)"\]$/.exec(line)?.[1] ?? []);

  test("objects have the digests that user-data and the standing list demand", () => {
    const there = objects();
    for (const [file, most] of [
      ["user-data/minion.yml", 10],
      ["bucket/control-plane/standing", 10],
    ] as const) {
      const table = readFileSync(join(place("cluster"), file), "utf8");
      const lines = [...table.matchAll(/^ *([0-9a-f]{64})\t\d{4}\t(\S+)\t/gm)];
      expect(lines.length).toBeGreaterThan(most);
      for (const [, digest = "", object] of lines) {
        const content = readFileSync(join(place("cluster"), "bucket", object ?? ""));
        expect(createHash("sha256").update(content).digest("hex")).toBe(digest);
        expect(there).toContain(`${object}@${digest.slice(0, 16)}`);
      }
    }
  });

  test("a changed manifest, or another period of snapshots, touches no machine", () => {
    for (const [change, wanted, others] of [
      [
        (spec: string) => spec.replace("keysDirectory: /media/vault-keys", "keysDirectory: /media/keys"),
        ["addons/52-vault.controller.yaml", "addons/objects.tsv"],
        [],
      ],
      [
        (spec: string) => `${spec}\netcd: { backup: { periodMinutes: 7, keep: 9 } }\n`,
        ["control-plane/etc/etcd-backup", "control-plane/etc/systemd/system/etcd-snapshot.timer"],
        ["aws_cloudwatch_metric_alarm.etcd_snapshots"],
      ],
    ] as const) {
      writeArtifacts(root, compiled(change(SPEC)).artifacts);
      const changes = planned("cluster").map(({ address, change }) => [
        address.replace(/@[0-9a-f]{16}/, "@"),
        change.actions.join("+"),
      ]);
      expect(changes.sort()).toEqual(
        [
          ["aws_s3_object.control_plane_standing", "update"],
          ...others.map((address) => [address, "update"]),
          ...wanted.flatMap((object) => [
            [`aws_s3_object.machine["${object}@"]`, "create"],
            [`aws_s3_object.machine["${object}@"]`, "delete"],
          ]),
        ].sort(),
      );
      for (const other of ["network", "data"]) expect(planned(other)).toEqual([]);
    }
    writeArtifacts(root, compiled(SPEC).artifacts);
  });

  test("what machines of the version before fetch goes last, and stays when the apply fails before", () => {
    writeArtifacts(
      root,
      compiled(SPEC.replace("keyPair: operator", "keyPair: other").replace("1.1.8", "1.1.7")).artifacts,
    );
    const before = objects();
    const applied = run("cluster", "apply", "-auto-approve");
    expect(applied.status, applied.output).toBe(0);
    const at = (line: RegExp): number => applied.output.split("\n").findIndex((each) => line.test(each));
    const lastAt = (line: RegExp): number => applied.output.split("\n").findLastIndex((each) => line.test(each));
    const created = lastAt(/^aws_s3_object\.machine.*: Creation complete/);
    const group = /^aws_autoscaling_group\.\w+: Modifications complete/;
    const deleted = at(/^aws_s3_object\.machine.*: Destroying/);
    expect(Math.min(created, at(group), deleted)).toBeGreaterThan(-1);
    expect(created).toBeLessThan(at(group));
    expect(lastAt(group)).toBeLessThan(deleted);
    expect(objects().filter((key) => !before.includes(key)).length).toBeGreaterThan(0);
    writeArtifacts(root, compiled(SPEC).artifacts);
    expect(run("cluster", "apply", "-auto-approve").status).toBe(0);
    expect(objects()).toEqual(before);
  });

  test("another number of minions changes one attribute", () => {
    writeArtifacts(root, compiled(SPEC.replace("    count: 3\n", "    count: 5\n")).artifacts);
    const changes = planned("cluster");
    expect(changes.map((change) => [change.address, touched(change)])).toEqual([
      ["aws_autoscaling_group.minion", ["desired_capacity"]],
    ]);
    writeArtifacts(root, compiled(SPEC).artifacts);
  });

  test("another tag of the spec's own comes with other machines, whose disks and interfaces bear it, too", () => {
    writeArtifacts(root, compiled(SPEC.replace("Team: platform", "Team: other")).artifacts);
    const changes = planned("cluster");
    expect(changes.length).toBeGreaterThan(3);
    for (const change of changes) {
      expect(change.change.actions).toEqual(["update"]);
      const [type = ""] = change.address.split(".");
      const allowed = {
        aws_autoscaling_group: ["launch_template", "tag"],
        aws_launch_template: ["tag_specifications", "tags_all"],
      }[type] ?? ["tags_all"];
      expect([change.address, touched(change)]).toEqual([change.address, allowed]);
    }
    writeArtifacts(root, compiled(SPEC).artifacts);
  });

  const CHANGES: readonly (readonly [string, readonly string[], (spec: string) => string])[] = [
    ["another image", ["network", "cluster"], (spec) => spec.replace("ami-0123456789abcdef0", "ami-0123456789abcdef1")],
    [
      "larger machines",
      ["network", "cluster"],
      (spec) => spec.replace("instanceType: m3.large", "instanceType: m3.xlarge"),
    ],
    ["another version", ["network", "cluster"], (spec) => spec.replace("1.1.8", "1.1.7")],
    ["one Elastic IP more", ["network", "cluster"], (spec) => spec.replace("max: 3\n    public", "max: 4\n    public")],
    ["one NAT gateway", ["network"], (spec) => spec.replace("  tenancy", "  nat: single\n  tenancy")],
    ["another range for the API", ["network"], (spec) => spec.replace("[0.0.0.0/0]", "[203.0.113.0/24]")],
    ["shared hardware", ["network"], (spec) => spec.replace("tenancy: dedicated", "tenancy: default")],
    ["another tag", ["network", "data", "cluster"], (spec) => spec.replace("Team: platform", "Team: other")],
    ["another user beside them", ["data"], (spec) => spec.replace("backup-reader]", "backup-reader, reader]")],
  ];

  test.each(CHANGES)("`diff` foretells what Terraform plans: %s", (_what, stacks, change) => {
    const before = compiled(SPEC);
    const after = compiled(change(SPEC));
    writeArtifacts(root, after.artifacts);
    const foretold = stackChanges(compiledSide(before), compiledSide(after));
    for (const stack of stacks) expect(actionsOf(planned(stack))).toEqual(foretold[stack]);
    writeArtifacts(root, before.artifacts);
  });

  test("`diff` foretells what comes of one stack in the next", () => {
    const before = compiled(SPEC);
    const after = compiled(SPEC.replace("  dns:\n", "  dns:\n    privateZoneId: Z9123456789ABCDEFGHIJ\n"));
    const foretold = stackChanges(compiledSide(before), compiledSide(after));
    expect(foretold.network?.removed).toEqual(["aws_route53_zone.private"]);
    writeArtifacts(root, after.artifacts);
    const applied = run("network", "apply", "-auto-approve");
    expect(applied.status, applied.output).toBe(0);
    expect(actionsOf(planned("cluster"))).toEqual(foretold.cluster);
    expect(foretold.cluster?.rolled).toHaveLength(3);
  });

  test("users are protected like the rest of the data", () => {
    const plan = run("data", "plan", "-destroy");
    expect(plan.status).not.toBe(0);
    expect(plan.output).toContain("prevent_destroy");
    const users = terraform(place("data"), ["state", "list"])
      .stdout.split("\n")
      .filter((line) => line.includes("iam"));
    expect(users.sort()).toEqual(['aws_iam_user.named["backup-reader"]', 'aws_iam_user.named["deploy"]']);
  });

  test("cluster is destroyed to nothing", () => {
    const destroyed = run("cluster", "destroy", "-auto-approve");
    expect(destroyed.status, destroyed.output).toBe(0);
    expect(terraform(place("cluster"), ["state", "list"]).stdout).toBe("");
  });
});

test("the cases of this topology are there", () => {
  expect(caseNames().filter((name) => name.startsWith("multi-zone-")).length).toBeGreaterThan(5);
});
