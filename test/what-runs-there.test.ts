/** What AWS, docker, boto and the programs of the time do, where no consumer on this machine could show it. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compileCase, compileText, contentOf, specOf, stackOf } from "./support/cases.ts";

function good(text: string) {
  const compiled = compileText(text);
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
  return compiled;
}

const stack = (compiled: ReturnType<typeof good>, name: string) => stackOf(compiled, name).resource;

const groups = compileCase("multi-zone-one-nat");
const inBucket = (path: string): string => contentOf(groups, `stacks/cluster/bucket/${path}`);

describe("docker, etcd and the API server", () => {
  test("docker of the CentOS family is told where its layers go, and what logs may grow to", () => {
    const unit = inBucket("minion/etc/systemd/system/docker.service");
    expect(unit).toContain(" --storage-driver=overlay ");
    expect(unit).toContain(" --log-driver=json-file --log-opt=max-size=50m --log-opt=max-file=4 ");
    expect(inBucket("minion/opt/machine-setup/30-prepare-image")).toContain("modprobe overlay || fail");
  });

  test("a docker that is started as `docker -d` is told nothing that it does not know", () => {
    const unit = contentOf(compileCase("ycluster-document"), "machines/minion/units/docker.service");
    expect(unit).toContain("/usr/bin/docker -d ");
    expect(unit).not.toMatch(/--log-opt|--storage-driver/);
  });

  test("a bridge that the image's own docker made is no hindrance", () => {
    const lines = inBucket("minion/etc/systemd/system/docker.service").split("\n");
    const before = lines.findIndex((line) => line.includes("ip link delete docker0"));
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(lines.findIndex((line) => line.startsWith("ExecStart=")));
  });

  test.each([
    ["docker", 1_048_576],
    ["etcd", 65_536],
    ["kube-apiserver", 65_536],
  ])("%s may have %i files open, on every platform", (name, most) => {
    for (const [compiled, directory] of [
      [groups, "stacks/cluster/bucket/control-plane/etc/systemd/system"],
      [compileCase("ycluster-document"), "machines/control-plane/units"],
    ] as const)
      expect(contentOf(compiled, `${directory}/${name}.service`)).toContain(`\nLimitNOFILE=${most}\n`);
  });

  test("nodes have the kubelet's directory on the data disk, the control plane etcd's", () => {
    expect(inBucket("minion/etc/machine-setup/settings")).toContain("DATA_DIRECTORIES='docker kubelet'");
    expect(inBucket("control-plane/etc/machine-setup/settings")).toContain("DATA_DIRECTORIES='docker etcd'");
  });

  test("scheduler and controller manager are told a URL", () => {
    for (const name of ["kube-scheduler", "kube-controller-manager"])
      expect(inBucket(`control-plane/etc/systemd/system/${name}.service`)).toContain("--master=http://127.0.0.1:8080");
  });
});

describe("names and ways", () => {
  test("inside the VPC the API's name leads to the machines where its balancer has public addresses", () => {
    const open = good(
      specOf("multi-zone-one-nat")
        .toString()
        .replace("  dns: {", "  access: { api: [203.0.113.0/24] }\n  dns: {")
        .concat("tokens: { API_TOKEN: { ssm: /small/api-token } }\n"),
    );
    expect(stack(open, "cluster").aws_elb.api.internal).toBe(false);
    expect(stack(open, "cluster").aws_route53_record.api_private).toMatchObject({
      name: "master.dev.kube",
      type: "CNAME",
      ttl: 30,
      records: ["control-plane.dev.kube"],
    });
    expect(stack(groups, "cluster").aws_route53_record.api_private).toMatchObject({
      type: "A",
      alias: { name: "${aws_elb.api.dns_name}" },
    });
  });

  test.each([
    ["eu-central-1", { AWS_REGION: "eu-central-1" }],
    ["us-gov-west-1", { AWS_REGION: "us-gov-west-1" }],
    ["eu-west-3", { AWS_HOST: "s3.eu-west-3.amazonaws.com" }],
    ["cn-northwest-1", { AWS_HOST: "s3.cn-northwest-1.amazonaws.com.cn" }],
  ])("the registry in %s signs as S3 wants it, by region or by host", (region, wanted) => {
    const compiled = good(`apiVersion: clusterwright/v1
name: shop
kubernetes: { version: 1.1.8 }
platform: { type: aws, region: ${region}, zones: [${region}a, ${region}b], keyPair: operator }
os: { family: coreos, image: ami-0123456789abcdef0 }
controlPlane: { instanceType: t2.small }
nodePools: [{ name: minion, instanceType: t2.small, count: 2 }]
addons: { registry: { bucket: shop-registry } }
tokens: { REGISTRY_AWS_KEY: { ssm: /shop/key }, REGISTRY_AWS_SECRET: { ssm: /shop/secret } }
`);
    const [container] = parse(contentOf(compiled, "manifests/17-registry.controller.yaml")).spec.template.spec
      .containers;
    const env = Object.fromEntries(
      container.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    const { AWS_REGION, AWS_HOST, AWS_USE_SIGV4 } = env;
    expect({ ...(AWS_REGION && { AWS_REGION }), ...(AWS_HOST && { AWS_HOST }) }).toEqual(wanted);
    expect(AWS_USE_SIGV4).toBe("true");
  });
});

describe("who reaches what makes an administrator", () => {
  const OPEN = [8080, 2379, 2380, 4001, 7001, 10250];
  const rules = (compiled: ReturnType<typeof good>): readonly Record<string, unknown>[] =>
    Object.values(stack(compiled, "network").aws_vpc_security_group_ingress_rule);

  test.each(["multi-zone-one-nat", "multi-zone-document", "every-key-autoscaling", "ycluster-document", "shop"])(
    "in %s no range of addresses does, only machines of the cluster",
    (name) => {
      const ranges = rules(compileCase(name)).filter(({ cidr_ipv4 }) => cidr_ipv4 !== undefined);
      expect(ranges.length).toBeGreaterThan(0);
      const within = ({ ip_protocol, from_port, to_port }: Record<string, unknown>, port: number): boolean =>
        ip_protocol === "tcp" && Number(from_port) <= port && port <= Number(to_port);
      expect(ranges.filter((rule) => OPEN.some((port) => within(rule, port)))).toEqual([]);
    },
  );

  test("pods on placed nodes reach the API over TLS, from 1.0 on", () => {
    const ports = (name: string) => rules(compileCase(name)).map(({ from_port }) => from_port);
    expect(ports("add-ons-off")).toContain(6443);
    expect(ports("ycluster-document")).not.toContain(6443);
  });

  test("a pool that is kept apart shares containers' traffic with other nodes, and nothing else", () => {
    const between = rules(compileCase("every-key-autoscaling")).filter(
      ({ security_group_id, referenced_security_group_id: from }) =>
        [security_group_id, from].every((each) => /\.(nodes|pool_front)\./.test(String(each))) &&
        security_group_id !== from,
    );
    expect(between.map(({ ip_protocol, from_port, to_port }) => [ip_protocol, from_port, to_port])).toEqual([
      ["udp", 8472, 8472],
      ["udp", 8472, 8472],
    ]);
  });
});

describe("what watches over a cluster of groups", () => {
  test("a control plane whose API hangs is replaced, and no sooner than its restart takes", () => {
    const { aws_autoscaling_group: all, aws_elb } = stack(groups, "cluster");
    expect(all.control_plane.health_check_type).toBe("ELB");
    expect(all.minion.health_check_type).toBe("EC2");
    const { target, interval, unhealthy_threshold } = aws_elb.api.health_check;
    expect(target).toBe("HTTP:8080/healthz");
    expect(interval * unhealthy_threshold).toBeGreaterThanOrEqual(90);
  });

  test("alarms are there for every group, for copies and for boots, tell the topic, and go with one key", () => {
    const alarms = stack(compileCase("every-key-autoscaling"), "cluster").aws_cloudwatch_metric_alarm;
    expect(Object.keys(alarms).sort()).toEqual(["control_plane", "etcd_snapshots", "failed_boots", "front", "minion"]);
    for (const alarm of Object.values<{ alarm_actions: unknown }>(alarms))
      expect(alarm.alarm_actions).toEqual(["arn:aws:sns:us-east-1:123456789012:operators"]);
    // CloudWatch looks back over a day at the most.
    for (const periodMinutes of [1, 15, 480, 481, 720, 1440]) {
      const text = `${specOf("multi-zone-one-nat")}\netcd: { backup: { periodMinutes: ${periodMinutes} } }\n`;
      const { period, evaluation_periods } = stack(good(text), "cluster").aws_cloudwatch_metric_alarm.etcd_snapshots;
      expect(period * evaluation_periods).toBeLessThanOrEqual(86_400);
      expect(evaluation_periods).toBeGreaterThanOrEqual(1);
    }
    const off = good(
      specOf("multi-zone-one-nat")
        .toString()
        .replace("  nat: single\n", "  nat: single\n  alarms: { enabled: false }\n"),
    );
    expect(stack(off, "cluster").aws_cloudwatch_metric_alarm).toBeUndefined();
    expect(off.artifacts.filter(({ path }) => path.includes("count-metric"))).toEqual([]);
  });
});

test("MySQL 8.4 lets drivers of the shop's years sign in; others need no word", () => {
  const shop = stack(compileCase("shop"), "data");
  expect(shop.aws_db_parameter_group?.database).toMatchObject({
    family: "mysql8.4",
    parameter: [{ name: "authentication_policy", value: "*:mysql_native_password", apply_method: "pending-reboot" }],
  });
  expect(shop.aws_db_instance.database.parameter_group_name).toBe("${aws_db_parameter_group.database.name}");
  const older = specOf("shop")
    .toString()
    .replace(/( *)instanceClass: [^\n]*/, '$&\n$1engineVersion: "8.0"');
  expect(stack(good(older), "data").aws_db_parameter_group).toBeUndefined();
});
