import { describe, expect } from "vitest";
import { compiledSide } from "../../commands/side.ts";
import { type Artifact, textFile } from "../../generators/model/artifact.ts";
import { stackChanges } from "../../generators/terraform/side.ts";
import { moto } from "../support/aws-api.ts";
import { compileCase, compileText, specOf } from "../support/cases.ts";
import { actionsOf, standingStacks } from "../support/standing-stacks.ts";
import { awsProvider, init, terraform, writeArtifacts } from "../support/terraform.ts";
import { program, testWith } from "../support/tools.ts";

const test = testWith(program("terraform"), awsProvider(), moto());

const STACKS = ["network", "cluster"] as const;

/** The document's cluster on a real provider and a stand-in AWS: up, again, one node more, down. */
describe("the life of the document's cluster", () => {
  const { root, place, planned } = standingStacks({
    name: "apply",
    stacks: STACKS,
    artifacts: compileCase("ycluster-document").artifacts,
    image: "ami-12ae980f",
    region: "eu-central-1",
  });

  /** The resources a plan would touch, by address, and what it would do with them. */
  const steps = (stack: string): readonly (readonly [string, string])[] =>
    planned(stack)
      .map(({ address, change }) => [address, change.actions.join("+")] as const)
      .sort();

  test.each(STACKS)("%s applies", (stack) => {
    const prepared = init(place(stack));
    expect(prepared.status, prepared.output).toBe(0);
    const applied = terraform(place(stack), ["apply", "-input=false", "-no-color", "-auto-approve"]);
    expect(applied.status, applied.output).toBe(0);
  });

  test.each(STACKS)("a second plan of %s has no changes", (stack) => {
    const plan = terraform(place(stack), ["plan", "-input=false", "-no-color", "-detailed-exitcode"]);
    expect(plan.status, plan.output).toBe(0);
  });

  /** A change of the spec, and the stacks whose plan does not depend on the other's outputs. */
  const CHANGES: readonly (readonly [string, readonly string[], (spec: string) => string])[] = [
    ["another image", ["network", "cluster"], (spec) => spec.replace("ami-12ae980f", "ami-0123456789abcdef0")],
    ["another key pair", ["network", "cluster"], (spec) => spec.replace("operator", "other")],
    [
      "larger machines and disks",
      ["network", "cluster"],
      (spec) => spec.replaceAll("t2.small", "m3.large").replaceAll("disk_size: 40", "disk_size: 60"),
    ],
    ["another version of Kubernetes", ["network", "cluster"], (spec) => spec.replace("0.9.2", "0.9.3")],
    ["another name", ["network"], (spec) => spec.replace("name: ycluster", "name: other")],
    ["one zone less", ["network"], (spec) => spec.replace("    - eu-central-1b\n", "")],
  ];

  test.each(CHANGES)("`diff` foretells what Terraform plans: %s", (_what, stacks, change) => {
    const document = compileCase("ycluster-document");
    const changed = compileText(change(specOf("ycluster-document").toString()));
    if (!changed.ok) throw new Error("the changed spec does not compile");
    writeArtifacts(root, changed.artifacts);
    const foretold = stackChanges(compiledSide(document), compiledSide(changed));
    for (const stack of stacks) {
      expect(actionsOf(planned(stack))).toEqual(foretold[stack]);
    }
    writeArtifacts(root, document.artifacts);
  });

  test("the outputs of the runbook are there", () => {
    expect(terraform(place("cluster"), ["output", "-raw", "control_plane_public_ip"]).stdout).toMatch(/^[0-9.]+$/);
    expect(terraform(place("cluster"), ["output", "-raw", "load_balancer_dns_name"]).stdout).toContain("ycluster-elb");
    expect(JSON.parse(terraform(place("cluster"), ["output", "-json", "minion_private_ips"]).stdout)).toEqual({
      "minion-1": "172.31.2.10",
      "minion-2": "172.31.18.10",
      "minion-3": "172.31.2.11",
    });
  });

  test("one node more adds what is its own and touches nothing else", () => {
    writeArtifacts(root, compileCase("scaled-up-by-one").artifacts);
    expect(steps("network")).toEqual([]);
    expect(steps("cluster")).toEqual([
      ['aws_elb_attachment.minion["minion-4"]', "create"],
      ['aws_instance.minion["minion-4"]', "create"],
      ['aws_route.minion["minion-4"]', "create"],
    ]);
    const applied = terraform(place("cluster"), ["apply", "-input=false", "-no-color", "-auto-approve", "plan"]);
    expect(applied.status, applied.output).toBe(0);
  });

  test("one node less takes the last one and touches nothing else", () => {
    writeArtifacts(root, compileCase("ycluster-document").artifacts);
    expect(steps("cluster")).toEqual([
      ['aws_elb_attachment.minion["minion-4"]', "delete"],
      ['aws_instance.minion["minion-4"]', "delete"],
      ['aws_route.minion["minion-4"]', "delete"],
    ]);
  });

  test("`diff` foretells what comes of one stack in the next: one zone more", () => {
    const spec = specOf("scaled-up-by-one").toString();
    const after = compileText(spec.replace("    - eu-central-1b\n", "    - eu-central-1b\n    - eu-central-1c\n"));
    if (!after.ok) throw new Error("the changed spec does not compile");
    const foretold = stackChanges(compiledSide(compileCase("scaled-up-by-one")), compiledSide(after));
    writeArtifacts(root, after.artifacts);
    const applied = terraform(place("network"), ["apply", "-input=false", "-no-color", "-auto-approve"]);
    expect(applied.status, applied.output).toBe(0);
    expect(actionsOf(planned("cluster"))).toEqual(foretold.cluster);
    // The third node moves to the new zone; the control plane and the first two stay.
    expect(foretold.cluster?.replaced.filter((address) => address.startsWith("aws_instance."))).toEqual([
      'aws_instance.minion["minion-3"]',
      'aws_instance.minion["minion-4"]',
    ]);
  });

  test.each([...STACKS].reverse())("%s is destroyed to nothing", (stack) => {
    const destroyed = terraform(place(stack), ["destroy", "-input=false", "-no-color", "-auto-approve"]);
    expect(destroyed.status, destroyed.output).toBe(0);
    expect(terraform(place(stack), ["state", "list"]).stdout).toBe("");
  });
});

/** S10 on AWS, with the name of the load balancer in a zone that is there. */
describe("the life of Atomic on AWS", () => {
  const zone = {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: [{ region: "eu-central-1" }] },
    resource: { aws_route53_zone: { own: { name: "haslohas.com" } } },
    output: { id: { value: "${aws_route53_zone.own.zone_id}" } },
  };
  const { root, place, run } = standingStacks({
    name: "atomic",
    stacks: ["zone", ...STACKS],
    artifacts: [...compileCase("atomic-aws").artifacts, textFile("stacks/zone/main.tf.json", JSON.stringify(zone), [])],
    image: "ami-0123456789abcdef0",
    region: "eu-central-1",
  });

  interface Resource {
    readonly address: string;
    readonly values: Readonly<Record<string, unknown>>;
  }
  const resources = (): readonly Resource[] => {
    const { stdout } = terraform(place("cluster"), ["show", "-json"]);
    return (JSON.parse(stdout) as { values: { root_module: { resources: readonly Resource[] } } }).values.root_module
      .resources;
  };
  const valuesOf = (address: string) => resources().find((each) => each.address === address)?.values ?? {};

  test("applies", () => {
    for (const stack of ["zone", ...STACKS]) {
      if (stack === "network") {
        const id = terraform(place("zone"), ["output", "-raw", "id"]).stdout;
        // Route 53's ids begin with a Z, moto's do not.
        const own = ({ content, ...artifact }: Artifact): Artifact => ({
          ...artifact,
          content: content.replaceAll("Z0123456789ABCDEFGHIJ", id),
        });
        writeArtifacts(root, compileCase("atomic-aws").artifacts.map(own));
      }
      const prepared = init(place(stack));
      expect(prepared.status, prepared.output).toBe(0);
      const applied = run(stack, "apply", "-auto-approve");
      expect(applied.status, applied.output).toBe(0);
    }
  });

  test.each(STACKS)("a second plan of %s has no changes", (stack) => {
    const plan = run(stack, "plan", "-detailed-exitcode");
    expect(plan.status, plan.output).toBe(0);
  });

  test("both minions stand behind the load balancer, which asks port 80, and the name leads to it", () => {
    // Who stands behind it is known once everybody has been put there.
    const refreshed = run("cluster", "apply", "-refresh-only", "-auto-approve");
    expect(refreshed.status, refreshed.output).toBe(0);
    const elb = valuesOf("aws_elb.public");
    const minions = ["minion-1", "minion-2"].map((name) => valuesOf(`aws_instance.minion["${name}"]`).id);
    expect([...(elb.instances as readonly string[])].sort()).toEqual([...minions].sort());
    expect(elb.listener).toMatchObject([{ lb_port: 80, lb_protocol: "http", instance_port: 80 }]);
    expect(elb.health_check).toMatchObject([{ target: "TCP:80" }]);
    const record = valuesOf("aws_route53_record.load_balancer");
    expect(record).toMatchObject({ name: "web.public.haslohas.com", type: "A" });
    expect(record.alias).toMatchObject([{ name: elb.dns_name, zone_id: elb.zone_id }]);
    const control = valuesOf("aws_instance.control_plane");
    expect(valuesOf("aws_eip_association.control_plane").instance_id).toBe(control.id);
    expect(resources().filter(({ address }) => address.startsWith("aws_route."))).toEqual([]);
  });

  test.each([...STACKS].reverse())("%s is destroyed to nothing", (stack) => {
    const destroyed = run(stack, "destroy", "-auto-approve");
    expect(destroyed.status, destroyed.output).toBe(0);
    expect(terraform(place(stack), ["state", "list"]).stdout).toBe("");
  });
});
