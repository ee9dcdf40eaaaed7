/**
 * S10 on hosts: what the deck does by hand, done by `push.sh` over a real sshd. Real: systemd, sshd, openssl, etcd with its
 * second API, bash and every script of ours. Stand-ins that record: docker, flanneld, the programs of Kubernetes; units
 * and files of the image are as its packages have them.
 */
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import {
  ATOMIC,
  ATOMIC_SETTINGS,
  atomicBy,
  BOOT_NEEDS,
  Machine,
  Network,
  prepareCloudTree,
} from "../support/booted.ts";
import { compileCase, contentOf, specOf } from "../support/cases.ts";
import { until } from "../support/processes.ts";
import { PushedHosts } from "../support/pushed.ts";
import { program, testWith } from "../support/tools.ts";

const NEEDS = [...BOOT_NEEDS, program("ssh")];
const test = testWith(...NEEDS);
const canBoot = NEEDS.every(({ met }) => met);

/** The machines' network is another than the deck's. */
const SPEC = specOf("atomic-hosts").toString().replaceAll("192.168.122.", "172.31.122.");

const MASTER = "master.example.com";
const [ONE, TWO] = ["node1.example.com", "node2.example.com"] as const;
const HOSTS = [
  [MASTER, "172.31.122.10"],
  [ONE, "172.31.122.15"],
  [TWO, "172.31.122.16"],
] as const;

const UNITS = {
  [MASTER]: [
    "etcd.service",
    "flannel-config.service",
    "flanneld.service",
    "docker.service",
    "service-account-key.service",
    "kube-apiserver.service",
    "kube-controller-manager.service",
    "kube-scheduler.service",
    "kubernetes-control-plane.target",
  ],
  [ONE]: ["flanneld.service", "docker.service", "kube-proxy.service", "kubelet.service", "kubernetes-node.target"],
} as const;
const unitsOf = (name: string): readonly string[] => (name === MASTER ? UNITS[MASTER] : UNITS[ONE]);

describe("the deck's three hosts", () => {
  const hosts = new PushedHosts("atomic");
  const { machines, out, place } = hosts;
  const machine = (name: string): Machine => hosts.machine(name);
  const push = (...args: readonly string[]) => hosts.push(...args);
  const shown = (name: string, unit: string, property: string): string => hosts.shown(name, unit, property);
  const sanity = () => machine(MASTER).exec("/opt/bin/sanity.sh");
  const argumentsOf = (name: string, what: string): readonly string[] =>
    machine(name).read(`var/log/stand-ins/${what}.args`).split("\0").slice(0, -1);
  const runsOf = (name: string): readonly string[] => unitsOf(name).map((unit) => shown(name, unit, "InvocationID"));
  const leaseOf = (name: string): string =>
    /FLANNEL_SUBNET=(.*)\.1\/24/.exec(machine(name).exec("cat", "/run/flannel/subnet.env").stdout)?.[1] ?? "";

  beforeAll(async () => {
    if (!canBoot) return;
    await hosts.boot(HOSTS, ATOMIC);
    hosts.write(SPEC);
  });

  afterAll(() => hosts.remove());

  test("the first run brings every unit up, in order, and shows how each is", async () => {
    await until("docker of the image", () => machine(ONE).is("systemctl -q is-active docker.service"));
    const { status, stdout, output } = push();
    expect(status, output).toBe(0);
    for (const name of machines.keys()) {
      const units = unitsOf(name);
      const manifest = readFileSync(
        join(out, "machines", name === MASTER ? "control-plane" : "minion", "manifest"),
        "utf8",
      );
      expect([...manifest.matchAll(/^unit\t([^\t]+)/gm)].map(([, unit]) => unit)).toEqual(units);
      expect(units.map((unit) => shown(name, unit, "ActiveState"))).toEqual(units.map(() => "active"));
      const times = units.map((unit) => Number(shown(name, unit, "ActiveEnterTimestampMonotonic")));
      expect(times).toEqual([...times].sort((a, b) => a - b));
      for (const unit of units) expect(stdout).toMatch(new RegExp(`^${unit} +active`, "m"));
    }
  });

  test("flannel's configuration was there before any flanneld asked", () => {
    const found = hosts.network.run("curl", "-s", "http://172.31.122.10:4001/v2/keys/coreos.com/network/config").stdout;
    expect(JSON.parse(JSON.parse(found).node.value)).toEqual({
      Network: "10.20.0.0/16",
      SubnetLen: 24,
      Backend: { Type: "vxlan", VNI: 1 },
    });
    // It ends at once where its configuration is not there.
    for (const name of machines.keys()) expect(shown(name, "flanneld.service", "NRestarts")).toBe("0");
    expect(argumentsOf(TWO, "flanneld")).toEqual([
      "-etcd-endpoints=http://172.31.122.10:2379",
      "-etcd-prefix=/coreos.com/network",
      "-iface=172.31.122.16",
      "-ip-masq=true",
    ]);
    expect(new Set([...machines.keys()].map(leaseOf)).size).toBe(3);
  });

  test("docker, which the image had started, has the bridge of the lease", () => {
    expect(argumentsOf(ONE, "docker")).toEqual([
      "-d",
      "--selinux-enabled",
      `--bip=${leaseOf(ONE)}.1/24`,
      "--ip-masq=false",
      "--mtu=1450",
    ]);
  });

  test("programs are started as the deck starts them", () => {
    const common = ["--logtostderr=true", "--v=0"];
    expect(argumentsOf(MASTER, "kube-apiserver")).toEqual([
      ...common,
      "--etcd_servers=http://172.31.122.10:2379",
      "--address=0.0.0.0",
      "--port=8080",
      "--allow_privileged=false",
      "--portal_net=10.254.0.0/16",
      "--admission_control=NamespaceLifecycle,NamespaceExists,LimitRanger,ServiceAccount,ResourceQuota",
      "--service_account_key_file=/etc/kubernetes/serviceaccount.key",
      "--public_address_override=172.31.122.10",
      "--secure_port=6443",
    ]);
    const master = "--master=http://master.example.com:8080";
    expect(argumentsOf(MASTER, "kube-controller-manager")).toEqual([
      ...common,
      master,
      "--service_account_private_key_file=/etc/kubernetes/serviceaccount.key",
    ]);
    expect(argumentsOf(MASTER, "kube-scheduler")).toEqual([...common, master]);
    expect(argumentsOf(ONE, "kube-proxy")).toEqual([...common, master]);
    expect(argumentsOf(ONE, "kubelet")).toEqual([
      ...common,
      "--api_servers=http://master.example.com:8080",
      "--address=0.0.0.0",
      "--port=10250",
      "--hostname_override=node1.example.com",
      "--allow_privileged=false",
      "--register_node=true",
      "--config=/etc/kubernetes/manifests",
    ]);
  });

  test("the key of the service accounts is made once, for kube alone, and nowhere else", () => {
    const path = "/etc/kubernetes/serviceaccount.key";
    expect(machine(MASTER).exec("stat", "-c", "%a %U:%G", path).stdout).toBe("600 kube:kube\n");
    expect(machine(MASTER).exec("openssl", "rsa", "-in", path, "-noout", "-check").status).toBe(0);
    const before = machine(MASTER).exec("sha256sum", path).stdout;
    machine(MASTER).exec("systemctl", "restart", "service-account-key.service");
    expect(machine(MASTER).exec("sha256sum", path).stdout).toBe(before);
    for (const name of [ONE, TWO]) expect(existsSync(join(machine(name).root, path))).toBe(false);
    expect(machine(MASTER).journal()).not.toContain("PRIVATE KEY");
  });

  test("a second run changes nothing", () => {
    const before = [...machines.keys()].map(runsOf);
    const { status, stdout, output } = push();
    expect(status, output).toBe(0);
    expect(stdout.match(/: nothing to do$/gm)).toHaveLength(3);
    expect([...machines.keys()].map(runsOf)).toEqual(before);
  });

  test("a file of the image's that somebody edited is kept, and said", () => {
    const path = "/etc/kubernetes/kubelet";
    machine(ONE).exec("sh", "-c", `echo 'KUBELET_ARGS="--v=4"' >>${path}`);
    const kept = push(ONE);
    expect(kept.status).toBe(2);
    expect(kept.stdout).toContain(`KEPT ${path}: it was edited here, and is not what the tree has`);
    const before = runsOf(ONE);
    const taken = machine(ONE).exec("bash", "/var/lib/clusterwright/tree/install.sh", "--replace", path);
    expect(taken.status, taken.output).toBe(0);
    const again = runsOf(ONE);
    expect(unitsOf(ONE).filter((_, index) => before[index] !== again[index])).toEqual(["kubelet.service"]);
  });

  test("images come to every node as files, each once", () => {
    const images = join(place, "images");
    mkdirSync(images);
    writeFileSync(join(images, "dbforweb.tar"), "a database");
    const missing = push("--images", images);
    expect(missing.status).toBe(1);
    expect(missing.output).toContain("has no webwithdb.tar, of which the image webwithdb is made; nothing is changed");
    expect(existsSync(join(machine(ONE).root, "var/log/stand-ins/docker.images"))).toBe(false);
    writeFileSync(join(images, "webwithdb.tar"), "a web server");
    const { status, stdout, output } = push("--images", images);
    expect(status, output).toBe(0);
    expect(stdout).toBe(
      [ONE, TWO]
        .flatMap((name) => [`${name}: made dbforweb of dbforweb.tar\n`, `${name}: made webwithdb of webwithdb.tar\n`])
        .concat("== 4 images brought\n")
        .join(""),
    );
    expect(machine(TWO).read("var/log/stand-ins/docker.images/webwithdb")).toBe("a web server");
    expect(machine(TWO).exec("ls", "/var/lib/clusterwright/images").stdout).toBe("dbforweb\nwebwithdb\n");
    writeFileSync(join(images, "webwithdb.tar"), "another web server");
    expect(push("--images", images, TWO).stdout).toBe(
      `${TWO}: has dbforweb\n${TWO}: made webwithdb of webwithdb.tar\n== 1 images brought\n`,
    );
  });

  test("what does not come whole becomes no image", () => {
    const images = join(place, "images");
    writeFileSync(join(images, "webwithdb.tar"), "a third web server");
    // Stands for a connection that is cut.
    machine(TWO).write("usr/local/bin/tee", '#!/bin/sh\nhead -c 5 >"$1"\ncat >/dev/null\n', 0o755);
    const cut = push("--images", images, TWO);
    expect(cut.status).toBe(1);
    expect(cut.output).toContain("webwithdb.tar has not come whole\n");
    expect(cut.output).toContain(`push.sh: ${TWO} does not take webwithdb; when that is mended, run this again`);
    expect(machine(TWO).read("var/log/stand-ins/docker.images/webwithdb")).toBe("another web server");
    machine(TWO).exec("rm", "/usr/local/bin/tee");
    expect(push("--images", images, TWO).stdout).toContain(`${TWO}: made webwithdb of webwithdb.tar\n`);
    expect(machine(TWO).read("var/log/stand-ins/docker.images/webwithdb")).toBe("a third web server");
  });

  describe("sanity.sh", () => {
    const podOf = (name: string): string => `${leaseOf(name)}.3`;
    const wrong = (): readonly string[] => {
      const { status, stdout } = sanity();
      const lines = stdout.split("\n").filter((line) => line.startsWith("WRONG"));
      expect(status).toBe(lines.length > 0 ? 1 : 0);
      return lines;
    };
    /** What flannel would carry: a pod's address on the node, and the way there. */
    const carry = (name: string, verb: "add" | "del") =>
      machine(name).exec("ip", "address", verb, `${podOf(name)}/32`, "dev", "lo");

    beforeAll(async () => {
      if (!canBoot) return;
      const pods = [ONE, TWO].map((name) => `${name} web-${name[4]} ${podOf(name)} ${machine(name).address}\n`);
      machine(MASTER).write("var/log/stand-ins/pods", pods.join(""));
      for (const name of [ONE, TWO]) {
        carry(name, "add");
        machine(MASTER).exec("ip", "route", "add", `${leaseOf(name)}.0/24`, "via", machine(name).address);
      }
      await until("both nodes", () => sanity().stdout.match(/is ready/g)?.length === 2);
    });

    test("finds all well", () => {
      expect(wrong()).toEqual([]);
      expect(sanity().stdout).toMatch(
        new RegExp(
          [
            "^ok {4}etcd at http://172\\.31\\.122\\.10:2379: .*3\\.\\d+.*",
            "ok {4}the API at http://127\\.0\\.0\\.1:8080 answers",
            "ok {4}node node1\\.example\\.com is ready",
            "ok {4}node node2\\.example\\.com is ready",
            "ok {4}172\\.31\\.122\\.10 has a lease of the container network",
            "ok {4}172\\.31\\.122\\.15 has a lease of the container network",
            "ok {4}172\\.31\\.122\\.16 has a lease of the container network",
            `ok {4}pod default/web-1 on node1\\.example\\.com answers at ${podOf(ONE)}`,
            `ok {4}pod default/web-2 on node2\\.example\\.com answers at ${podOf(TWO)}\\n$`,
          ].join("\\n"),
        ),
      );
    });

    test("says which pod cannot be reached", () => {
      carry(TWO, "del");
      expect(wrong()).toEqual([
        `WRONG pod default/web-2 on ${TWO} (172.31.122.16) does not answer at ${podOf(TWO)}: the container network between here and there`,
      ]);
      carry(TWO, "add");
    });

    test("says which node is not ready, and which is not known", () => {
      machine(MASTER).write("var/log/stand-ins/not-ready", `${ONE}\n`);
      expect(wrong()).toEqual([
        `WRONG node ${ONE} is not ready (kubelet stopped posting node status): systemctl status of the kubelet there`,
      ]);
      machine(MASTER).write("var/log/stand-ins/not-ready", "");
      machine(TWO).exec("systemctl", "stop", "kubelet.service");
      hosts.network.run("curl", "-s", "-X", "DELETE", `http://172.31.122.10:8080/api/v1/nodes/${TWO}`);
      expect(wrong()).toEqual([`WRONG node ${TWO} is not known to the API: systemctl status of the kubelet there`]);
      machine(TWO).exec("systemctl", "start", "kubelet.service");
    });

    test("says whose lease is not there", async () => {
      await until("the node again", () => wrong().length === 0);
      const lease = `http://172.31.122.10:2379/v2/keys/coreos.com/network/subnets/${leaseOf(ONE)}.0-24`;
      hosts.network.run("curl", "-s", "-X", "DELETE", lease);
      expect(wrong()).toEqual([
        "WRONG 172.31.122.15 has no lease of the container network: systemctl status flanneld.service there",
      ]);
      machine(ONE).exec("systemctl", "restart", "flanneld.service");
    });

    test("says that etcd and the API do not answer", async () => {
      machine(MASTER).exec("systemctl", "stop", "kube-apiserver.service", "etcd.service");
      expect(wrong()).toEqual([
        "WRONG etcd at http://172.31.122.10:2379 does not answer: systemctl status etcd.service etcd2.service there",
        "WRONG the API at http://127.0.0.1:8080 does not answer: systemctl status kube-apiserver.service here",
      ]);
      machine(MASTER).exec("systemctl", "start", "etcd.service", "kube-apiserver.service");
    });
  });

  test("a node that boots while the control plane is down is up when that is", async () => {
    const down = machine(MASTER);
    await down.powerOff();
    await machine(TWO).powerOff();
    machine(TWO).boot();
    await until("flanneld, which waits", () =>
      machine(TWO).is("systemctl show -p ActiveState flanneld | grep -q =activating"),
    );
    expect(machine(TWO).is("systemctl -q is-active docker.service")).toBe(false);
    down.boot();
    await until("the node", () => machine(TWO).isUp(UNITS[ONE]));
    await until("the control plane", () => down.isUp(UNITS[MASTER]));
  });

  test("all of it goes again, and the image's files come back", () => {
    const gone = machine(TWO).exec("bash", "/var/lib/clusterwright/tree/install.sh", "--remove");
    expect(gone.status, gone.output).toBe(0);
    for (const path of ATOMIC_SETTINGS) expect(machine(TWO).read(path)).toBe("# the image's own\n");
    expect(existsSync(join(machine(TWO).root, "etc/systemd/system/flanneld.service.d/10-cluster.conf"))).toBe(false);
    expect(machine(TWO).is("systemctl -q is-active kubelet.service")).toBe(false);
  });
});

/** Each member's start waits for most of the others, as the packages have it, and the first host needs etcd itself. */
describe("three members of etcd on three hosts", () => {
  const hosts = new PushedHosts("members");
  const spec = SPEC.replaceAll("roles: [minion]", "roles: [etcd, minion]").replace(
    "roles: [control-plane]",
    "roles: [control-plane, etcd]",
  );

  beforeAll(async () => {
    if (!canBoot) return;
    await hosts.boot(HOSTS, ATOMIC);
    hosts.write(spec);
  });

  afterAll(() => hosts.remove());

  test("are begun with, and then all goes on host by host", () => {
    const { status, stdout, output } = hosts.push();
    expect(status, output).toBe(0);
    expect(stdout.match(/^== .*/gm)).toEqual([
      ...HOSTS.map(([name, address]) => `== ${name} (${address}): etcd alone`),
      ...HOSTS.map(
        ([name, address]) => `== ${name} (${address}): ${name === MASTER ? "control-plane+etcd" : "etcd+minion"}`,
      ),
      "== 3 hosts done",
    ]);
    for (const [name] of HOSTS) {
      for (const unit of ["etcd.service", "flanneld.service"])
        expect(hosts.shown(name, unit, "ActiveState")).toBe("active");
    }
    const { stdout: members } = hosts.network.run("curl", "-s", "http://172.31.122.15:2379/v2/members");
    expect(
      JSON.parse(members)
        .members.map(({ name }: { name: string }) => name)
        .sort(),
    ).toEqual(HOSTS.map(([name]) => name).sort());
  });

  test("are left as they are by the next run", () => {
    const { status, stdout, output } = hosts.push();
    expect(status, output).toBe(0);
    expect(stdout).not.toContain("etcd alone");
    expect(stdout.match(/: nothing to do$/gm)).toHaveLength(3);
  });
});

/** S10 on AWS: user-data that cloud-init goes through, and instance metadata that answers late. */
describe("Atomic on AWS", () => {
  const place = mkdtempSync(join(tmpdir(), "clusterwright-atomic-aws-"));
  const machines: Machine[] = [];
  let network: Network;
  let metadata: ChildProcess | undefined;

  const [CONTROL, MINIONS] = [
    ["control-plane", "172.31.0.10"],
    [
      ["minion-1", "172.31.2.10"],
      ["minion-2", "172.31.2.11"],
    ],
  ] as const;
  const up = (machine: Machine, units: readonly string[]) =>
    until(`the units of ${machine.name}`, () => machine.isUp(units));
  // Here the control plane reaches services, too.
  const CONTROL_UNITS = [...UNITS[MASTER].filter((unit) => unit.endsWith(".service")), "kube-proxy.service"];
  const NODE_UNITS = ["machine-environment.service", ...UNITS[ONE].filter((unit) => unit.endsWith(".service"))];

  beforeAll(() => {
    if (!canBoot) return;
    prepareCloudTree();
    network = new Network("atomic-aws");
    const compiled = compileCase("atomic-aws");
    for (const [name, address] of [CONTROL, ...MINIONS]) {
      const userData = contentOf(compiled, `machines/${name.replace(/-\d$/, "")}/user-data.yml`);
      machines.push(new Machine(place, name, network, address, atomicBy(userData)));
    }
  });

  afterAll(async () => {
    metadata?.kill("SIGKILL");
    await Promise.all(machines.map((each) => each.kill()));
    for (const each of machines) await each.remove();
    network?.remove(machines.map((each) => each.namespace));
    rmSync(place, { recursive: true, force: true });
  });

  test("nodes wait until they know who they are, and until the control plane answers", async () => {
    const [control, ...minions] = machines as [Machine, ...Machine[]];
    for (const each of minions) each.boot();
    for (const each of minions)
      await until(`${each.name}, which asks`, () =>
        each.is("systemctl show -p ActiveState machine-environment | grep -q =activating"),
      );
    for (const each of minions) expect(each.is("systemctl -q is-active flanneld.service")).toBe(false);
    const values = Object.fromEntries(MINIONS.map(([, address]) => [address, { "local-ipv4": address }]));
    writeFileSync(join(place, "metadata.json"), JSON.stringify(values));
    metadata = network.serveMetadata(join(place, "metadata.json"), join(place, "metadata.log"));
    for (const each of minions)
      await until(`flanneld of ${each.name}, which waits`, () =>
        each.is("systemctl show -p ActiveState flanneld | grep -q =activating"),
      );
    control.boot();
    await up(control, CONTROL_UNITS);
    for (const each of minions) await up(each, NODE_UNITS);
    // Only the control plane's address is in its user-data.
    expect(readFileSync(join(place, "metadata.log"), "utf8")).toContain("GET /latest/meta-data/local-ipv4 200");
    for (const [index, each] of minions.entries()) {
      const address = MINIONS[index]?.[1] ?? "";
      const kubelet = each.read("var/log/stand-ins/kubelet.args").split("\0");
      expect(kubelet).toContain(`--hostname_override=${address}`);
      expect(kubelet).toContain("--api_servers=http://172.31.0.10:8080");
      const lease = /FLANNEL_SUBNET=(.*)/.exec(each.exec("cat", "/run/flannel/subnet.env").stdout)?.[1];
      // docker ran before it knew of the network, and runs again since.
      expect(each.read("var/log/stand-ins/docker.args").split("\0")).toContain(`--bip=${lease}`);
    }
    const nodes = () => Object.keys(JSON.parse(control.read("var/log/stand-ins/nodes.json"))).sort();
    await until("both nodes", () => nodes().length === 2);
    expect(nodes()).toEqual(MINIONS.map(([, address]) => address));
  });

  test("after a reboot all of it is there again, the key as it was", async () => {
    const [control, minion] = machines as [Machine, Machine];
    const path = "/etc/kubernetes/serviceaccount.key";
    const before = control.exec("sha256sum", path).stdout;
    expect(before).toMatch(/^[0-9a-f]{64} /);
    await control.powerOff();
    control.boot();
    await up(control, CONTROL_UNITS);
    expect(control.exec("sha256sum", path).stdout).toBe(before);
    await minion.powerOff();
    minion.boot();
    await up(minion, NODE_UNITS);
  });
});
