/**
 * Today's Kubernetes on given hosts, by `push.sh` over a real sshd. Real: systemd, sshd, containerd, ctr, curl, every script of
 * ours. Stand-ins that record, and refuse as the real ones do: kubeadm, the kubelet, kubectl, the kernel.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { BOOT_NEEDS, type Machine } from "../support/booted.ts";
import { specOf } from "../support/cases.ts";
import { until } from "../support/processes.ts";
import { PushedHosts } from "../support/pushed.ts";
import { FLATCAR, ignite, type Mirror, prepareTodayTree, serveMirror, TODAY } from "../support/today.ts";
import { program, testWith } from "../support/tools.ts";

const NEEDS = [...BOOT_NEEDS, program("ssh")];
const test = testWith(...NEEDS);
const canBoot = NEEDS.every(({ met }) => met);

const [CP, ONE, TWO] = ["cp1", "node1", "node2"] as const;
const HOSTS = [
  [CP, "172.31.10.11"],
  [ONE, "172.31.10.21"],
  [TWO, "172.31.10.22"],
] as const;

const UNITS = {
  [CP]: [
    "kubernetes-host.service",
    "kubernetes-programs.service",
    "api-hosts-entry.service",
    "containerd.service",
    "kubeadm-init.service",
    "kubelet.service",
    "renew-certificates.timer",
    "kube-addons.service",
    "kubernetes-control-plane.target",
  ],
  [ONE]: [
    "kubernetes-host.service",
    "kubernetes-programs.service",
    "api-hosts-entry.service",
    "containerd.service",
    "kubeadm-join.service",
    "kubelet.service",
    "label-node.service",
    "kubernetes-node.target",
  ],
} as const;

const TOKEN = /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/;

describe("three hosts", () => {
  const hosts = new PushedHosts("today");
  let mirror: Mirror;
  let spec = "";
  const machine = (name: string): Machine => hosts.machine(name);
  const read = (name: string, file: string): string => machine(name).read(`var/log/stand-ins/${file}`);
  const said = (name: string, file: string): string =>
    existsSync(join(machine(name).root, "var/log/stand-ins", file)) ? read(name, file) : "";
  /** What each call of kubeadm was given, but for asking its version. */
  const calls = (name: string): readonly string[] =>
    Array.from({ length: 40 }, (_, number) => said(name, `kubeadm.${number}.args`).trim().replaceAll("\n", " ")).filter(
      (call) => call !== "" && !call.startsWith("version"),
    );

  beforeAll(async () => {
    if (!canBoot) return;
    prepareTodayTree();
    await hosts.boot(HOSTS, TODAY);
    mirror = serveMirror(hosts.network, hosts.place, ["1.36.4", "1.37.1"]);
    spec = `${specOf("hosts-ubuntu").toString().replaceAll("192.168.10.", "172.31.10.").replace("user: ops", "user: root")}
egress: { programMirror: "${mirror.url}" }
${mirror.digests("1.36.4")}`;
    hosts.write(spec);
    writeFileSync(join(machine(CP).root, "root/api"), "");
    machine(CP).write("var/log/stand-ins/api-is-ready", "");
  });

  afterAll(async () => {
    mirror?.server.kill();
    await hosts.remove();
  });

  test("a program with another content is refused, and nothing that takes it is started", () => {
    hosts.write(spec.replace(/containerd: ../, "containerd: 00"));
    const { status, output } = hosts.push(CP);
    hosts.write(spec);
    expect(status).toBe(1);
    expect(output).toContain("containerd-2.3.4-linux-amd64.tar.gz is refused: its SHA-256 is not 00");
    expect(existsSync(join(machine(CP).root, "opt/bin/containerd"))).toBe(false);
    expect(machine(CP).is("systemctl -q is-active containerd.service")).toBe(false);
  });

  test("a try with the files of before is not waited for", async () => {
    machine(CP).write("opt/bin/carried-program", "#!/bin/sh\ntouch /run/tries-again\nsleep 1000\nexit 1\n", 0o755);
    await until("the next try", () => machine(CP).is("test -e /run/tries-again"));
    rmSync(join(machine(CP).root, "opt/bin/carried-program"));
    expect(hosts.shown(CP, "kubernetes-programs.service", "SubState")).toBe("start");
  });

  test("the first run brings all of them up, in order", () => {
    const { status, output } = hosts.push();
    expect(status, output).toBe(0);
    for (const [name] of HOSTS) {
      const units = name === CP ? UNITS[CP] : UNITS[ONE];
      expect(units.map((unit) => `${unit} ${hosts.shown(name, unit, "ActiveState")}`)).toEqual(
        units.map((unit) => `${unit} active`),
      );
    }
  });

  test("what kubeadm is told is whole when it is called, and the runtime answers", () => {
    expect(calls(CP)).toEqual(["init --config=/etc/kubernetes/kubeadm.yaml --skip-token-print", ...calls(CP).slice(1)]);
    const number = Array.from({ length: 20 }, (_, index) => index).find((index) =>
      said(CP, `kubeadm.${index}.args`).startsWith("init"),
    );
    const told = read(CP, `kubeadm.${number}.yaml`);
    expect(told).toContain('advertiseAddress: "172.31.10.11"');
    expect(told).toContain('name: "cp1"');
    expect(machine(CP).exec("stat", "-c", "%a %U", "/etc/kubernetes/kubeadm.yaml").stdout).toBe("600 root\n");
    expect(read(TWO, "kubelet.args")).toContain("--node-ip=172.31.10.22");
    expect(read(ONE, "modprobe.calls").trim().split("\n")).toEqual([
      "-- overlay",
      "-- br_netfilter",
      "-- nf_conntrack",
    ]);
    expect(read(ONE, "sysctl.settings")).toContain("net.ipv4.ip_forward = 1");
  });

  test("the runtime is what was meant, in its own words", () => {
    const { stdout, status, output } = machine(ONE).exec(
      "/opt/bin/containerd",
      "--config=/etc/containerd/config.toml",
      "config",
      "dump",
    );
    expect(status, output).toBe(0);
    for (const line of [
      "sandbox = 'registry.k8s.io/pause:3.10.2'",
      "SystemdCgroup = true",
      "BinaryName = '/opt/bin/runc'",
      "config_path = '/etc/containerd/certs.d'",
      "bin_dirs = ['/opt/cni/bin']",
      "conf_dir = '/etc/cni/net.d'",
      "default_runtime_name = 'runc'",
    ]) {
      expect(stdout).toContain(line);
    }
    // As the kubelet asks it.
    expect(machine(ONE).exec("/opt/bin/ctr", "plugins", "ls").stdout).toMatch(/io\.containerd\.cri\.v1 +runtime .* ok/);
    expect(machine(ONE).exec("ls", "/opt/cni/bin").stdout.trim().split("\n")).toEqual(
      expect.arrayContaining(["bridge", "host-local", "loopback", "portmap"]),
    );
  });

  test("nodes join by a token of their own, which is gone", () => {
    const tokens = [ONE, TWO].map((name) => read(name, "join-token").trim());
    for (const token of tokens) expect(token).toMatch(new RegExp(`^${TOKEN.source}$`));
    expect(new Set(tokens).size).toBe(2);
    for (const name of [ONE, TWO]) {
      expect(read(name, "join-file")).toBe("600 root\n");
      expect(read(name, "join-server")).toBe("https://api.ycluster.internal:6443\n");
      expect(machine(name).is("test -e /run/kubernetes-join/kubeconfig")).toBe(false);
      expect(machine(name).exec("getent", "hosts", "api.ycluster.internal").stdout).toContain("172.31.10.11");
      expect(machine(name).read("etc/kubernetes/pki/ca.crt")).toBe(machine(CP).read("etc/kubernetes/pki/ca.crt"));
    }
  });

  test("the key that secrets are encrypted with is made there, for root alone", () => {
    const path = "/etc/kubernetes/pki/encryption.yaml";
    expect(machine(CP).exec("stat", "-c", "%a %U:%G", path).stdout).toBe("600 root:root\n");
    const secret = /secret: (.*)\}/.exec(machine(CP).read(path))?.[1] ?? "";
    expect(Buffer.from(secret, "base64")).toHaveLength(32);
    for (const [name] of HOSTS) expect(machine(name).journal()).not.toContain(secret);
  });

  test("no token is in a journal, or on the operator's disk", () => {
    const tokens = read(CP, "tokens").trim().split("\n");
    expect(tokens.length).toBeGreaterThan(1);
    for (const [name] of HOSTS) {
      const journal = machine(name).journal();
      for (const token of tokens) expect(journal).not.toContain(token);
    }
    const out = hosts.network.run("grep", "-r", "-l", "-E", tokens.join("|"), hosts.out);
    expect(out.stdout).toBe("");
  });

  test("the network and the DNS are applied by the server's own merge, once the API is there", () => {
    const applied = read(CP, "kubectl.calls")
      .split("\n")
      .filter((line) => /(^| )apply /.test(line));
    expect(applied).toHaveLength(machine(CP).read("etc/kubernetes/addons/objects.tsv").trim().split("\n").length - 1);
    for (const line of applied)
      expect(line).toContain("apply --server-side --force-conflicts --field-manager=clusterwright -f -");
    expect(read(CP, "kubectl.applied")).toContain("kind: DaemonSet");
  });

  test("each node bears its labels", async () => {
    await until("labels", () => said(TWO, "kubectl.calls").includes("label"));
    expect(read(TWO, "kubectl.calls")).toContain(
      "label --overwrite node node2 disk=ssd topology.kubernetes.io/zone=rack-2",
    );
  });

  test("a second run changes nothing, and asks kubeadm for nothing", () => {
    const before = HOSTS.map(([name]) => calls(name));
    const { status, stdout, output } = hosts.push();
    expect(status, output).toBe(0);
    expect(stdout.match(/: nothing to do$/gm)).toHaveLength(3);
    expect(HOSTS.map(([name]) => calls(name))).toEqual(before);
    // Nobody is given a token who has joined.
    expect(read(CP, "tokens").trim().split("\n")).toHaveLength(2);
  });

  test("a kubeconfig for the operator is printed, and leads through the tunnel", () => {
    const { stdout } = machine(CP).exec("/opt/bin/operator-kubeconfig", "alice", "8");
    expect(stdout).toContain("server: https://127.0.0.1:6443");
    expect(calls(CP).at(-1)).toBe(
      "kubeconfig user --config=/etc/kubernetes/kubeadm.yaml --client-name=alice --org=kubeadm:cluster-admins --validity-period=8h0m0s",
    );
    expect(machine(CP).exec("/opt/bin/operator-kubeconfig").status).toBe(1);
  });

  test("a changed spec is led to the API server and to every kubelet", () => {
    hosts.write(
      spec
        .replace("type: hosts", "type: hosts")
        .replace("family: ubuntu", "family: ubuntu\n\nnetwork:\n  dnsServiceIp: 10.255.0.99"),
    );
    const { status, output } = hosts.push();
    expect(status, output).toBe(0);
    const added = calls(CP).slice(-5);
    expect(added).toEqual(
      ["upload-config all", "control-plane all", "etcd local", "addon kube-proxy", "kubelet-start"].map(
        (phase) => `init phase ${phase} --config=/etc/kubernetes/kubeadm.yaml`,
      ),
    );
    expect(read(CP, "kubectl.applied")).toContain("clusterIP: 10.255.0.99");
    for (const name of [ONE, TWO]) expect(calls(name).at(-1)).toBe("upgrade node");
    hosts.write(spec);
    expect(hosts.push().status).toBe(0);
  });

  test("sanity.sh finds it well, and says what is not", async () => {
    const well = HOSTS.map(([name, address]) => `${name} ${address} True\n`).join("");
    const log = join(machine(CP).root, "var/log/stand-ins");
    writeFileSync(join(log, "nodes"), well);
    writeFileSync(join(log, "pods"), "kube-system coredns-1 Running\n");
    // The kubelet has just been started again, and the etcd that stands for its pod comes with it.
    const asked = () => machine(CP).exec("/opt/bin/sanity.sh");
    await until("etcd, again", () => !asked().stdout.includes("WRONG etcd"));
    const good = asked();
    expect(good.status, good.output).toBe(0);
    expect(good.stdout).toContain("ok    node2 is ready");
    const faults = [
      ["nodes", well.replace("node2 172.31.10.22 True", "node2 172.31.10.22 False"), "WRONG node2 is not ready"],
      ["nodes", well.replace(/node1.*\n/, ""), "WRONG node1 is no node"],
      ["nodes", well.replace("172.31.10.21", "10.0.0.9"), "WRONG node1 has the address 10.0.0.9"],
      ["pods", "kube-system coredns-1 Pending\n", "WRONG the pod coredns-1 is Pending"],
      ["days", "9d\n", "WRONG the certificate apiserver ends in 9d"],
    ] as const;
    for (const [file, text, line] of faults) {
      const before = file === "days" ? "364d\n" : readFileSync(join(log, file), "utf8");
      writeFileSync(join(log, file), text);
      const { status, stdout } = machine(CP).exec("/opt/bin/sanity.sh");
      expect(stdout).toContain(line);
      expect(status).toBe(1);
      writeFileSync(join(log, file), before);
    }
    machine(CP).exec("mv", "/var/log/stand-ins/api-is-ready", "/var/log/stand-ins/api-was-ready");
    expect(machine(CP).exec("/opt/bin/sanity.sh").stdout).toContain("WRONG the API is not ready");
    machine(CP).exec("mv", "/var/log/stand-ins/api-was-ready", "/var/log/stand-ins/api-is-ready");
  });

  test("certificates that are about to end are renewed, and what has read them is started again", () => {
    const log = join(machine(CP).root, "var/log/stand-ins");
    const renewed = () => calls(CP).filter((call) => call.startsWith("certs renew"));
    expect(hosts.shown(CP, "renew-certificates.timer", "ActiveState")).toBe("active");
    const crictl = () =>
      said(CP, "crictl.calls")
        .trim()
        .split("\n")
        .filter((call) => call.startsWith("stop"));
    const before = crictl().length;
    expect(machine(CP).exec("systemctl", "start", "renew-certificates.service").status).toBe(0);
    expect(renewed()).toEqual([]);
    writeFileSync(join(log, "days"), "59d\n");
    expect(machine(CP).exec("systemctl", "start", "renew-certificates.service").status).toBe(0);
    expect(renewed()).toEqual(["certs renew all --config=/etc/kubernetes/kubeadm.yaml"]);
    expect(crictl().slice(before)).toEqual(
      ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"].map(
        (name) => `stop container-of-^${name}$`,
      ),
    );
    // One that has ended, and one with hours left.
    for (const days of ["<invalid>", "23h"]) {
      writeFileSync(join(log, "days"), `${days}\n`);
      expect(machine(CP).exec("systemctl", "start", "renew-certificates.service").status).toBe(0);
    }
    expect(renewed()).toHaveLength(3);
  });

  test("a damaged program is put right at the next boot, and nothing else happens", async () => {
    const before = HOSTS.map(([name]) => calls(name));
    writeFileSync(join(machine(ONE).root, "opt/bin/kubelet"), "#!/bin/sh\nexit 1\n");
    const key = machine(CP).read("etc/kubernetes/pki/encryption.yaml");
    for (const name of [ONE, CP]) {
      await machine(name).powerOff();
      machine(name).boot();
    }
    await until("the node", () => machine(ONE).isUp(UNITS[ONE]));
    await until("the control plane", () => machine(CP).isUp(UNITS[CP]));
    expect(machine(ONE).read("opt/bin/kubelet")).toContain("Stands in for the kubelet");
    expect(HOSTS.map(([name]) => calls(name))).toEqual(before);
    expect(machine(CP).read("etc/kubernetes/pki/encryption.yaml")).toBe(key);
  });

  test("a key that is gone is not made anew where there is data", () => {
    const path = join(machine(CP).root, "etc/kubernetes/pki/encryption.yaml");
    const key = readFileSync(path, "utf8");
    machine(CP).exec("rm", "/etc/kubernetes/pki/encryption.yaml");
    const { status, output } = machine(CP).exec("/opt/bin/kubeadm-init");
    expect(status).toBe(1);
    expect(output).toContain("bring the file back from your copy of it");
    machine(CP).write("etc/kubernetes/pki/encryption.yaml", key, 0o600);
  });

  test("the next minor release goes to the control plane first, then to each node", () => {
    const next = `${spec.slice(0, spec.indexOf("programs:"))}${mirror.digests("1.37.1")}`.replace("1.36.4", "1.37.1");
    hosts.write(next);
    const { status, output } = hosts.push();
    expect(status, output).toBe(0);
    expect(calls(CP).slice(-3)).toEqual([
      "init phase upload-config all --config=/etc/kubernetes/kubeadm.yaml",
      "upgrade apply v1.37.1 --yes",
      "init phase kubelet-start --config=/etc/kubernetes/kubeadm.yaml",
    ]);
    for (const name of [ONE, TWO]) {
      expect(calls(name).at(-1)).toBe("upgrade node");
      expect(machine(name).exec("/opt/bin/kubeadm", "version", "--output=short").stdout).toBe("v1.37.1\n");
    }
    expect(hosts.push().stdout.match(/: nothing to do$/gm)).toHaveLength(3);
  });

  test("a node goes, and nothing of the tree stays on it", () => {
    machine(TWO).exec("/opt/bin/kubeadm", "reset", "--force");
    const { status, output } = machine(TWO).exec("bash", "/var/lib/clusterwright/tree/install.sh", "--remove");
    expect(status, output).toBe(0);
    for (const path of [
      "etc/kubernetes/kubeadm.yaml",
      "opt/bin/install-programs",
      "etc/systemd/system/kubelet.service",
    ]) {
      expect(existsSync(join(machine(TWO).root, path))).toBe(false);
    }
    // What the distribution's package had there is there again.
    expect(machine(TWO).read("etc/containerd/config.toml")).not.toContain("of a Kubernetes machine");
  });
});

describe("hosts that boot from user-data, the node first", () => {
  const hosts = new PushedHosts("today-user-data");
  let mirror: Mirror;
  const machine = (name: string): Machine => hosts.machine(name);
  const two = HOSTS.slice(0, 2);

  beforeAll(async () => {
    if (!canBoot) return;
    prepareTodayTree();
    await hosts.boot(two, {
      ...TODAY,
      furnish: (each) => {
        TODAY.furnish(each);
        // Whatever it asks first, it fails.
        each.write(`var/log/stand-ins/fail-${each.name === CP ? "init" : "join"}`, "");
        each.write("var/log/stand-ins/api-is-ready", "");
      },
    });
    mirror = serveMirror(hosts.network, hosts.place, ["1.36.4"]);
    const spec = specOf("hosts-ubuntu")
      .toString()
      .replaceAll("192.168.10.", "172.31.10.")
      .replace("user: ops", "user: root")
      .replace("type: hosts", "type: hosts\n  userData: per-host")
      .replace(/.*node2.*\n/, "");
    const files = hosts.write(`${spec}\negress: { programMirror: "${mirror.url}" }\n${mirror.digests("1.36.4")}`);
    for (const [name] of two) {
      machine(name).write("var/lib/cloud/seed/nocloud/user-data", files.get(`user-data/${name}.yml`) ?? "");
      machine(name).write("var/lib/cloud/seed/nocloud/meta-data", `instance-id: first\nlocal-hostname: ${name}\n`);
    }
  });

  afterAll(async () => {
    mirror?.server.kill();
    await hosts.remove();
  });

  const again = async (name: string): Promise<void> => {
    await machine(name).powerOff();
    machine(name).boot();
    await until(`sshd of ${name}`, () => machine(name).is("systemctl -q is-active ssh.service"));
  };

  test("the node waits, and says so", async () => {
    await again(ONE);
    await until("the waiting node", () =>
      machine(ONE).journal("kubeadm-join").includes("waiting for what the control plane"),
    );
    expect(machine(ONE).isUp(["containerd.service"])).toBe(true);
    expect(machine(ONE).is("systemctl -q is-active kubelet.service")).toBe(false);
  });

  test("the control plane comes up although its first try fails", async () => {
    await again(CP);
    await until("the control plane", () => machine(CP).isUp(["kubeadm-init.service", "kube-addons.service"]));
    const journal = machine(CP).journal("kubeadm-init");
    expect(journal).toContain("the image of the API server cannot be pulled");
    const tries = ["kubeadm.0.args", "kubeadm.1.args"].map((file) => machine(CP).read(`var/log/stand-ins/${file}`));
    expect(tries[0]).not.toContain("ignore-preflight-errors");
    expect(tries[1]).toContain("--ignore-preflight-errors=DirAvailable--var-lib-etcd,Port-10250");
  });

  test("push.sh lets the node join, and again when that fails", async () => {
    const first = hosts.push("--join");
    expect(first.status, first.output).toBe(0);
    expect(first.stdout).toContain("node1: may join, for 15 minutes");
    await until("the failure", () => machine(ONE).journal("kubeadm-join").includes("it tries again with a new token"));
    await until("the next try", () => !machine(ONE).is("test -e /run/kubernetes-join/kubeconfig"));
    const second = hosts.push("--join");
    expect(second.status, second.output).toBe(0);
    await until("the node", () => machine(ONE).isUp(["kubeadm-join.service", "kubelet.service"]));
    expect(hosts.push("--join").stdout).toBe("");
  });
});

describe("hosts with Flatcar, by Ignition", () => {
  const hosts = new PushedHosts("today-flatcar");
  let mirror: Mirror;
  const machine = (name: string): Machine => hosts.machine(name);
  const two = HOSTS.slice(0, 2);

  beforeAll(async () => {
    if (!canBoot) return;
    prepareTodayTree();
    const furnish = (each: Machine): void => {
      FLATCAR.furnish(each);
      each.write("var/log/stand-ins/api-is-ready", "");
    };
    await hosts.boot(two, { ...FLATCAR, furnish });
    mirror = serveMirror(hosts.network, hosts.place, ["1.35.8"]);
    const spec = specOf("hosts-flatcar-user-data")
      .toString()
      .replace("10.20.0.11", "172.31.10.11")
      .replace("10.20.0.21", "172.31.10.21")
      .replace("userData: per-host", "userData: per-host\n  ssh: { user: root }")
      .replace(/egress:\n(?: {2}.*\n)+/, `egress: { programMirror: "${mirror.url}" }\n`);
    const files = hosts.write(`${spec}\nnetwork: { type: routes }\n${mirror.digests("1.35.8")}`);
    for (const [name] of two) {
      await machine(name).powerOff();
      ignite(machine(name), files.get(`user-data/${name}.ign`) ?? "");
      machine(name).boot();
    }
  });

  afterAll(async () => {
    mirror?.server.kill();
    await hosts.remove();
  });

  test("the control plane comes up, and writes nothing to /usr", async () => {
    await until("the control plane", () =>
      machine(CP).isUp(["kubeadm-init.service", "kube-addons.service", "kubelet.service"]),
    );
    expect(machine(CP).is("touch /usr/x")).toBe(false);
    expect(machine(CP).read("var/log/stand-ins/kubeadm.0.yaml")).toContain("name: flex-volume-plugin-dir");
    // Ours, though the image has a unit of this name.
    expect(hosts.shown(CP, "containerd.service", "FragmentPath")).toBe("/etc/systemd/system/containerd.service");
    expect(machine(CP).is("systemctl -q is-active renew-certificates.timer")).toBe(true);
  });

  test("the node joins, with a network of its own range", async () => {
    await until("sshd", () => machine(ONE).is("systemctl -q is-active ssh.service"));
    expect(hosts.push("--join").status).toBe(0);
    await until("the node", () => machine(ONE).isUp(["kubeadm-join.service", "kubelet.service"]));
    expect(machine(ONE).read("etc/cni/net.d/10-routes.conflist")).toContain('"subnet": "10.10.21.0/24"');
    expect(machine(ONE).exec("ip", "route").stdout).toContain("10.10.11.0/24 via 172.31.10.11");
    expect(machine(ONE).exec("iptables", "-t", "nat", "-S").stdout).toContain(
      "-s 10.10.21.0/24 ! -d 10.0.0.0/8 -j MASQUERADE",
    );
    await until("labels", () => machine(ONE).is("systemctl -q is-active label-node.service"));
  });
});
