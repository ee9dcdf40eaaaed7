/**
 * The tables of the yCluster document, row by row, against the resources that stand for them. Where the
 * document contradicts itself, the row says what is built instead.
 */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compileCase, stackOf } from "./support/cases.ts";

const NAME = "ycluster";
const network = stackOf(compileCase("ycluster-document"), "network");
const cluster = stackOf(compileCase("ycluster-document"), "cluster");
const withCertificate = stackOf(compileCase("certificate"), "network");
const shop = stackOf(compileCase("certificate"), "cluster");

const sg = (group: string): object => ({ referenced_security_group_id: `\${aws_security_group.${group}.id}` });
const anywhere = { cidr_ipv4: "0.0.0.0/0" };
const ports = (protocol: string, from: number, to = from): object => ({
  ip_protocol: protocol,
  from_port: from,
  to_port: to,
});
const ALL_TCP = ports("tcp", 0, 65535);
const ALL_UDP = ports("udp", 0, 65535);
const ALL_ICMP = ports("icmp", -1);

/** [row of the document, resource, its values] */
type Row = readonly [row: string, resource: string, values: object];

const NODES: readonly Row[] = [
  ["ALL TCP from the nodes", "nodes_tcp_from_nodes", { ...ALL_TCP, ...sg("nodes") }],
  ["ALL TCP from the master", "nodes_tcp_from_control_plane", { ...ALL_TCP, ...sg("control_plane") }],
  ["SSH from 0.0.0.0/0", "nodes_ssh", { ...ports("tcp", 22), ...anywhere }],
  [
    "HTTP from the load balancer: 8080, where the listener goes, not 80",
    "nodes_http_from_load_balancer",
    { ...ports("tcp", 8080), ...sg("load_balancer") },
  ],
  [
    "HTTPS from the load balancer: 8443, where the listener goes, not 443",
    "nodes_https_from_load_balancer",
    { ...ports("tcp", 8443), ...sg("load_balancer") },
  ],
  ["ALL UDP from the nodes", "nodes_udp_from_nodes", { ...ALL_UDP, ...sg("nodes") }],
  ["ALL UDP from the master", "nodes_udp_from_control_plane", { ...ALL_UDP, ...sg("control_plane") }],
  ["ALL ICMP from 0.0.0.0/0", "nodes_icmp", { ...ALL_ICMP, ...anywhere }],
];

const MASTER: readonly Row[] = [
  ["ALL TCP from the master", "control_plane_tcp_from_control_plane", { ...ALL_TCP, ...sg("control_plane") }],
  ["SSH from 0.0.0.0/0", "control_plane_ssh", { ...ports("tcp", 22), ...anywhere }],
  ["4001 from the nodes", "control_plane_etcd_client_from_nodes", { ...ports("tcp", 4001), ...sg("nodes") }],
  ["7001 from the nodes", "control_plane_etcd_peer_from_nodes", { ...ports("tcp", 7001), ...sg("nodes") }],
  ["7080 from the nodes", "control_plane_api_read_only_from_nodes", { ...ports("tcp", 7080), ...sg("nodes") }],
  ["8080 from the nodes", "control_plane_api_from_nodes", { ...ports("tcp", 8080), ...sg("nodes") }],
  ["ALL UDP from the master", "control_plane_udp_from_control_plane", { ...ALL_UDP, ...sg("control_plane") }],
  ["ALL ICMP from 0.0.0.0/0", "control_plane_icmp", { ...ALL_ICMP, ...anywhere }],
];

const LOAD_BALANCER: readonly Row[] = [
  ["HTTP from 0.0.0.0/0", "load_balancer_http", { ...ports("tcp", 80), ...anywhere }],
  ["HTTPS from 0.0.0.0/0", "load_balancer_https", { ...ports("tcp", 443), ...anywhere }],
];

test("nobody is let in from outside but to the load balancer, unless the spec says so", () => {
  const rules = stackOf(compileCase("one-zone"), "network").resource[ingress] as Readonly<
    Record<string, { readonly cidr_ipv4?: string }>
  >;
  expect(Object.keys(rules).filter((name) => rules[name]?.cidr_ipv4 !== undefined)).toEqual(["load_balancer_http"]);
});

const ingress = "aws_vpc_security_group_ingress_rule";

describe.each([
  ["nodes", "nodes", NODES],
  ["master", "control_plane", MASTER],
  ["load balancer", "load_balancer", LOAD_BALANCER],
] as const)("the security group of the %s", (_title, group, rows) => {
  test.each(rows)("%s", (_row, resource, values) => {
    const rule = withCertificate.resource[ingress][resource];
    expect(rule).toMatchObject({ security_group_id: `\${aws_security_group.${group}.id}`, ...values });
  });

  test("has no other rule", () => {
    const names = Object.entries(withCertificate.resource[ingress])
      .filter(
        ([, rule]) =>
          (rule as { security_group_id: string }).security_group_id === `\${aws_security_group.${group}.id}`,
      )
      .map(([name]) => name);
    expect(names.sort()).toEqual(rows.map(([, resource]) => resource).sort());
  });
});

test("the groups have the document's names", () => {
  const names = Object.values(network.resource.aws_security_group).map((group) => (group as { name: string }).name);
  expect(names).toEqual([`${NAME}-nodes`, `${NAME}-master`, `${NAME}-loadbalancer`]);
});

test("AWS takes every description: it refuses, among others, an apostrophe", () => {
  const allowed = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/;
  const rules = [
    ...Object.values(withCertificate.resource[ingress]),
    ...Object.values(withCertificate.resource.aws_vpc_security_group_egress_rule),
    ...Object.values(withCertificate.resource.aws_security_group),
  ];
  expect(rules.length).toBeGreaterThan(20);
  expect(
    rules.map((rule) => (rule as { description: string }).description).filter((text) => !allowed.test(text)),
  ).toEqual([]);
});

test("without a certificate nothing of HTTPS is there", () => {
  expect(Object.keys(network.resource[ingress]).filter((name) => name.includes("https"))).toEqual([]);
  expect(cluster.resource.aws_elb.public.listener).toHaveLength(1);
});

describe("the load balancer", () => {
  const { public: elb } = shop.resource.aws_elb;

  test.each([
    ["HTTP 80 to HTTP 8080", { lb_protocol: "http", lb_port: 80, instance_protocol: "http", instance_port: 8080 }],
    [
      "HTTPS 443 to HTTP 8443 with the certificate",
      {
        lb_protocol: "https",
        lb_port: 443,
        instance_protocol: "http",
        instance_port: 8443,
        ssl_certificate_id: "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
      },
    ],
  ])("%s", (_row, listener) => {
    expect(elb.listener).toContainEqual(listener);
  });

  test("the health check: TCP on the listener's port, 3 s, 5 s, 5, 3", () => {
    expect(elb.health_check).toEqual({
      target: "TCP:8080",
      timeout: 3,
      interval: 5,
      unhealthy_threshold: 5,
      healthy_threshold: 3,
    });
  });

  test("name, no connection draining, no stickiness, round robin over all zones", () => {
    expect(elb).toMatchObject({ name: "shop-elb", connection_draining: false, cross_zone_load_balancing: true });
    expect(Object.keys(shop.resource).filter((type) => type.includes("stickiness"))).toEqual([]);
  });

  test("every node is behind it", () => {
    expect(cluster.resource.aws_elb_attachment.minion).toMatchObject({
      for_each: "${local.minion}",
      instance: "${aws_instance.minion[each.key].id}",
    });
  });
});

describe("subnets and routes", () => {
  test.each([
    ["172.31.0.0/20 in eu-central-1a", "eu-central-1a", "172.31.0.0/20"],
    ["172.31.16.0/20 in eu-central-1b", "eu-central-1b", "172.31.16.0/20"],
  ])("%s", (_row, zone, cidr) => {
    expect(network.locals.zones[zone]).toEqual({ cidr });
    expect(network.resource.aws_subnet.zone).toMatchObject({
      for_each: "${local.zones}",
      cidr_block: "${each.value.cidr}",
      availability_zone: "${each.key}",
    });
  });

  test("all subnets are in the one route table", () => {
    expect(Object.keys(network.resource.aws_route_table)).toEqual(["main"]);
    expect(network.resource.aws_route_table_association.zone).toMatchObject({
      for_each: "${local.zones}",
      route_table_id: "${aws_route_table.main.id}",
    });
  });

  test("0.0.0.0/0 leads to the internet gateway", () => {
    expect(network.resource.aws_route.internet).toMatchObject({
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "${aws_internet_gateway.main.id}",
    });
  });

  test("the VPC and its DHCP options", () => {
    expect(network.resource.aws_vpc.main.cidr_block).toBe("172.31.0.0/16");
    expect(network.resource.aws_vpc_dhcp_options.main).toMatchObject({
      domain_name: "eu-central-1.compute.internal",
      domain_name_servers: ["AmazonProvidedDNS"],
    });
  });

  test("a machine's containers are behind its own interface: 10.<3rd>.<4th>.0/24", () => {
    expect(cluster.resource.aws_route.control_plane).toMatchObject({
      destination_cidr_block: "10.0.10.0/24",
      network_interface_id: "${aws_instance.control_plane.primary_network_interface_id}",
    });
    expect(cluster.resource.aws_route.minion).toMatchObject({
      for_each: "${local.minion}",
      destination_cidr_block: "${each.value.containers}",
      network_interface_id: "${aws_instance.minion[each.key].primary_network_interface_id}",
    });
    for (const { address, containers } of Object.values(cluster.locals.minion) as {
      address: string;
      containers: string;
    }[]) {
      const [, , third, fourth] = address.split(".");
      expect(containers).toBe(`10.${third}.${fourth}.0/24`);
    }
  });
});

describe("the machines", () => {
  const { control_plane: master, minion } = cluster.resource.aws_instance;

  test("the master has 172.31.0.10 and an Elastic IP", () => {
    expect(master).toMatchObject({ private_ip: "172.31.0.10", source_dest_check: false });
    expect(cluster.resource.aws_eip.control_plane.domain).toBe("vpc");
    expect(cluster.resource.aws_eip_association.control_plane.instance_id).toBe("${aws_instance.control_plane.id}");
  });

  test("image, key, type and disk are the spec's", () => {
    for (const machine of [master, minion]) {
      expect(machine).toMatchObject({
        ami: "ami-12ae980f",
        key_name: "operator",
        instance_type: "t2.small",
        source_dest_check: false,
      });
      expect(machine.root_block_device.volume_size).toBe(40);
    }
  });

  test("three minions, spread over the zones", () => {
    expect(Object.values(cluster.locals.minion).map((node) => (node as { zone: string }).zone)).toEqual([
      "eu-central-1a",
      "eu-central-1b",
      "eu-central-1a",
    ]);
  });
});

describe("the units", () => {
  const { artifacts } = compileCase("ycluster-document");
  const units = (group: string): readonly string[] =>
    artifacts.flatMap(({ path }) =>
      path.startsWith(`machines/${group}/units/`) ? [path.replace(/^.*\/(.*)\.service$/, "$1")] : [],
    );

  test("of the master, in the document's order", () => {
    expect(units("control-plane")).toEqual([
      "etcd",
      "etcd-environment",
      "fleet",
      "docker",
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "kube-proxy",
      "kube-register",
    ]);
  });

  test("of a node", () => {
    expect([...units("minion")].sort()).toEqual([
      "docker",
      "etcd",
      "etcd-environment",
      "fleet",
      "kube-kubelet",
      "kube-proxy",
      "registry-hosts-entry",
    ]);
  });

  test("docker has the document's options", () => {
    const docker = artifacts.find(({ path }) => path === "machines/minion/units/docker.service")?.content ?? "";
    for (const option of ["-d", "-H fd://", "--bip=${DOCKER_BIP}", "--dns=10.255.0.2", "--ip-masq=false"]) {
      expect(docker).toMatch(new RegExp(`^ExecStart=.* ${option.replaceAll(/[${}./]/g, "\\$&")}( |$)`, "m"));
    }
    expect(docker).toContain("! -o docker0 ! -d 10.0.0.0/8 -j MASQUERADE");
    expect(docker).toContain("EnvironmentFile=/etc/network-environment");
  });
});

describe("the document's entities on the cluster", () => {
  const objects = new Map(
    compileCase("shop")
      .artifacts.filter(({ path }) => path.startsWith("manifests/") && path.endsWith(".yaml"))
      .map(({ path, content }) => [path.slice("manifests/".length), parse(content, { version: "1.1" })] as const),
  );
  const controller = (file: string) => objects.get(file).desiredState;
  const podOf = (file: string) => controller(file).podTemplate.desiredState.manifest;
  const envOf = (file: string, index = 0): Readonly<Record<string, string>> =>
    Object.fromEntries(
      podOf(file).containers[index].env.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );

  test("registry-rc: one replica, its variables, its ports and the UI beside it", () => {
    expect(controller("17-registry.controller.yaml")).toMatchObject({
      replicas: 1,
      replicaSelector: { "k8s-app": "docker-registry" },
      podTemplate: { labels: { "k8s-app": "docker-registry" } },
    });
    expect(envOf("17-registry.controller.yaml")).toEqual({
      // Buckets of today take no other signature.
      AWS_USE_SIGV4: "true",
      SETTINGS_FLAVOR: "s3",
      AWS_BUCKET: "ycluster-registry",
      AWS_REGION: "eu-central-1",
      STORAGE_PATH: "/registry",
      AWS_KEY: "%%REGISTRY_AWS_KEY%%",
      AWS_SECRET: "%%REGISTRY_AWS_SECRET%%",
      SEARCH_BACKEND: "sqlalchemy",
      GUNICORN_OPTS: "[--preload]",
    });
    const [registry, ui] = podOf("17-registry.controller.yaml").containers;
    expect(registry.ports).toEqual([
      { name: "registry", containerPort: 5000, protocol: "TCP" },
      { name: "separate-registry-and-platform", hostPort: 9001, containerPort: 9001, protocol: "TCP" },
    ]);
    expect(ui).toMatchObject({
      image: expect.stringMatching(/^atcol\/docker-registry-ui/),
      ports: [{ containerPort: 8080 }],
    });
    // The service is called registry, as the nodes' /etc/hosts has it, not docker-registry as in one of two places.
    expect(ui.env).toEqual([{ name: "REG1", value: "http://registry.default.ycluster.local:5000/v1/" }]);
  });

  test("the services at the addresses that machines and containers know", () => {
    expect(objects.get("16-registry.service.yaml")).toMatchObject({
      id: "registry",
      port: 5000,
      portalIP: "10.255.0.3",
    });
    expect(objects.get("11-dns.service-skydns.yaml")).toMatchObject({
      port: 53,
      protocol: "UDP",
      portalIP: "10.255.0.2",
    });
    expect(podOf("12-dns.controller-skydns.yaml").containers.map(({ name }: { name: string }) => name)).toEqual([
      "etcd",
      "kube2sky",
      "skydns",
    ]);
  });

  test("yapache-rc: three replicas on ports 8080 and 8443 of the nodes, told where etcd is", () => {
    expect(controller("37-yapache.controller.yaml")).toMatchObject({
      replicas: 3,
      replicaSelector: { "k8s-app": "yapache" },
    });
    expect(envOf("37-yapache.controller.yaml")).toEqual({ ETCD_PEERS: "http://172.31.0.10:4001" });
    expect(podOf("37-yapache.controller.yaml").containers[0].ports).toEqual([
      { name: "platform", containerPort: 8080, hostPort: 8080, protocol: "TCP" },
      { name: "platform-secure", containerPort: 8443, hostPort: 8443, protocol: "TCP" },
    ]);
  });

  test("the platform on 9001 and 9002, a service a port, never on the registry's node", () => {
    expect(objects.get("26-hybris-platform.service.yaml")).toMatchObject({ id: "hybris-platform", port: 9001 });
    expect(objects.get("26-hybris-platform.service-hybris-platform-https.yaml")).toMatchObject({ port: 9002 });
    expect(podOf("27-hybris-platform.controller.yaml").containers[0].ports).toEqual([
      { name: "http", containerPort: 9001, hostPort: 9001, protocol: "TCP" },
      { name: "https", containerPort: 9002, protocol: "TCP" },
    ]);
  });

  test("services come before workloads, and each add-on's before the next one's", () => {
    const order = [...objects.keys()];
    expect(order).toEqual([...order].sort());
    for (const file of order.filter((name) => name.includes(".controller"))) {
      const owner = file.replace(/^..-/, "").replace(/\..*$/, "");
      const service = order.findIndex((name) => name.includes(`-${owner}.service`));
      expect(service).toBeLessThan(order.indexOf(file));
    }
  });
});
