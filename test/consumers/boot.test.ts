/**
 * The S1 machines, booted: one control plane and two nodes, exactly the user-data of the golden case. Real:
 * systemd, etcd, bash and every script of ours. Stand-ins that record: docker, fleetd, iptables, the download and
 * the Kubernetes programs.
 */

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, vi } from "vitest";
import { machinesOf } from "../../generators/facts/nodes.ts";
import { execWord } from "../../generators/text/units.ts";
import { BOOT_NEEDS, Machine, Network, prepareTree, type UnitReport } from "../support/booted.ts";
import { compileCase, contentOf } from "../support/cases.ts";
import { applyCloudConfig } from "../support/coreos-cloudinit.ts";
import { run, testWith } from "../support/tools.ts";

const test = testWith(...BOOT_NEEDS);
const canBoot = BOOT_NEEDS.every(({ met }) => met);

const document = compileCase("ycluster-document");

/** Words that a unit must hand over untouched; see the encoder for systemd. */
const HOSTILE = [
  "$HOME",
  "${HOME}",
  "100%",
  "%n",
  "a b",
  "",
  "'",
  '"',
  "\\",
  "\\n",
  "a;b",
  ";",
  "tab\there",
  "line\nend",
  "ünï",
  "-x",
  "a=b",
  "#c",
  "$(id)",
  "`id`",
  "\u{1f600}",
  "@",
  "!",
];

describe("three machines of the document's cluster", () => {
  const place = mkdtempSync(join(tmpdir(), "clusterwright-boot-"));
  const [control, first, second] = machinesOf(document.cluster);
  const machines = new Map<string, Machine>();
  const reports = new Map<string, ReadonlyMap<string, UnitReport>>();
  let network: Network | undefined;

  const unitsOf = (group: string): readonly string[] =>
    document.artifacts.flatMap(({ path }) =>
      path.startsWith(`machines/${group}/units/`) ? [path.split("/").at(-1) ?? ""] : [],
    );

  const groupOf = (name: string): string => (name === "control-plane" ? name : "minion");
  const machine = (name: string): Machine => machines.get(name) as Machine;
  const argumentsOf = (name: string, programName: string): readonly string[] =>
    machine(name).read(`var/log/stand-ins/${programName}.args`).split("\0").slice(0, -1);
  const etcd = (address: string, path: string, ...options: readonly string[]) =>
    JSON.parse(network?.run("curl", "-s", "-m", "10", ...options, `http://${address}:4001/v2/${path}`).stdout || "{}");

  async function bootAll(): Promise<void> {
    for (const each of machines.values()) each.boot();
    for (const [name, each] of machines) reports.set(name, await each.report());
  }

  beforeAll(async () => {
    if (!canBoot) return;
    prepareTree();
    network = new Network("s1");
    for (const { name, address } of [control, first, second].filter((each) => each !== undefined)) {
      const each = new Machine(place, name, network, address);
      machines.set(name, each);
      applyCloudConfig(each.root, contentOf(document, `machines/${groupOf(name)}/user-data.yml`), {
        private: address,
        public: "203.0.113.7",
      });
      each.reportOn(unitsOf(groupOf(name)));
    }
    const words = HOSTILE.map(execWord).join(" ");
    machine("minion-1").write(
      "etc/systemd/system/encoder.service",
      `[Service]\nExecStart=/usr/lib/stand-ins/recorder.sh ${words}\n[Install]\nWantedBy=multi-user.target\n`,
    );
    run("systemctl", [`--root=${machine("minion-1").root}`, "enable", "encoder.service"]);
    await bootAll();
  });

  afterAll(async () => {
    await Promise.all([...machines.values()].map((each) => each.remove()));
    network?.remove([...machines.values()].map((each) => each.namespace));
    rmSync(place, { recursive: true, force: true });
  });

  test("every unit is up on every machine, and none failed", () => {
    for (const [name, report] of reports) {
      const ours = new Set([...unitsOf(groupOf(name)), "coreos-cloudinit.service", "encoder.service"]);
      expect([...report.keys()].sort()).toEqual([...unitsOf(groupOf(name))].sort());
      expect([...report].filter(([, { state }]) => state !== "active")).toEqual([]);
      // Debian's own units have their troubles in a container; ours, and what starts them, have none.
      const failed = machine(name)
        .read("failed")
        .split("\n")
        .map((line) => line.split(" ")[0] ?? "");
      expect(failed.filter((unit) => ours.has(unit))).toEqual([]);
    }
    expect(reports.size).toBe(3);
  });

  test("units came up in the document's order", () => {
    const ordered = (name: string, units: readonly string[]): void => {
      const times = units.map((unit) => reports.get(name)?.get(`${unit}.service`)?.started ?? 0);
      expect(times.every((time) => time > 0)).toBe(true);
      expect([...times].sort((a, b) => a - b)).toEqual(times);
    };
    ordered("control-plane", ["etcd", "etcd-environment", "fleet", "kube-apiserver", "kube-controller-manager"]);
    ordered("control-plane", ["etcd-environment", "docker"]);
    ordered("control-plane", ["kube-apiserver", "kube-register"]);
    for (const name of ["minion-1", "minion-2"]) {
      ordered(name, ["etcd-environment", "docker", "kube-kubelet"]);
      ordered(name, ["registry-hosts-entry", "docker"]);
    }
  });

  test("the three etcds are one cluster", async () => {
    // A unit is up as soon as its program runs; a member has joined when the others know its name.
    const names = (): readonly string[] =>
      (etcd(control?.address ?? "", "members").members ?? []).map(({ name }: { name: string }) => name).sort();
    const all = [control?.address, first?.address, second?.address].sort();
    await vi.waitUntil(() => names().join() === all.join(), { timeout: 300_000, interval: 1_000 }).catch(() => {});
    expect(names()).toEqual(all);
    etcd(second?.address ?? "", "keys/proof", "-X", "PUT", "-d", "value=kept");
    expect(etcd(first?.address ?? "", "keys/proof?quorum=true").node.value).toBe("kept");
  });

  test("every machine knows its own addresses", () => {
    for (const { name, address } of [control, first, second].filter((each) => each !== undefined)) {
      const [, , third, fourth] = address.split(".");
      const role = name === "control-plane" ? name : "node";
      expect(machine(name).read("etc/network-environment").trim().split("\n")).toEqual([
        `PRIVATE_IPV4=${address}`,
        `DEFAULT_IPV4=${address}`,
        `ETH0_IPV4=${address}`,
        "LO_IPV4=127.0.0.1",
        "PUBLIC_IPV4=203.0.113.7",
        `DOCKER_BIP=10.${third}.${fourth}.1/24`,
        `DOCKER_SUBNET=10.${third}.${fourth}.0/24`,
        `FLEET_PUBLIC_IP=${address}`,
        `FLEET_METADATA=DOCKER_SUBNET=10.${third}.${fourth}.0/24,HOSTNAME=${name},role=${role}`,
      ]);
    }
  });

  test("docker was started with the bridge of the machine's own address, behind its NAT rule", () => {
    for (const { name, podCidr } of [control, first, second].filter((each) => each !== undefined)) {
      const bridge = podCidr.replace(".0/24", ".1/24");
      expect(argumentsOf(name, "docker")).toEqual([
        "-d",
        "-H",
        "fd://",
        `--bip=${bridge}`,
        "--dns=10.255.0.2",
        "--ip-masq=false",
        ...(name === "control-plane" ? [] : ["--insecure-registry=registry.default.ycluster.local:5000"]),
      ]);
      expect(machine(name).read("var/log/stand-ins/iptables.calls").trim().split("\n")).toEqual([
        `-t nat -C POSTROUTING -s ${bridge} ! -o docker0 ! -d 10.0.0.0/8 -j MASQUERADE`,
        `-t nat -A POSTROUTING -s ${bridge} ! -o docker0 ! -d 10.0.0.0/8 -j MASQUERADE`,
      ]);
    }
  });

  test("the Kubernetes programs were fetched from the release and started with their own addresses", () => {
    const urls = machine("minion-1").read("var/log/stand-ins/curl.urls").trim().split("\n").sort();
    const release = "https://storage.googleapis.com/kubernetes-release/release/v0.9.2/bin/linux/amd64";
    expect(urls).toEqual([`${release}/kube-proxy`, `${release}/kubelet`]);
    expect(argumentsOf("minion-1", "kubelet")).toContain(`--hostname_override=${first?.address}`);
    expect(argumentsOf("minion-1", "kubelet")).toContain("--api_servers=172.31.0.10:8080");
    expect(argumentsOf("control-plane", "kube-apiserver")).toContain("--public_address_override=172.31.0.10");
  });

  test("the registry's name resolves on the nodes", () => {
    expect(machine("minion-2").read("etc/hosts")).toMatch(/^10\.255\.0\.3 registry\.default\.ycluster\.local$/m);
  });

  test("any word arrives through systemd as it is", () => {
    expect(argumentsOf("minion-1", "recorder.sh")).toEqual(HOSTILE);
  });

  test("a reboot changes nothing", async () => {
    const state = (name: string): string =>
      run(
        "sh",
        [
          "-c",
          "cat /dev/null; find . -type f ! -name '.updated' ! -name 'machine-id' -exec sha256sum {} + | sort -k 2",
        ],
        { cwd: join(machine(name).root, "etc") },
      ).stdout;
    const before = [...machines.keys()].map(state);
    await Promise.all([...machines.values()].map((each) => each.powerOff()));
    await bootAll();
    expect([...machines.keys()].map(state)).toEqual(before);
    for (const report of reports.values())
      expect([...report.values()].every((unit) => unit.state === "active")).toBe(true);
    expect(etcd(second?.address ?? "", "keys/proof?quorum=true").node.value).toBe("kept");
    expect(etcd(control?.address ?? "", "members").members).toHaveLength(3);
    for (const each of machines.values())
      expect(readdirSync(join(each.root, "opt/bin")).filter((file) => file.includes(".new"))).toEqual([]);
  });
});
