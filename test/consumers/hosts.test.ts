/**
 * Hosts that are there already, booted: `push.sh` brings them what they consist of over a real sshd, `install.sh` puts it
 * in place. Real: systemd, sshd, etcd with its second API, bash and every script of ours. Stand-ins that record: docker,
 * flanneld (which leases as the real one does), downloads and the Kubernetes programs.
 */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { hostChanges } from "../../generators/installation/changes.ts";
import { BOOT_NEEDS, type Machine } from "../support/booted.ts";
import { until } from "../support/processes.ts";
import { PushedHosts } from "../support/pushed.ts";
import { program, run, testWith } from "../support/tools.ts";

const NEEDS = [...BOOT_NEEDS, program("ssh")];
const test = testWith(...NEEDS);
const canBoot = NEEDS.every(({ met }) => met);

const SPEC = `apiVersion: clusterwright/v1
name: rack
kubernetes: { version: 1.2.7 }
platform:
  type: hosts
  ssh: { user: root }
  hosts:
    - { name: boss, address: 172.31.1.10, roles: [control-plane] }
    - { name: first, address: 172.31.1.11, roles: [work], labels: { disk: ssd } }
    - { name: second, address: 172.31.1.12, roles: [work] }
os: { family: coreos }
nodePools: [{ name: work }]
`;

/** Relays to a host, and is cut off for good after so many bytes. */
const CUT = `import os, select, socket, sys
link = socket.create_connection((sys.argv[1], int(sys.argv[2])))
left = int(sys.argv[3])
while True:
    ready, _, _ = select.select([0, link], [], [])
    if 0 in ready:
        data = os.read(0, min(left, 4096))
        left -= len(data)
        if not data or left <= 0:
            sys.exit(1)
        link.sendall(data)
    if link in ready:
        data = link.recv(4096)
        if not data:
            sys.exit(0)
        os.write(1, data)
`;

describe("three hosts", () => {
  const hosts = new PushedHosts("hosts");
  const { machines, out, place } = hosts;
  const machine = (name: string): Machine => hosts.machine(name);
  const write = (text: string, directory?: string) => hosts.write(text, directory);
  const pushFrom = (directory: string, options: string, ...args: readonly string[]) =>
    hosts.pushFrom(directory, options, ...args);
  const push = (...args: readonly string[]) => hosts.push(...args);
  const install = (name: string, ...args: readonly string[]) =>
    machine(name).exec("bash", "/var/lib/clusterwright/tree/install.sh", ...args);

  /** What systemd says of a unit since it was started last. */
  const runOf = (name: string, unit: string): string => hosts.shown(name, unit, "InvocationID");
  const unitsOf = (name: string): readonly string[] =>
    readFileSync(join(out, "machines", name === "boss" ? "control-plane" : "work", "manifest"), "utf8")
      .split("\n")
      .flatMap((line) => (line.startsWith("unit\t") ? [line.split("\t")[1] ?? ""] : []));
  const runsOf = (name: string): ReadonlyMap<string, string> =>
    new Map(unitsOf(name).map((unit) => [unit, runOf(name, unit)]));
  const whatRanAgain = (name: string, before: ReadonlyMap<string, string>): readonly string[] =>
    [...runsOf(name)].filter(([unit, id]) => before.get(unit) !== id).map(([unit]) => unit);

  beforeAll(async () => {
    if (!canBoot) return;
    await hosts.boot([
      ["boss", "172.31.1.10"],
      ["first", "172.31.1.11"],
      ["second", "172.31.1.12"],
    ]);
    write(SPEC);
    writeFileSync(join(place, "cut.py"), CUT);
  });

  afterAll(() => hosts.remove());

  test("a dry run says what would be done, and does nothing", () => {
    const { status, stdout, output } = push("--dry-run");
    expect(status, output).toBe(0);
    expect(stdout).toMatch(/== boss \(172\.31\.1\.10\): control-plane\n(would write .* \(new\)\n)+(would start .*\n)+/);
    expect(stdout).toContain("would start kube-apiserver.service\n");
    expect(machine("boss").is("test ! -e /var/lib/clusterwright")).toBe(true);
    expect(machine("boss").is("test ! -e /etc/machine-environment && test ! -e /var/lib/clusterwright/installed")).toBe(
      true,
    );
  });

  test("a connection that is cut leaves the host as it was, and the next run goes on there", () => {
    const proxy = `-o ProxyCommand=${place}/cut-%h`;
    for (const { address } of machines.values()) {
      // The control plane's is as long as it takes; the node's ends within the tree.
      const bytes = address === "172.31.1.11" ? 6000 : 10_000_000;
      const command = `#!/bin/sh\nexec python3 ${place}/cut.py ${address} 22 ${bytes}\n`;
      writeFileSync(join(place, `cut-${address}`), command, { mode: 0o755 });
    }
    const cut = pushFrom(out, proxy);
    expect(cut.status, cut.output).toBe(1);
    expect(cut.stdout).toContain("boss: ");
    expect(cut.output).toContain("push.sh: first has failed; what comes after it is as it was.");
    expect(cut.stdout).not.toContain("== second");
    expect(machine("first").is("test -e /var/lib/clusterwright/tree")).toBe(false);
    expect(machine("first").is("test -e /etc/machine-environment")).toBe(false);
    expect(machine("second").is("test ! -e /var/lib/clusterwright")).toBe(true);

    const resumed = push();
    expect(resumed.status, resumed.output).toBe(0);
    expect(resumed.stdout).toContain("== boss: done before\n");
    expect(resumed.stdout).toMatch(/first: \d+ changes\n/);
    expect(resumed.stdout).toMatch(/second: \d+ changes\n== 2 hosts done\n$/);
  });

  test("every unit is up, started in the order of the manifest", () => {
    for (const name of machines.keys()) {
      const units = unitsOf(name);
      expect(units.length).toBeGreaterThan(4);
      const shown = units.map(
        (unit) =>
          machine(name).exec(
            "systemctl",
            "show",
            "--property=ActiveState,NRestarts,ActiveEnterTimestampMonotonic",
            unit,
          ).stdout,
      );
      expect(shown.map((text) => /ActiveState=(.*)/.exec(text)?.[1])).toEqual(units.map(() => "active"));
      // flanneld ends at once where its configuration is not in etcd.
      expect(shown.map((text) => /NRestarts=(.*)/.exec(text)?.[1] ?? "0")).toEqual(units.map(() => "0"));
      const times = shown.map((text) => Number(/Monotonic=(.*)/.exec(text)?.[1]));
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  test("a second run changes nothing", () => {
    const before = [...machines.keys()].map((name) => [...runsOf(name)]);
    const { status, stdout, output } = push();
    expect(status, output).toBe(0);
    expect(stdout.match(/^\w+: nothing to do$/gm)).toEqual([
      "boss: nothing to do",
      "first: nothing to do",
      "second: nothing to do",
    ]);
    expect(stdout).not.toMatch(/^(wrote|started|restarted|enabled|removed|stopped) /m);
    expect([...machines.keys()].map((name) => [...runsOf(name)])).toEqual(before);
  });

  test("each knows itself by its own file, and the node bears its labels", async () => {
    expect(machine("first").read("etc/machine-environment")).toContain('\nNODE_LABELS="disk=ssd"\n');
    expect(machine("second").read("etc/machine-environment")).toContain("\nPRIVATE_IP=172.31.1.12\n");
    const kubelet = machine("first").read("var/log/stand-ins/kubelet.args").split("\0");
    expect(kubelet).toContain("--hostname-override=first");
    const leases = hosts.network.run("curl", "-s", "http://172.31.1.10:2379/v2/keys/coreos.com/network/subnets").stdout;
    expect(JSON.parse(leases).node.nodes).toHaveLength(3);
    const nodes = () => JSON.parse(machine("boss").read("var/log/stand-ins/nodes.json"));
    await until("labels", () => nodes().first?.disk === "ssd");
    expect(nodes()).toEqual({ first: { disk: "ssd" }, second: {} });
  });

  test.each([
    [
      "another name",
      (text: string) =>
        text
          .replaceAll("172.31.1.11", "172.31.1.12")
          .replace("172.31.1.12, roles: [work] }", "172.31.1.11, roles: [work] }"),
      "this host calls itself second, and the tree is for first: nothing is changed",
    ],
    [
      "another address",
      (text: string) => text.replace("second, address: 172.31.1.12", "second, address: 172.31.1.13"),
      "this host calls itself second, but does not have its address 172.31.1.13 (it has 127.0.0.1 172.31.1.12): nothing is changed",
    ],
  ])("a host of %s is refused", (_what, change, message) => {
    const wrong = mkdtempSync(join(place, "wrong-"));
    write(change(SPEC), wrong);
    // Whoever answers at the second's address is the second.
    const table = readFileSync(join(wrong, "hosts/table"), "utf8").replace("172.31.1.13", "172.31.1.12");
    writeFileSync(join(wrong, "hosts/table"), table);
    const before = machine("second").read("etc/machine-environment");
    const { status, output } = pushFrom(wrong, "", table.includes("first\t172.31.1.12") ? "first" : "second");
    expect(status).toBe(1);
    expect(output).toContain(`install.sh: ${message}\n`);
    expect(machine("second").read("etc/machine-environment")).toBe(before);
  });

  test.each([
    ["a file that is cut off", "truncate -s 10 machines/work/units/kube-proxy.service"],
    ["a file that is not there", "rm machines/work/units/kube-proxy.service"],
    ["a manifest that is cut off", "sed -i '$d' machines/work/manifest"],
    ["a host's own file that is cut off", "sed -i '$d' hosts/second.env"],
  ])("a tree with %s is refused", (_what, damage) => {
    const tree = "/var/lib/clusterwright/tree";
    machine("second").exec("sh", "-c", `rm -rf /half && cp -a ${tree} /half && cd /half && ${damage}`);
    const { status, output } = machine("second").exec("bash", "/half/install.sh");
    expect(status).toBe(1);
    expect(output).toMatch(/not whole: .*copy (it|the tree) again; nothing is changed\n/);
  });

  test("what somebody edited is kept and said, and taken over when that is wanted", () => {
    const path = "/etc/systemd/system/kube-proxy.service";
    machine("first").exec("sh", "-c", `echo '# mine' >>${path}`);
    const before = runsOf("first");
    const kept = push();
    expect(kept.status).toBe(2);
    expect(kept.stdout).toContain(`KEPT ${path}: it was edited here, and is not what the tree has`);
    expect(kept.output).toContain("== files that somebody has edited were left as they are on first\n");
    expect(machine("first").read(path)).toMatch(/# mine\n$/);
    expect(whatRanAgain("first", before)).toEqual([]);

    const taken = install("first", "--replace", path);
    expect(taken.status, taken.output).toBe(0);
    expect(machine("first").read(path)).not.toContain("# mine");
    expect(machine("first").read(`var/lib/clusterwright/edited${path}`)).toMatch(/# mine\n$/);
    expect(whatRanAgain("first", before)).toEqual(["kube-proxy.service"]);
  });

  test("what changes is started again, as diff says, and nothing else", () => {
    const changed = SPEC.replace("disk: ssd", "disk: hdd").replace("1.2.7", "1.2.6");
    const before = new Map([...machines.keys()].map((name) => [name, runsOf(name)]));
    const said = hostChanges(write(SPEC), write(changed));
    expect(said.map(({ host: name }) => name)).toEqual(["boss", "first", "second"]);
    const { status, output } = push();
    expect(status, output).toBe(0);
    for (const { host: name, restarted } of said) {
      expect(whatRanAgain(name, before.get(name) as ReadonlyMap<string, string>)).toEqual(restarted);
      expect(restarted).toContain(name === "boss" ? "kube-apiserver.service" : "kube-kubelet.service");
    }
    expect(said.find(({ host: name }) => name === "first")?.restarted).toContain("label-node.service");
    expect(said.find(({ host: name }) => name === "second")?.restarted).not.toContain("label-node.service");
  });

  test("another range of containers reaches every host, flanneld and docker", () => {
    const usual = SPEC.replace("disk: ssd", "disk: hdd").replace("1.2.7", "1.2.6");
    const said = hostChanges(write(usual), write(`${usual}network: { podCidr: 10.99.0.0/16 }\n`));
    const both = ["flanneld.service", "docker.service"];
    expect(said.map(({ host: name, restarted }) => [name, restarted])).toEqual(
      ["boss", "first", "second"].map((name) => [name, both]),
    );
    const { status, output } = push();
    expect(status, output).toBe(0);
    for (const name of machines.keys()) {
      const lease = /FLANNEL_SUBNET=(.*)/.exec(machine(name).exec("cat", "/run/flannel/subnet.env").stdout)?.[1] ?? "";
      expect(lease).toMatch(/^10\.99\./);
      expect(machine(name).read("var/log/stand-ins/docker.args").split("\0")).toContain(`--bip=${lease}`);
    }
    write(usual);
    const back = push();
    expect(back.status, back.output).toBe(0);
  });

  test("a run that is killed between two units is completed by the next", () => {
    const wrapper = `#!/bin/sh
if [ "$1 $3" = "restart kube-proxy.service" ] && [ ! -e /killed ]; then touch /killed; kill -9 $PPID; exit 1; fi
exec /usr/bin/systemctl "$@"
`;
    machine("second").write("usr/local/bin/systemctl", wrapper, 0o755);
    const before = runsOf("second");
    write(SPEC);
    const cut = push("second");
    expect(cut.status, cut.output).toBe(1);
    expect(machine("second").is("test -e /killed")).toBe(true);
    expect(whatRanAgain("second", before)).not.toContain("kube-proxy.service");
    const { status, stdout, output } = push("second");
    expect(status, output).toBe(0);
    expect(stdout).toContain("restarted kube-proxy.service\n");
    expect(whatRanAgain("second", before)).toContain("kube-proxy.service");
    expect(push("second").stdout).toContain("second: nothing to do\n");
  });

  test("a unit that does not start ends the run, and what comes after it is not started", () => {
    machine("second").exec("systemctl", "stop", "flanneld.service", "kube-proxy.service");
    machine("second").exec("rm", "/run/flannel/subnet.env");
    machine("second").write("flanneld-fails", "99\n");
    // Its start waits for a lease that never comes; the unit is asked no longer than this.
    machine("second").write(
      "etc/systemd/system/flanneld.service.d/short.conf",
      "[Service]\nTimeoutStartSec=5\nRestart=no\n",
    );
    machine("second").exec("systemctl", "daemon-reload");
    const { status, output } = push("second");
    expect(status).toBe(1);
    expect(output).toContain("install.sh: flanneld.service does not start; what comes after it is not started either.");
    expect(machine("second").is("systemctl -q is-active kube-proxy.service")).toBe(false);
    machine("second").exec(
      "sh",
      "-c",
      "rm -r /flanneld-fails /etc/systemd/system/flanneld.service.d; systemctl daemon-reload",
    );
    const again = push("second");
    expect(again.status, again.output).toBe(0);
    expect(machine("second").is("systemctl -q is-active kube-proxy.service")).toBe(true);
  });

  test("all of it goes again, but what was edited", () => {
    machine("second").exec("sh", "-c", "echo '# mine' >>/etc/machine-environment");
    const gone = install("second", "--remove");
    expect(gone.status, gone.output).toBe(2);
    expect(gone.stdout).toContain("KEPT /etc/machine-environment: it was edited here, and the tree has it no more\n");
    expect(machine("second").is("ls /etc/systemd/system/kube-*.service /opt/bin/label-node 2>/dev/null | grep .")).toBe(
      false,
    );
    expect(machine("second").is("systemctl -q is-active kube-kubelet.service flanneld.service")).toBe(false);
    const first = install("first", "--remove");
    expect(first.status, first.output).toBe(0);
    expect(machine("first").is("test -e /etc/machine-environment")).toBe(false);
    expect(run("ls", [join(machine("first").root, "etc/systemd/system")]).stdout).not.toMatch(/kube|flanneld/);
  });
});
