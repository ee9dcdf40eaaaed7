/** Today's machines on a real provider and a stand-in AWS: up, again, what a change touches, and down. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { compiledSide } from "../../commands/side.ts";
import { stackChanges } from "../../generators/terraform/side.ts";
import { type Image, moto } from "../support/aws-api.ts";
import { compileText, specOf } from "../support/cases.ts";
import { actionsOf, type Planned, standingStacks } from "../support/standing-stacks.ts";
import { awsProvider, init, terraform, writeArtifacts } from "../support/terraform.ts";
import { program, testWith } from "../support/tools.ts";

const test = testWith(program("terraform"), awsProvider(), moto());

/** What publishers have: older ones beside the newest, other architectures, and somebody else's of the same name. */
const IMAGES: readonly Image[] = [
  {
    id: "ami-00000000000000001",
    owner: "099720109477",
    name: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260101",
    architecture: "x86_64",
  },
  {
    id: "ami-00000000000000002",
    owner: "123456789012",
    name: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20261101",
    architecture: "x86_64",
  },
  {
    id: "ami-00000000000000003",
    owner: "099720109477",
    name: "ubuntu/images/hvm-ssd-gp3/ubuntu-resolute-26.04-amd64-server-20261101",
    architecture: "x86_64",
  },
  { id: "ami-00000000000000004", owner: "075585003325", name: "Flatcar-beta-4000.1.0-hvm", architecture: "arm64" },
  { id: "ami-00000000000000005", owner: "075585003325", name: "Flatcar-beta-4000.1.0-hvm", architecture: "x86_64" },
  { id: "ami-00000000000000006", owner: "075585003325", name: "Flatcar-stable-4000.1.0-hvm", architecture: "x86_64" },
];

function compiled(spec: string) {
  const result = compileText(spec);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
  return result;
}

// biome-ignore lint/suspicious/noExplicitAny: Terraform's state, looked into by the tests
type Values = any;

function standing(name: string, spec: string, region: string) {
  const made = compiled(spec);
  const stacks = made.contents.stacks.map((stack) => stack.name);
  const there = standingStacks({ name, stacks, artifacts: made.artifacts, image: IMAGES, region });
  const valuesOf = (stack: string, address: string): Values => {
    const shown = JSON.parse(terraform(there.place(stack), ["show", "-json"]).stdout);
    return shown.values.root_module.resources.find((each: Values) => each.address === address)?.values;
  };
  const applies = (stack: string): void => {
    const prepared = init(there.place(stack));
    expect(prepared.status, prepared.output).toBe(0);
    const applied = there.run(stack, "apply", "-auto-approve");
    expect(applied.status, applied.output).toBe(0);
    const again = there.run(stack, "plan", "-detailed-exitcode");
    expect(again.status, again.output).toBe(0);
  };
  const foretells = (changed: string, only: readonly string[] = stacks): void => {
    const after = compiled(changed);
    writeArtifacts(there.root, after.artifacts);
    const foretold = stackChanges(compiledSide(made), compiledSide(after));
    for (const stack of only) expect(actionsOf(there.planned(stack, "-refresh=false"))).toEqual(foretold[stack]);
    writeArtifacts(there.root, made.artifacts);
  };
  return { ...there, stacks, valuesOf, applies, foretells };
}

describe("the life of the newcomer's cluster", () => {
  const SPEC = specOf("groups-ubuntu").toString();
  const cluster = standing("newcomer", SPEC, "eu-central-1");

  test.each(cluster.stacks)("%s applies, and a second plan has no changes", (stack) => cluster.applies(stack));

  test("its machines boot the newest image of its publisher", () => {
    for (const group of ["control_plane", "worker"])
      expect(cluster.valuesOf("cluster", `aws_launch_template.${group}`).image_id).toBe("ami-00000000000000001");
  });

  test("they are private, encrypted, and reached with no key", () => {
    for (const group of ["control_plane", "worker"]) {
      const template = cluster.valuesOf("cluster", `aws_launch_template.${group}`);
      expect(template.key_name).toBe("");
      expect(template.network_interfaces[0].associate_public_ip_address).toBe("false");
      expect(template.metadata_options[0]).toMatchObject({ http_tokens: "required", http_put_response_hop_limit: 1 });
      for (const { ebs } of template.block_device_mappings) expect(ebs[0].encrypted).toBe("true");
    }
    expect(cluster.valuesOf("cluster", "aws_ebs_volume.control_plane")).toMatchObject({
      encrypted: true,
      availability_zone: "eu-central-1a",
      tags_all: { Cluster: "example", Group: "control-plane", Disk: "control-plane" },
    });
    expect(cluster.valuesOf("cluster", "aws_lb.api")).toMatchObject({ internal: true, load_balancer_type: "network" });
  });

  test("the control plane comes up where its disk is, and nodes over the zones", () => {
    const subnets = JSON.parse(terraform(cluster.place("network"), ["output", "-json", "private_subnet_ids"]).stdout);
    expect(cluster.valuesOf("cluster", "aws_autoscaling_group.control_plane").vpc_zone_identifier).toEqual([
      subnets["eu-central-1a"],
    ]);
    expect(cluster.valuesOf("cluster", "aws_autoscaling_group.worker").vpc_zone_identifier).toHaveLength(2);
    expect(cluster.valuesOf("cluster", "aws_autoscaling_group.control_plane").target_group_arns).toEqual([
      cluster.valuesOf("cluster", "aws_lb_target_group.api").arn,
    ]);
  });

  test("user-data is what the file says", () => {
    for (const group of ["control-plane", "worker"]) {
      const template = cluster.valuesOf("cluster", `aws_launch_template.${group.replace("-", "_")}`);
      const file = readFileSync(join(cluster.place("cluster"), "user-data", `${group}.yml`), "utf8");
      expect(Buffer.from(template.user_data, "base64").toString()).toBe(file);
    }
  });

  test.each([
    ["more nodes", (spec: string) => spec.replace("count: 2", "count: 3")],
    ["larger machines", (spec: string) => spec.replaceAll("t3.", "m5.").replace("m5.medium", "m5.large")],
    ["another release", (spec: string) => spec.replace("1.37.1", "1.36.4")],
    ["a larger disk of the control plane", (spec: string) => spec.replace("t3.medium", "t3.medium, dataDiskSize: 60")],
    ["a pool more", (spec: string) => `${spec}  - { name: other, instanceType: t3.large, count: 1 }\n`],
  ])("`diff` foretells what Terraform plans: %s", (_what, change) => {
    cluster.foretells(change(SPEC), ["cluster"]);
  });

  test("what an add-on is told does not touch a machine", () => {
    const after = compiled(`${SPEC}addons: { dns: { images: { coredns: "registry.example.com/coredns:v1" } } }\n`);
    writeArtifacts(cluster.root, after.artifacts);
    const planned: readonly Planned[] = cluster.planned("cluster", "-refresh=false");
    expect(planned.filter(({ address }) => !address.startsWith("aws_s3_object."))).toEqual([]);
    expect(planned.find(({ address }) => address === "aws_s3_object.control_plane_standing")).toBeDefined();
    writeArtifacts(cluster.root, compiled(SPEC).artifacts);
  });

  test("a later snapshot to start from leaves the disk alone", () => {
    const after = compiled(SPEC.replace("t3.medium }", "t3.medium, diskFrom: snap-0123456789abcdef0 }"));
    writeArtifacts(cluster.root, after.artifacts);
    expect(cluster.planned("cluster", "-refresh=false").map(({ address }) => address)).toEqual([]);
    writeArtifacts(cluster.root, compiled(SPEC).artifacts);
  });

  test("nothing takes the disk away unless the spec gives it up; then all of it goes", () => {
    const refused = cluster.run("cluster", "destroy", "-auto-approve");
    expect(refused.status).not.toBe(0);
    expect(refused.output).toContain("aws_ebs_volume.control_plane");
    writeArtifacts(cluster.root, compiled(`${SPEC}data: { protected: false }\n`).artifacts);
    for (const stack of cluster.stacks) {
      const applied = cluster.run(stack, "apply", "-auto-approve");
      expect(applied.status, applied.output).toBe(0);
    }
    for (const stack of [...cluster.stacks].reverse()) {
      const destroyed = cluster.run(stack, "destroy", "-auto-approve");
      expect(destroyed.status, destroyed.output).toBe(0);
      expect(terraform(cluster.place(stack), ["state", "list"]).stdout).toBe("");
    }
  });
});

describe("the life of machines with addresses of their own", () => {
  const SPEC = specOf("aws-ubuntu")
    .toString()
    .replace(/certificate: \S+/, "certificate: arn:aws:iam::123456789012:server-certificate/web");
  const cluster = standing("fixed", SPEC, "eu-central-1");
  beforeAll(() => {
    if (!moto().met) return;
    const texts = ["--certificate-body=web's", "--private-key=its key"];
    const made = cluster.aws("iam", "upload-server-certificate", "--server-certificate-name=web", ...texts);
    expect(made.status, made.output).toBe(0);
  });

  const MACHINES = ["control_plane", 'worker["worker-1"]', 'worker["worker-2"]', 'worker["worker-3"]'];

  test.each(cluster.stacks)("%s applies, and a second plan has no changes", (stack) => cluster.applies(stack));

  test("each stands where the plan of addresses says, in private, and is reached with no key", () => {
    const [, first, second, third] = MACHINES.map((machine) => cluster.valuesOf("cluster", `aws_instance.${machine}`));
    expect([first, second, third].map(({ private_ip }) => private_ip)).toEqual([
      "172.31.2.10",
      "172.31.18.10",
      "172.31.2.11",
    ]);
    const subnets = JSON.parse(terraform(cluster.place("network"), ["output", "-json", "private_subnet_ids"]).stdout);
    expect(first.subnet_id).toBe(subnets["eu-central-1a"]);
    expect(second.subnet_id).toBe(subnets["eu-central-1b"]);
    for (const machine of MACHINES) {
      const values = cluster.valuesOf("cluster", `aws_instance.${machine}`);
      expect(values.key_name).toBe("");
      expect(values.ami).toBe("ami-00000000000000003");
      expect(values.metadata_options[0]).toMatchObject({ http_tokens: "required", http_put_response_hop_limit: 1 });
      expect(values.root_block_device[0].encrypted).toBe(true);
      const at = cluster.valuesOf("cluster", `aws_network_interface.${machine}`);
      expect(at.source_dest_check).toBe(false);
      expect(at.id).toBe(values.network_interface[0].network_interface_id);
    }
  });

  test("every table of the private subnets leads to every machine's containers", () => {
    const tables = Object.values(
      JSON.parse(terraform(cluster.place("network"), ["output", "-json", "private_route_table_ids"]).stdout),
    );
    const shown = JSON.parse(terraform(cluster.place("cluster"), ["show", "-json"]).stdout);
    const routes = shown.values.root_module.resources.filter(({ type }: Values) => type === "aws_route");
    const ranges = ["10.0.10.0/24", "10.2.10.0/24", "10.18.10.0/24", "10.2.11.0/24"];
    expect(
      routes.map(({ values }: Values) => `${values.route_table_id} ${values.destination_cidr_block}`).sort(),
    ).toEqual(tables.flatMap((table) => ranges.map((range) => `${table} ${range}`)).sort());
  });

  test("the load balancer leads to the nodes' addresses", () => {
    for (const node of ["worker-1", "worker-2", "worker-3"]) {
      const target = cluster.valuesOf("cluster", `aws_lb_target_group_attachment.http_worker["${node}"]`).target_id;
      expect(target).toBe(cluster.valuesOf("cluster", `aws_instance.worker["${node}"]`).private_ip);
    }
    expect(cluster.valuesOf("cluster", "aws_lb_listener.https").protocol).toBe("TLS");
    expect(cluster.valuesOf("cluster", "aws_route53_record.api").records).toEqual(["172.31.0.10"]);
  });

  test.each([
    ["more nodes", (spec: string) => spec.replace("count: 3", "count: 4")],
    ["fewer nodes", (spec: string) => spec.replace("count: 3", "count: 2")],
    ["larger machines", (spec: string) => spec.replaceAll("t3.", "m5.").replace("m5.medium", "m5.large")],
    ["another release", (spec: string) => spec.replace("1.36.4", "1.37.1")],
    ["a larger disk of the control plane", (spec: string) => spec.replace("t3.medium", "t3.medium, dataDiskSize: 60")],
    ["another port of the nodes", (spec: string) => spec.replaceAll("30080", "30081")],
    ["another network", (spec: string) => spec.replace("os:", "network: { type: flannel }\nos:")],
    [
      "another address of the control plane",
      (spec: string) => spec.replace("t3.medium", "t3.medium, address: 172.31.0.30"),
    ],
    [
      "an API that is reached from outside",
      (spec: string) => spec.replace("  bucket:", "  access: { api: [203.0.113.0/24] }\n  bucket:"),
    ],
    [
      "a pool more",
      (spec: string) =>
        spec.replace("loadBalancer:", "  - { name: other, instanceType: t3.large, count: 1 }\nloadBalancer:"),
    ],
  ])("`diff` foretells what Terraform plans: %s", (what, change) => {
    // What the new security group is called, only the network's apply says.
    cluster.foretells(change(SPEC), what.includes("outside") ? ["network"] : ["cluster"]);
  });

  test("a newer image of the publisher touches no machine; a machine that is made anew gets it, and nothing else changes", () => {
    const before = cluster.valuesOf("cluster", "aws_network_interface.control_plane").id;
    const replaced = cluster.run("cluster", "apply", "-auto-approve", "-replace=aws_instance.control_plane");
    expect(replaced.status, replaced.output).toBe(0);
    expect(replaced.output).toContain("1 added, 0 changed, 1 destroyed");
    expect(cluster.valuesOf("cluster", "aws_instance.control_plane").network_interface[0].network_interface_id).toBe(
      before,
    );
  });

  test("nothing takes the disk away unless the spec gives it up; then all of it goes", () => {
    const refused = cluster.run("cluster", "destroy", "-auto-approve");
    expect(refused.status).not.toBe(0);
    expect(refused.output).toContain("aws_ebs_volume.control_plane");
    writeArtifacts(cluster.root, compiled(`${SPEC}data: { protected: false }\n`).artifacts);
    for (const stack of cluster.stacks) {
      const applied = cluster.run(stack, "apply", "-auto-approve");
      expect(applied.status, applied.output).toBe(0);
    }
    for (const stack of [...cluster.stacks].reverse()) {
      const destroyed = cluster.run(stack, "destroy", "-auto-approve");
      expect(destroyed.status, destroyed.output).toBe(0);
      expect(terraform(cluster.place(stack), ["state", "list"]).stdout).toBe("");
    }
  });
});
