/**
 * A node with the spec's own files, booted: it binds their tokens from instance metadata and from a file before
 * the units start that need them, and a unit whose token has no value does not start.
 */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { BOOT_NEEDS, Machine, Network, prepareTree } from "../support/booted.ts";
import { compileCase, contentOf } from "../support/cases.ts";
import { applyCloudConfig } from "../support/coreos-cloudinit.ts";
import { until } from "../support/processes.ts";
import { testWith } from "../support/tools.ts";

const test = testWith(...BOOT_NEEDS);
const canBoot = BOOT_NEEDS.every(({ met }) => met);

const SECRET = 'hunter2 & \\ "correct" $(horse)';
const ADDRESS = "172.31.2.10";

describe("a node with tokens", () => {
  const place = mkdtempSync(join(tmpdir(), "clusterwright-tokens-"));
  const record = join(place, "metadata");
  let network: Network | undefined;
  let node: Machine | undefined;
  let metadata: ChildProcess | undefined;
  const machine = (): Machine => node as Machine;

  async function boot(units: readonly string[]) {
    machine().reportOn(units);
    machine().boot();
    return machine().report();
  }

  beforeAll(async () => {
    if (!canBoot) return;
    prepareTree();
    network = new Network("tokens");
    metadata = network.serveMetadata({ "placement/availability-zone": "eu-central-1a" }, record);
    node = new Machine(place, "minion-1", network, ADDRESS);
    // What Terraform does with its own tokens before the machine gets the text.
    const text = contentOf(compileCase("token-sources"), "machines/minion/user-data.yml")
      .replaceAll("%%VPC%%", "vpc-1")
      .replaceAll("%%BALANCER%%", "elb.example.com");
    applyCloudConfig(node.root, text, { private: ADDRESS, public: "203.0.113.7" });
  });

  afterAll(async () => {
    await node?.remove();
    metadata?.kill("SIGKILL");
    network?.remove(node === undefined ? [] : [node.namespace]);
    rmSync(place, { recursive: true, force: true });
  });

  test("a unit does not start without its token's value, and its journal says which", async () => {
    const report = await boot(["docker.service"]);
    expect(report.get("docker.service")?.state).toBe("active");
    await until("the message", () =>
      machine().journal("kube-kubelet.service").includes("%%SHOP_TOKEN%% in /etc/shop/token: no value"),
    );
    expect(machine().journal("kube-kubelet.service")).toContain("there is no file /media/secrets/token");
    expect(machine().read("etc/shop/token")).toBe("%%SHOP_TOKEN%%\n");
    expect(() => machine().read("var/log/stand-ins/kubelet.args")).toThrow();
    await machine().powerOff();
  });

  test("docker started behind its file, bound from metadata with a session token", () => {
    expect(machine().read("etc/shop/place")).toBe(
      'zone = eu-central-1a in vpc-1\nsite = shop "one" & two behind elb.example.com\neu-central-1a 100%%\n',
    );
    const asked = readFileSync(record, "utf8").trim().split("\n");
    expect(asked).toEqual(["PUT /latest/api/token 200", "GET /latest/meta-data/placement/availability-zone 200"]);
  });

  test("with the value there the unit starts, and the value is nowhere but in the file", async () => {
    machine().write("media/secrets/token", `${SECRET}\n`, 0o600);
    const report = await boot(["docker.service", "kube-kubelet.service"]);
    expect([...report.values()].map(({ state }) => state)).toEqual(["active", "active"]);
    expect(machine().read("etc/shop/token")).toBe(`${SECRET}\n`);
    expect(statSync(join(machine().root, "etc/shop/token")).mode & 0o777).toBe(0o600);
    expect(machine().journal()).toContain("kube-kubelet");
    expect(machine().journal()).not.toContain("hunter2");
    await machine().powerOff();
  });
});
