/**
 * Machines of the 1.x lines, booted: a control plane and a node, exactly the user-data of the golden case. etcd is
 * the real one under the name that CoreOS gives its second generation, whose flags it still takes.
 */

import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { machinesOf } from "../../generators/facts/nodes.ts";
import { BOOT_NEEDS, Machine, Network, prepareTree, type UnitReport } from "../support/booted.ts";
import { compileCase, contentOf } from "../support/cases.ts";
import { applyCloudConfig } from "../support/coreos-cloudinit.ts";
import { until } from "../support/processes.ts";
import { testWith } from "../support/tools.ts";

const test = testWith(...BOOT_NEEDS);
const canBoot = BOOT_NEEDS.every(({ met }) => met);

const compiled = compileCase("consul-and-vault");

describe("machines of Kubernetes 1.1", () => {
  const place = mkdtempSync(join(tmpdir(), "clusterwright-boot-1-"));
  const machines = new Map<string, Machine>();
  const reports = new Map<string, ReadonlyMap<string, UnitReport>>();
  const [control, node] = machinesOf(compiled.cluster);
  let network: Network | undefined;

  const groupOf = (name: string): string => (name === "control-plane" ? name : "minion");
  const unitsOf = (group: string): readonly string[] =>
    compiled.artifacts.flatMap(({ path }) =>
      path.startsWith(`machines/${group}/units/`) ? [path.split("/").at(-1) ?? ""] : [],
    );
  const argumentsOf = (name: string, program: string): readonly string[] =>
    machines.get(name)?.read(`var/log/stand-ins/${program}.args`).split("\0").slice(0, -1) ?? [];

  beforeAll(async () => {
    if (!canBoot) return;
    prepareTree();
    network = new Network("one");
    for (const { name, address } of [control, node].filter((each) => each !== undefined)) {
      const machine = new Machine(place, name, network, address);
      machines.set(name, machine);
      copyFileSync(join(machine.root, "usr/lib/stand-ins/etcd"), join(machine.root, "usr/bin/etcd2"));
      const userData = contentOf(compiled, `machines/${groupOf(name)}/user-data.yml`);
      applyCloudConfig(machine.root, userData, { private: address, public: "203.0.113.7" });
      machine.reportOn(unitsOf(groupOf(name)));
    }
    for (const machine of machines.values()) machine.boot();
    for (const [name, machine] of machines) reports.set(name, await machine.report());
  });

  afterAll(async () => {
    await Promise.all([...machines.values()].map((each) => each.remove()));
    network?.remove([...machines.values()].map((each) => each.namespace));
    rmSync(place, { recursive: true, force: true });
  });

  test("every unit is up, and there is no fleet", () => {
    expect(reports.size).toBe(2);
    for (const [name, report] of reports) {
      expect([...report.keys()].sort()).toEqual([...unitsOf(groupOf(name))].sort());
      expect([...report].filter(([, { state }]) => state !== "active")).toEqual([]);
      expect([...report.keys()]).not.toContain("fleet.service");
    }
  });

  test("the control plane's etcd is the one member, and the node leads to it", async () => {
    const ask = (address: string, ...args: readonly string[]) =>
      network?.run("etcdctl", `--endpoints=http://${address}:2379`, ...args);
    await until("etcd", () => ask(control?.address ?? "", "put", "proof", "kept")?.status === 0);
    expect(ask(control?.address ?? "", "member", "list")?.stdout).toMatch(
      /, started, control-plane, http:\/\/172\.31\.0\.10:2380,/,
    );
    expect(
      ask(control?.address ?? "", "member", "list")
        ?.stdout.trim()
        .split("\n"),
    ).toHaveLength(1);
    // Its proxy may have started before the member; it finds it by itself.
    const journal = (): string => machines.get("minion-1")?.journal("etcd2.service") ?? "";
    await until("the proxy", () => /endpoints found .*172\.31\.0\.10:2379/.test(journal()));
    expect(journal()).toMatch(/v2 proxy started listening on client requests on .*0\.0\.0\.0:2379/);
  });

  test("kubelet and proxy ask the API alone, and the kubelet registers itself by its address", () => {
    expect(argumentsOf("minion-1", "kubelet")).toContain("--api-servers=http://172.31.0.10:8080");
    expect(argumentsOf("minion-1", "kubelet")).toContain(`--hostname-override=${node?.address}`);
    expect(argumentsOf("minion-1", "kubelet").join(" ")).not.toMatch(/etcd|register-node=false/);
    expect(argumentsOf("minion-1", "kube-proxy")).toContain("--master=http://172.31.0.10:8080");
    expect(argumentsOf("control-plane", "kube-apiserver")).toContain("--etcd-servers=http://127.0.0.1:2379");
  });

  test("docker is told to be the daemon in its own later way", () => {
    expect(argumentsOf("minion-1", "docker").slice(0, 3)).toEqual(["daemon", "-H", "fd://"]);
  });
});
