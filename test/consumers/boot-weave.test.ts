/**
 * S9: one cloud-config for all hosts, put on the control plane and on two nodes: each starts exactly what is its own. Real:
 * systemd, etcd with its second API, bash and every script of ours. Stand-ins that record: docker, weave, the release's
 * programs; the API server answers for its health and for nodes.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { BOOT_NEEDS, HOST, Machine, must, Network, prepareTree } from "../support/booted.ts";
import { compileCase, contentOf, ROOT } from "../support/cases.ts";
import { applyCloudConfig } from "../support/coreos-cloudinit.ts";
import { until } from "../support/processes.ts";
import { testWith } from "../support/tools.ts";

const test = testWith(...BOOT_NEEDS);
const canBoot = BOOT_NEEDS.every(({ met }) => met);

const HOSTS = [
  ["azure-prd-01", "10.1.0.1", ["control-plane", "etcd"]],
  ["azure-prd-02", "10.1.0.2", ["etcd", "node"]],
  ["ded-prd-01", "10.1.0.5", ["node"]],
] as const;

const EVERYWHERE = ["weave-bridge", "docker", "weave", "kubernetes-release"].map((name) => `${name}.service`);
const CONTROL = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"].map((name) => `${name}.service`);
const NODE = ["kube-proxy", "kube-kubelet"].map((name) => `${name}.service`);
const LABELS = ["label-node.service", "register-node.service"];

describe.each([
  ["one cloud-config for all", "weave-document", () => "user-data.yml", "label-node.service"],
  ["one for each", "weave-per-host", (name: string) => `user-data/${name}.yml`, "register-node.service"],
])("%s", (_what, caseName, userDataOf, labels) => {
  const compiled = compileCase(caseName);
  const place = mkdtempSync(join(tmpdir(), "clusterwright-weave-"));
  const machines = new Map<string, Machine>();
  const machine = (name: string): Machine => machines.get(name) as Machine;
  const argumentsOf = (name: string, program: string): readonly string[] =>
    machine(name).read(`var/log/stand-ins/${program}.args`).split("\0").slice(0, -1);
  let network: Network;

  /** An archive as Kubernetes' releases of these years are: one for each kind of machine inside. */
  function release(target: string): void {
    const work = join(place, "release");
    const bin = join(work, "inner/kubernetes/server/bin");
    const server = join(work, "outer/kubernetes/server");
    mkdirSync(bin, { recursive: true });
    mkdirSync(server, { recursive: true });
    const standIns = join(ROOT, "test/support/stand-ins");
    for (const name of ["kube-controller-manager", "kube-scheduler", "kube-proxy", "kubectl"])
      copyFileSync(join(standIns, "recorder.sh"), join(bin, name));
    for (const name of ["kube-apiserver", "kubelet"]) copyFileSync(join(standIns, "cloud", name), join(bin, name));
    must("chmod", "-R", "0755", bin);
    must("tar", "-czf", join(server, "kubernetes-server-linux-amd64.tar.gz"), "-C", join(work, "inner"), "kubernetes");
    must("tar", "-czf", target, "-C", join(work, "outer"), "kubernetes");
    rmSync(work, { recursive: true });
  }

  beforeAll(async () => {
    if (!canBoot) return;
    prepareTree();
    network = new Network("weave");
    release(join(place, "kubernetes.tar.gz"));
    for (const [name, address] of HOSTS) {
      const each = new Machine(place, name, network, address, HOST);
      machines.set(name, each);
      each.setAside("cloud/weave");
      copyFileSync(join(place, "kubernetes.tar.gz"), join(each.root, "usr/lib/stand-ins/kubernetes.tar.gz"));
      must("chroot", each.root, "useradd", "--create-home", "core");
      each.write("etc/secrets/weave-password", 'it\'s "secret" $HOME \\n\n', 0o600);
      each.write("etc/secrets/quay-auth", "b3BzOnNlY3JldA==\n", 0o600);
      applyCloudConfig(each.root, contentOf(compiled, userDataOf(name)), { private: address, public: address });
      each.boot();
    }
    for (const [name, , roles] of HOSTS) {
      const awaited = roles.some((role) => role === "control-plane") ? "control-plane" : "node";
      await until(`${name}`, () => machine(name).isUp([`kubernetes-${awaited}.target`, ...labelsOf(name)]));
    }
  });

  const labelsOf = (name: string): readonly string[] => (name === "azure-prd-01" ? [] : [labels]);

  afterAll(async () => {
    await Promise.all([...machines.values()].map((each) => each.kill()));
    for (const each of machines.values()) await each.remove();
    network?.remove([...machines.values()].map((each) => each.namespace));
    rmSync(place, { recursive: true, force: true });
  });

  test.each(HOSTS)("%s runs exactly its own units", (name, _address, roles) => {
    const is = (role: string): boolean => roles.some((each) => each === role);
    const own = [
      ...EVERYWHERE,
      ...(is("control-plane") ? [...CONTROL, "kubernetes-control-plane.target"] : []),
      ...(is("node") ? [...NODE, labels, "kubernetes-node.target"] : []),
      ...(is("etcd") ? ["etcd2.service"] : []),
      "weave-network.target",
    ];
    const all = [...EVERYWHERE, ...CONTROL, ...NODE, ...LABELS, "etcd2.service", "weave-network.target"].concat([
      "kubernetes-control-plane.target",
      "kubernetes-node.target",
    ]);
    const active = all.filter((unit) => machine(name).is(`systemctl -q is-active ${unit}`));
    expect(active.sort()).toEqual(own.sort());
    const failed = machine(name).exec("systemctl", "--failed", "--no-legend", "--plain").stdout;
    expect(all.filter((unit) => failed.includes(unit))).toEqual([]);
  });

  test("weave knows who is always there, and the password, which nobody else sees", () => {
    const password = 'it\'s "secret" $HOME \\n';
    const calls = (name: string) => machine(name).read("var/log/stand-ins/weave.calls").trim().split("\n");
    expect(calls("azure-prd-01")).toEqual([
      "--local|create-bridge||",
      "stop-router||",
      `launch-router|--no-dns|10.1.0.2|${password}|`,
    ]);
    expect(calls("ded-prd-01").at(-1)).toBe(`launch-router|--no-dns|10.1.0.1|10.1.0.2|${password}|`);
    expect(argumentsOf("ded-prd-01", "attach")).toEqual(["attach", "weave"]);
    for (const name of machines.keys()) {
      expect(machine(name).exec("stat", "-c", "%a %U", "/etc/weave-password").stdout).toBe("600 root\n");
      expect(machine(name).journal()).not.toContain("secret");
    }
  });

  test("docker gives containers the host's part of the overlay", () => {
    expect(argumentsOf("ded-prd-01", "docker")).toEqual([
      "-d",
      "-H",
      "fd://",
      "--bridge=weave",
      "--fixed-cidr=10.2.5.0/24",
    ]);
    expect(machine("ded-prd-01").exec("ip", "-o", "-4", "addr", "show", "dev", "weave").stdout).toContain(
      "10.2.5.1/16",
    );
  });

  test("credentials of the registry are bound, and readable for their owners alone", () => {
    const content = `{\n  "quay.io": {\n    "auth": "b3BzOnNlY3JldA==",\n    "email": ""\n  }\n}\n`;
    for (const [path, owner] of [
      ["/var/lib/kubelet/.dockercfg", "root"],
      ["/home/core/.dockercfg", "core"],
    ] as const) {
      expect(machine("azure-prd-02").read(path)).toBe(content);
      expect(machine("azure-prd-02").exec("stat", "-c", "%a %U", path).stdout).toBe(`600 ${owner}\n`);
    }
  });

  test("programs are started as the document starts them", () => {
    const etcd = "http://10.1.0.1:2379,http://10.1.0.2:2379";
    expect(argumentsOf("azure-prd-01", "kube-apiserver")).toEqual([
      "--insecure-bind-address=0.0.0.0",
      "--insecure-port=8080",
      "--advertise-address=10.1.0.1",
      "--service-cluster-ip-range=10.100.0.0/16",
      `--etcd-servers=${etcd}`,
      "--admission-control=NamespaceLifecycle,NamespaceExists,LimitRanger,ResourceQuota",
      "--secure-port=6443",
      "--logtostderr=true",
    ]);
    expect(argumentsOf("azure-prd-01", "kube-scheduler")).toEqual([
      "--master=http://127.0.0.1:8080",
      "--logtostderr=true",
    ]);
    expect(argumentsOf("azure-prd-01", "kube-controller-manager")).toEqual([
      "--master=http://127.0.0.1:8080",
      "--logtostderr=true",
    ]);
    expect(argumentsOf("ded-prd-01", "kube-proxy")).toEqual(["--master=http://10.1.0.1:8080", "--logtostderr=true"]);
    expect(argumentsOf("ded-prd-01", "kubelet")).toEqual([
      "--address=0.0.0.0",
      "--port=10250",
      "--hostname-override=ded-prd-01",
      "--api-servers=http://10.1.0.1:8080",
      "--config=/etc/kubernetes/manifests",
      ...(labels === "register-node.service" ? ["--register-node=false"] : []),
      "--logtostderr=true",
    ]);
  });

  test("the API knows every node, and its labels", async () => {
    const nodes = () => JSON.parse(machine("azure-prd-01").read("var/log/stand-ins/nodes.json"));
    await until(
      "both nodes",
      () => nodes()["azure-prd-02"]?.host !== undefined && nodes()["ded-prd-01"]?.host !== undefined,
    );
    expect(nodes()).toEqual({
      "azure-prd-02": { environment: "production", host: "azure" },
      "ded-prd-01": { environment: "production", host: "dedicated" },
    });
  });

  test("the two members of etcd are one cluster", async () => {
    const ask = () =>
      machine("ded-prd-01").exec("/usr/lib/stand-ins/curl", "-s", "-m", "5", "http://10.1.0.2:2379/v2/members").stdout;
    await until("both members", () => ask().match(/"name":"azure/g)?.length === 2);
    expect(ask()).toContain('"name":"azure-prd-01"');
  });
});
