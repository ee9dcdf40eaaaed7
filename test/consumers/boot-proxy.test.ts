/**
 * Machines that nothing but a proxy lets out, booted: user-data, the AWS command line, downloads and late values all find
 * it; what belongs to the cluster, and instance metadata, never comes by it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { moto } from "../support/aws-api.ts";
import { BOOT_NEEDS, type Machine, prepareCloudTree } from "../support/booted.ts";
import { compileText, contentOf, specOf } from "../support/cases.ts";
import { Cloud, OUTSIDE, PROXY } from "../support/cloud.ts";
import { until } from "../support/processes.ts";
import { writeArtifacts } from "../support/terraform.ts";
import { program, run, testWith, works } from "../support/tools.ts";

const NEEDS = [...BOOT_NEEDS, moto(), works("the AWS command line", "aws", "--version"), program("losetup")];
const test = testWith(...NEEDS);
const canBoot = NEEDS.every(({ met }) => met);

const ETCD = "etcd-v2.2.5-linux-amd64";
const RELEASE = "release/v1.2.7/bin/linux/amd64";
const TIME_SERVER = "169.254.169.123";

const SPEC = specOf("multi-zone-one-nat")
  .toString()
  .replace("version: 1.2.7", `version: 1.2.7\n  releaseUrl: http://${OUTSIDE}:8000/release`)
  .replace("  dns: { domain: example.com }\n", "  access: { api: [203.0.113.0/24] }\n")
  .concat(`
network: { flannelUrl: "http://${OUTSIDE}:8000/flanneld-amd64" }
etcd: { archiveUrl: "http://${OUTSIDE}:8000/${ETCD}.tar.gz" }
egress:
  proxy: ${PROXY}
  timeServers: [${TIME_SERVER}]
  registryMirrors: { docker.io: ["https://mirror.example.com"] }
tokens:
  API_TOKEN: { ssm: /small/api-token }
`);

/** A clock like the family's, which says what it was set up with when it started. */
const CHRONYD = `[Service]
ExecStart=/bin/sh -c 'cat /etc/chrony.conf >/var/log/chrony-read; exec sleep infinity'
[Install]
WantedBy=multi-user.target
`;

describe("machines behind a proxy", () => {
  const place = mkdtempSync(join(tmpdir(), "clusterwright-proxy-"));
  const output = compileText(SPEC);
  if (!output.ok) throw new Error(output.diagnostics.map(({ message }) => message).join("; "));
  let cloud: Cloud;
  let master: Machine;
  let minion: Machine;

  const asked = (): readonly string[] =>
    existsSync(join(place, "proxy.log")) ? readFileSync(join(place, "proxy.log"), "utf8").trim().split("\n") : [];
  const isUp = (machine: Machine, ...units: readonly string[]) =>
    until(`${units.join(", ")} of ${machine.name}`, () =>
      units.every((unit) => machine.is(`systemctl --quiet is-active ${unit}`)),
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${machine.journal().split("\n").slice(-60).join("\n")}`);
    });
  /** What the process of a unit was started with. */
  const environmentOf = (machine: Machine, unit: string): readonly string[] =>
    machine
      .exec("/bin/sh", "-c", `tr '\\0' '\\n' </proc/$(systemctl show --property=MainPID --value ${unit})/environ`)
      .stdout.split("\n");

  beforeAll(async () => {
    if (!canBoot) return;
    prepareCloudTree();
    cloud = new Cloud(place, "small", true);
    await cloud.start();
    cloud.offerEtcd(ETCD);
    for (const name of ["kubelet", "kubectl", "kube-apiserver"])
      cloud.offerProgram(`${RELEASE}/${name}`, `cloud/${name}`);
    for (const name of ["kube-proxy", "kube-scheduler", "kube-controller-manager"])
      cloud.offerProgram(`${RELEASE}/${name}`, "recorder.sh");
    cloud.offerProgram("flanneld-amd64", "cloud/flanneld-amd64");
    writeArtifacts(place, output.artifacts);
    const zone = cloud.furnish("kubernetes-small-dev", "dev.kube");
    cloud.upload("kubernetes-small-dev", output.contents.payloads);
    cloud.secret("/small/api-token", "let-me-in");
    const launch = (name: string, group: string, address: string, tag: string): Machine => {
      const userData = contentOf(output, `stacks/cluster/user-data/${group}.yml`).replaceAll(
        "%%PRIVATE_ZONE_ID%%",
        zone,
      );
      const machine = cloud.launch({ name, address, zone: "eu-central-1a", tag, userData });
      machine.write("etc/systemd/system/chronyd.service", CHRONYD);
      run("systemctl", [`--root=${machine.root}`, "enable", "chronyd.service"]);
      machine.write("etc/chrony.conf", "pool 2.pool.ntp.org iburst\n");
      machine.boot();
      return machine;
    };
    master = launch("proxied-master", "control-plane", "172.31.0.20", "master.dev.kube");
    minion = launch("proxied-minion", "minion", "172.31.16.20", "minion.dev.kube");
  });

  afterAll(async () => {
    await cloud?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  test("come up, though they have no other way out", async () => {
    expect(master.is(`curl --silent --max-time 5 --noproxy '*' http://${OUTSIDE}:8000/`)).toBe(false);
    await isUp(master, "machine-setup.service", "etcd.service", "docker.service", "kube-apiserver.service");
    await isUp(
      master,
      "kube-controller-manager.service",
      "kube-scheduler.service",
      "kube-proxy.service",
      "kube-addons.service",
    );
    await isUp(minion, "machine-setup.service", "docker.service", "kube-kubelet.service", "node-registration.service");
    await until("the node's label", () =>
      JSON.stringify(JSON.parse(master.read("var/log/stand-ins/nodes.json"))).includes("failure-domain"),
    );
  });

  test("asked it for programs, the bucket, the cloud's API and late values", () => {
    const here = `http://${OUTSIDE}`;
    for (const line of [
      `GET ${here}:8000/${ETCD}.tar.gz`,
      `GET ${here}:8000/flanneld-amd64`,
      ...["kubelet", "kubectl", "kube-apiserver", "kube-proxy"].map((name) => `GET ${here}:8000/${RELEASE}/${name}`),
    ])
      expect(asked()).toContain(line);
    expect(asked().filter((line) => line.includes("/kubernetes-small-dev"))).not.toEqual([]);
    expect(master.read("etc/kubernetes/tokens.csv")).toContain("let-me-in,");
  });

  test("asked it for nothing else", () => {
    expect(asked().filter((line) => !line.includes(`//${OUTSIDE}:`))).toEqual([]);
    expect(readFileSync(join(place, "metadata.log"), "utf8")).not.toBe("");
  });

  test("lead docker to it, and nothing that talks to the cluster", () => {
    expect(environmentOf(minion, "docker.service")).toEqual(
      expect.arrayContaining([
        `HTTPS_PROXY=${PROXY}`,
        expect.stringContaining("NO_PROXY=localhost,127.0.0.1,169.254.169.254,"),
      ]),
    );
    expect(master.read("var/log/stand-ins/docker.args")).toContain("--registry-mirror=https://mirror.example.com\0");
    for (const [machine, unit] of [
      [master, "kube-apiserver.service"],
      [master, "etcd.service"],
      [minion, "kube-kubelet.service"],
      [minion, "kube-proxy.service"],
      [minion, "flanneld.service"],
    ] as const) {
      const environment = environmentOf(machine, unit);
      expect(environment.length).toBeGreaterThan(2);
      expect(environment.filter((line) => /proxy/i.test(line))).toEqual([]);
    }
  });

  test("have the clock follow the spec's servers", async () => {
    await isUp(master, "time-servers.service", "chronyd.service");
    expect(master.read("var/log/chrony-read")).toMatch(
      new RegExp(`^server ${TIME_SERVER.replaceAll(".", "\\.")} iburst\\n`),
    );
    expect(master.read("var/log/chrony-read")).not.toContain("pool.ntp.org");
  });

  test("say nothing of a warning or an error of cloud-init", () => {
    expect(master.read("var/log/cloud-init.log")).not.toMatch(/WARNING|ERROR/);
  });
});
