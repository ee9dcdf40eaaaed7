/**
 * Machines of auto-scaling groups, booted: the user-data that cloud-init gets, against a stand-in AWS. The control plane
 * snapshots the real etcd into S3, is lost, and its successor has every key; nodes find it, join and are named.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { moto } from "../support/aws-api.ts";
import { BOOT_NEEDS, type Machine, prepareCloudTree } from "../support/booted.ts";
import { compileText, contentOf, ROOT, specOf } from "../support/cases.ts";
import { Cloud } from "../support/cloud.ts";
import { until } from "../support/processes.ts";
import { writeArtifacts } from "../support/terraform.ts";
import { program, testWith, works } from "../support/tools.ts";

const NEEDS = [...BOOT_NEEDS, moto(), works("the AWS command line", "aws", "--version"), program("losetup")];
const test = testWith(...NEEDS);
const canBoot = NEEDS.every(({ met }) => met);

const BUCKET = "kubernetes-small-dev";
const BACKUPS = "backups/etcd/";
const ETCD = "etcd-v2.2.5-linux-amd64";
const SECRET = 'top & "secret" $token';

/** The kubelet that is to be had here, which lies in the bucket. */
const KUBELET_FILE = join(ROOT, "test/support/stand-ins/cloud/kubelet");
const KUBELET = createHash("sha256").update(readFileSync(KUBELET_FILE)).digest("hex");

const SPEC = specOf("multi-zone-one-nat")
  .toString()
  .replace("  dns: { domain: example.com }\n", "  access: { api: [203.0.113.0/24] }\n")
  .replace(
    "  dns: {}\n",
    "  dns: {}\n  consul: { replicas: 1, dataDirectory: /var/lib/consul, backup: { periodMinutes: 900, keep: 2 } }\n",
  )
  .concat(`
etcd:
  archiveUrl: http://172.31.255.254:8000/${ETCD}.tar.gz
  backup: { periodMinutes: 1, keep: 3 }
workloads:
  - name: greeter
    containers:
      - { name: greeter, image: "example/greeter:1", env: { GREETING: "%%GREETING%%", VPC: "%%VPC%%" } }
tokens:
  GREETING: { ssm: /small/greeting }
  API_TOKEN: { ssm: /small/api-token }
  VPC: { terraform: vpc_id }
programs: { kubelet: ${KUBELET} }
`);

function compiled(spec = SPEC) {
  const result = compileText(spec);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
  return result;
}

const started = Date.now();
/** When what was there, for the closing figures: `BOOT_TIMES=1` prints it. */
const mark = (what: string): void => {
  if (process.env.BOOT_TIMES) console.log(`${((Date.now() - started) / 1000).toFixed(0)} s: ${what}`);
};

describe("machines of auto-scaling groups", () => {
  const place = mkdtempSync(join(tmpdir(), "clusterwright-groups-"));
  const output = compiled();
  let cloud: Cloud;
  let zone = "";

  /** A text with what Terraform puts into it. */
  const bound = (text: string): string =>
    text.replaceAll("%%PRIVATE_ZONE_ID%%", zone).replaceAll("%%OUTPUT_NETWORK_VPC_ID%%", "vpc-1");
  const userData = (group: string): string => bound(contentOf(output, `stacks/cluster/user-data/${group}.yml`));

  const launch = (name: string, group: string, address: string, tag = `${group}.dev.kube`): Machine =>
    cloud.launch({ name, address, zone: "eu-central-1a", tag, userData: userData(group) });
  const launchMaster = (name: string, address: string): Machine =>
    launch(name, "control-plane", address, "master.dev.kube");

  const isActive = (machine: Machine, unit: string): boolean => machine.is(`systemctl --quiet is-active ${unit}`);
  const isUp = (machine: Machine, ...units: readonly string[]) =>
    until(`${units.join(", ")} of ${machine.name}`, () => units.every((unit) => isActive(machine, unit))).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}\n${machine.journal().split("\n").slice(-60).join("\n")}`);
      },
    );

  const etcd = (machine: Machine, ...args: readonly string[]) =>
    cloud.network.run(
      "curl",
      "-s",
      "--max-time",
      "5",
      ...args.slice(1),
      `http://${machine.address}:2379/v2/keys/${args[0]}`,
    );
  const keysOf = (machine: Machine): readonly string[] => {
    const answer = JSON.parse(etcd(machine, "registry?recursive=true").stdout) as {
      node?: { nodes?: readonly { key: string; value: string }[] };
    };
    return (answer.node?.nodes ?? []).map(({ key, value }) => `${key}=${value}`).sort();
  };
  const snapshots = (): readonly string[] =>
    cloud
      .aws(
        "s3api",
        "list-objects-v2",
        "--bucket",
        BUCKET,
        "--prefix",
        BACKUPS,
        "--query",
        "Contents[].[LastModified,Key]",
        "--output",
        "text",
      )
      .split("\n")
      .filter((line) => line.endsWith(".tar.gz"))
      .sort()
      .map((line) => line.split("\t")[1] ?? "");
  const recordOf = (name: string): string =>
    cloud.aws(
      "route53",
      "list-resource-record-sets",
      "--hosted-zone-id",
      zone,
      "--query",
      `ResourceRecordSets[?Name=='${name}.'].ResourceRecords[].Value`,
      "--output",
      "text",
    );
  const argumentsOf = (machine: Machine, name: string): readonly string[] =>
    machine.read(`var/log/stand-ins/${name}.args`).split("\0").slice(0, -1);

  /** One run of a unit, told from the next. */
  const runOf = (machine: Machine, unit: string): string =>
    machine.exec("systemctl", "show", "--property=InvocationID", unit).stdout;
  let dockerRun = "";

  /** Ranges of containers by the machine that has leased them, as etcd says. */
  const leases = (): Readonly<Record<string, string>> => {
    const answer = JSON.parse(etcd(master, "coreos.com/network/subnets").stdout || "{}");
    const nodes: readonly { key: string; value: string }[] = answer.node?.nodes ?? [];
    return Object.fromEntries(
      nodes.map(({ key, value }) => [JSON.parse(value).PublicIP, key.replace(/.*\//, "").replace("-", "/")]),
    );
  };
  /** The range that containers of a machine are in, as docker was told. */
  const rangeOf = (machine: Machine): string =>
    (argumentsOf(machine, "docker").find((each) => each.startsWith("--bip=")) ?? "")
      .replace("--bip=", "")
      .replace(".1/", ".0/");

  /** The nodes that the API knows, with their labels. */
  const nodesOf = (machine: Machine): Readonly<Record<string, Readonly<Record<string, string>>>> =>
    JSON.parse(machine.read("var/log/stand-ins/nodes.json"));

  let master: Machine;
  let minion: Machine;
  let fronts: readonly Machine[] = [];
  const KEYS = Array.from({ length: 40 }, (_, index) => `/registry/pods-${index}=value ${index}`).sort();

  beforeAll(async () => {
    if (!canBoot) return;
    prepareCloudTree();
    cloud = new Cloud(place, "small");
    await cloud.start();
    cloud.offerEtcd(ETCD);
    writeArtifacts(place, output.artifacts);
    zone = cloud.furnish(BUCKET, "dev.kube");
    cloud.upload(BUCKET, output.contents.payloads, bound);
    // Two for the group, and one that is somebody else's.
    for (const group of ["front", "front", "other"]) {
      const tags = `ResourceType=elastic-ip,Tags=[{Key=Cluster,Value=small},{Key=Group,Value=${group}}]`;
      cloud.aws("ec2", "allocate-address", "--domain=vpc", `--tag-specifications=${tags}`);
    }
    cloud.secret("/small/greeting", SECRET);
    cloud.secret("/small/api-token", "let-me-in");
    writeFileSync(join(place, "pause.tar"), "the pause image\n");
    cloud.aws("s3", "cp", "--only-show-errors", join(place, "pause.tar"), `s3://${BUCKET}/images/pause.tar`);
    cloud.aws("s3", "cp", "--only-show-errors", KUBELET_FILE, `s3://${BUCKET}/programs/${KUBELET}`);
    // The minion comes first: there is nobody to join yet. Its flanneld fails twice.
    minion = launch("minion-1", "minion", "172.31.16.20");
    minion.write("flanneld-fails", "2");
    minion.boot();
    mark("the minion boots");
  });

  afterAll(async () => {
    await cloud?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  test("a boot that cannot go on has failed, and says where", async () => {
    await until("the failure", () => minion.is("systemctl --quiet is-failed machine-setup.service"));
    expect(minion.journal("machine-setup.service")).toContain("stopped at machine-environment");
    expect(minion.exec("journalctl", "--no-pager", "--identifier=machine-environment").stdout).toContain(
      "no machine called master.dev.kube is running",
    );
    expect(minion.is("test -e /etc/machine-environment")).toBe(false);
    expect(minion.is("systemctl --quiet is-active kube-kubelet.service")).toBe(false);
    mark("the minion has failed visibly");
  });

  test("the control plane comes up: cloud-init without a warning, every unit, the real etcd", async () => {
    master = launchMaster("master-1", "172.31.0.20");
    master.write("kubectl-fails", "");
    master.boot();
    await isUp(
      master,
      "machine-setup.service",
      "etcd.service",
      "flanneld.service",
      "docker.service",
      "kube-apiserver.service",
    );
    mark("the control plane is up");
    expect(JSON.parse(master.exec("cat", "/run/cloud-init/result.json").stdout).v1.errors).toEqual([]);
    expect(master.read("var/log/cloud-init.log")).not.toMatch(/WARNING|ERROR/);
    await isUp(master, "kube-controller-manager.service", "kube-scheduler.service", "kube-proxy.service");
    expect(recordOf("control-plane.dev.kube")).toBe(master.address);
    for (const key of KEYS) {
      const [path, value] = key.split("=");
      expect(etcd(master, path?.slice(1) ?? "", "-XPUT", "-d", `value=${value}`).stdout).toContain('"action":"set"');
    }
    expect(keysOf(master)).toEqual(KEYS);
  });

  test("the environment is what the document lists", () => {
    expect(master.read("etc/machine-environment").trim().split("\n")).toEqual([
      "MASTER_IP=172.31.0.20",
      "PRIVATE_IP=172.31.0.20",
      "API_ENDPOINT=https://172.31.0.20",
      "ENVIRONMENT=dev",
      "LISTEN_PEER_URLS=http://localhost:2380",
      "LISTEN_CLIENT_URLS=http://0.0.0.0:2379",
      "ADVERTISE_CLIENT_URLS=http://172.31.0.20:2379",
      "AVAIL_ZONE=eu-central-1a",
      "KUBERNETES_VERSION=1.2.7",
      "KUBERNETES_RELEASE=https://storage.googleapis.com/kubernetes-release/release/v1.2.7/bin/linux/amd64",
      `INSTANCE_ID=${cloud.instanceOf(master)}`,
      `ZONE_ID=${zone}`,
    ]);
    expect(argumentsOf(master, "kube-apiserver")).toEqual(
      expect.arrayContaining([
        "--advertise-address=172.31.0.20",
        "--secure-port=443",
        "--token-auth-file=/etc/kubernetes/tokens.csv",
        "--etcd-servers=http://127.0.0.1:2379",
      ]),
    );
    expect(argumentsOf(master, "docker")).toEqual(
      expect.arrayContaining(["--bip=10.244.7.1/24", "--mtu=1450", "--ip-masq=false"]),
    );
    expect(etcd(master, "coreos.com/network/config").stdout).toContain('\\"Network\\":\\"10.244.0.0/16\\"');
    // The containers' and etcd's directories are on the data disk.
    expect(master.is("mountpoint -q /var/lib/docker && mountpoint -q /var/lib/etcd")).toBe(true);
  });

  test("the group hears that a machine serves when its API is healthy, and not before", async () => {
    await isUp(master, "launch-complete.service");
    await until("the word", () => master.journal("launch-complete.service").includes("knows that"));
    expect(master.journal("launch-complete.service")).toContain(
      `small.control-plane knows that ${cloud.instanceOf(master)} serves`,
    );
    const calls = master.read("var/log/stand-ins/aws.calls");
    expect(calls.match(/autoscaling complete-lifecycle-action/g)).toHaveLength(1);
    expect(calls).not.toContain("describe-instance-refreshes");
  });

  test("the token of the API is bound on the machine and nowhere else", () => {
    expect(master.read("etc/kubernetes/tokens.csv")).toBe("let-me-in,operator,operator\n");
    expect(master.is("test $(stat -c %a /etc/kubernetes/tokens.csv) = 600")).toBe(true);
    for (const machine of [master, minion]) expect(machine.journal()).not.toMatch(/let-me-in|top & /);
    expect(master.read("var/log/stand-ins/aws.calls")).not.toContain("let-me-in");
  });

  test("the add-ons are created in order, bound, after the first refusal has been gone through again", async () => {
    await until("the report", () => master.journal("kube-addons.service").includes("every add-on is there"));
    mark("the add-ons are there");
    expect(master.journal("kube-addons.service")).toContain("the server refuses");
    expect(master.read("var/log/stand-ins/created.order").trim().split("\n")).toEqual([
      "kube-system",
      "kube-dns",
      "kube-dns",
      "consul-servers",
      "consul",
      "consul",
      "greeter",
    ]);
    const greeter = master.read("var/log/stand-ins/created/rc.greeter");
    expect(greeter).toContain(`value: "${SECRET.replaceAll('"', '\\"')}"`);
    expect(greeter).toContain('value: "vpc-1"');
    // What lies on the disk stays unbound.
    expect(master.is("grep -q %%GREETING%% /etc/kubernetes/addons/*greeter*")).toBe(true);
  });

  /** The timer would, within a minute. */
  const lookNow = () => expect(master.exec("systemctl", "start", "standing-files.service").status).toBe(0);

  test("another manifest and another period are taken over by the machine that runs", async () => {
    const changed = compiled(
      SPEC.replace("example/greeter:1", "example/greeter:2").replace("periodMinutes: 1", "periodMinutes: 7"),
    );
    // Nothing of it is in what machines boot from.
    expect(contentOf(changed, "stacks/cluster/user-data/control-plane.yml")).toBe(
      contentOf(output, "stacks/cluster/user-data/control-plane.yml"),
    );
    cloud.upload(BUCKET, changed.contents.payloads, bound);
    await until("the other manifest", () =>
      master.read("var/log/stand-ins/created/rc.greeter").includes("example/greeter:2"),
    );
    expect(master.read("var/log/stand-ins/replaced.order").trim()).toBe("greeter");
    expect(master.exec("systemctl", "cat", "etcd-snapshot.timer").stdout).toContain("OnUnitActiveSec=7min");
    mark("a change is taken over");
    cloud.upload(BUCKET, output.contents.payloads, bound);
    lookNow();
    await until("the manifest as it was", () =>
      master.read("var/log/stand-ins/created/rc.greeter").includes("example/greeter:1"),
    );
  });

  test("a value of Terraform's that changes renews what was made with it", async () => {
    cloud.upload(BUCKET, output.contents.payloads, (text) => bound(text).replaceAll("vpc-1", "vpc-2"));
    lookNow();
    await until("the other value", () =>
      master.read("var/log/stand-ins/created/rc.greeter").includes('value: "vpc-2"'),
    );
    cloud.upload(BUCKET, output.contents.payloads, bound);
    lookNow();
    await until("the value as it was", () =>
      master.read("var/log/stand-ins/created/rc.greeter").includes('value: "vpc-1"'),
    );
    // What bears a service's address keeps it.
    expect(master.read("var/log/stand-ins/created/service.kube-dns")).toContain("clusterIP:");
  });

  test("the minion that had nobody to join is mended by the next try, registers and bears its zone", async () => {
    expect(minion.journal("launch-complete.service")).not.toContain("knows that");
    await isUp(minion, "machine-setup.service", "kube-kubelet.service", "node-registration.service");
    mark("the minion is up");
    await until("the word", () => minion.journal("launch-complete.service").includes("small.minion knows that"));
    expect(minion.read("var/log/stand-ins/aws.calls")).toContain("describe-instance-refreshes");
    expect(recordOf(`${cloud.instanceOf(minion)}.minion.dev.kube`)).toBe(minion.address);
    expect(argumentsOf(minion, "kubelet")).toEqual(
      expect.arrayContaining(["--api-servers=http://control-plane.dev.kube:8080", "--hostname-override=172.31.16.20"]),
    );
    await until(
      "the labels",
      () => nodesOf(master)["172.31.16.20"]?.["failure-domain.beta.kubernetes.io/zone"] === "eu-central-1a",
    );
    expect(minion.read("etc/machine-environment")).toContain("MASTER_IP=172.31.0.20\n");
    expect(minion.read("etc/hosts")).toContain("10.255.0.3 registry.default.small.local");
  });

  test("docker gets over a flanneld that fails at first, and has the carried images", async () => {
    await isUp(minion, "flanneld.service", "docker.service", "load-images.service");
    expect(minion.journal("flanneld.service")).toContain("no lease to be had");
    expect(minion.read("var/log/stand-ins/docker.loaded")).toBe("the pause image\n");
  });

  test("a program with a digest comes from the bucket, and is the one that the spec says", () => {
    expect(minion.read("var/log/stand-ins/aws.calls")).toContain(`s3://${BUCKET}/programs/${KUBELET}`);
    expect(minion.is(`echo "${KUBELET}  /opt/bin/kubelet" | sha256sum --check --status`)).toBe(true);
  });

  test("what Consul keeps on a node is copied, and no more copies are kept than asked for", async () => {
    const copies = (): readonly string[] =>
      cloud
        .aws("s3", "ls", "--recursive", `s3://${BUCKET}/backups/consul/`)
        .split("\n")
        .flatMap((line) => line.split(/\s+/)[3] ?? []);
    // A node without a server has nothing to copy.
    expect(minion.exec("systemctl", "start", "consul-backup.service").status).toBe(0);
    expect(minion.journal("consul-backup.service")).not.toContain("is there");
    minion.exec("mkdir", "-p", "/var/lib/consul/raft");
    for (const round of ["1", "2", "3"]) {
      minion.exec("sh", "-c", `echo ${round} >/var/lib/consul/raft/log`);
      expect(minion.exec("systemctl", "start", "consul-backup.service").status).toBe(0);
      await sleep(1100);
    }
    expect(copies()).toHaveLength(2);
    const [newest = ""] = copies().toReversed();
    expect(newest.startsWith(`backups/consul/${cloud.instanceOf(minion)}/`)).toBe(true);
    const archive = join(place, "consul.tar.gz");
    cloud.aws("s3", "cp", "--only-show-errors", `s3://${BUCKET}/${newest}`, archive);
    expect(execFileSync("tar", ["-xzOf", archive, "./raft/log"]).toString()).toBe("3\n");
  });

  test("two load-balancer nodes that boot at once get different addresses and their label", async () => {
    fronts = [launch("front-1", "front", "172.31.128.20"), launch("front-2", "front", "172.31.144.20")];
    for (const front of fronts) front.boot();
    for (const front of fronts) await isUp(front, "machine-setup.service", "node-registration.service");
    mark("both load-balancer nodes are up");
    const taken = cloud
      .aws("ec2", "describe-addresses", "--query", "Addresses[].[InstanceId]", "--output", "text")
      .split("\n");
    expect(taken.filter((instance) => instance.startsWith("i-")).sort()).toEqual(
      fronts.map((front) => cloud.instanceOf(front)).sort(),
    );
    for (const front of fronts) {
      const call = front
        .read("var/log/stand-ins/aws.calls")
        .split("\n")
        .find((line) => line.includes("associate-address"));
      expect(call).toContain("--no-allow-reassociation");
    }
    await until("the role", () => {
      const nodes = nodesOf(master);
      return fronts.every(({ address }) => nodes[address]?.role === "loadbalancer");
    });
  });

  test("a second boot changes nothing, and takes no second address", async () => {
    const [front] = fronts as readonly [Machine];
    const before = cloud.aws(
      "ec2",
      "describe-addresses",
      "--query",
      "Addresses[].[AllocationId,InstanceId]",
      "--output",
      "text",
    );
    await front.powerOff();
    // Its name, its lease and its node went with it.
    expect(leases()).not.toHaveProperty([front.address]);
    expect(recordOf(`${cloud.instanceOf(front)}.front.dev.kube`)).toBe("");
    expect(nodesOf(master)).not.toHaveProperty([front.address]);
    front.boot();
    await isUp(front, "machine-setup.service", "node-registration.service");
    expect(
      cloud.aws("ec2", "describe-addresses", "--query", "Addresses[].[AllocationId,InstanceId]", "--output", "text"),
    ).toBe(before);
    expect(recordOf(`${cloud.instanceOf(front)}.front.dev.kube`)).toBe(front.address);
    mark("a node has booted again");
  });

  test("a node that has lost its address takes a free one while it runs", async () => {
    const [front] = fronts as readonly [Machine];
    const mine = (attribute: string): string =>
      cloud.aws(
        "ec2",
        "describe-addresses",
        "--filters",
        `Name=instance-id,Values=${cloud.instanceOf(front)}`,
        "--query",
        `Addresses[].${attribute}`,
        "--output",
        "text",
      );
    expect(mine("AllocationId")).toMatch(/^eipalloc-/);
    cloud.aws("ec2", "disassociate-address", "--association-id", mine("AssociationId"));
    expect(mine("AllocationId")).toBe("");
    expect(isActive(front, "elastic-ip.timer")).toBe(true);
    expect(front.exec("systemctl", "start", "elastic-ip.service").status).toBe(0);
    expect(mine("AllocationId")).toMatch(/^eipalloc-/);
  });

  test("etcd is copied to the bucket every period, and no more copies are kept than asked for", async () => {
    await until("a snapshot", () => snapshots().length > 0);
    // What is leased after the last copy is not in it: as if these two had come just now.
    expect(rangeOf(minion)).toBe("10.244.8.0/24");
    expect(leases()[minion.address]).toBe(rangeOf(minion));
    const [front] = fronts as readonly [Machine];
    dockerRun = runOf(front, "docker.service");
    for (const each of [minion, front]) {
      const key = leases()[each.address]?.replace("/", "-") ?? "";
      expect(etcd(master, `coreos.com/network/subnets/${key}`, "-XDELETE").stdout).toContain('"action":"delete"');
    }
    // The timer goes on; these only save waiting for it.
    for (let round = 0; round < 3; round += 1) {
      const ran = master.exec("systemctl", "start", "etcd-snapshot.service");
      expect(ran.status, `${ran.output}\n${master.journal("etcd-snapshot.service").slice(-3000)}`).toBe(0);
      await sleep(1100);
    }
    expect(master.journal("etcd-snapshot.service")).toMatch(/backups\/etcd\/\S+ is gone/);
    expect(snapshots().length).toBeLessThanOrEqual(3);
    mark("snapshots come and go");
  });

  test("a control plane that is lost comes back with every key, under its old name", async () => {
    const before = snapshots().length;
    expect(before).toBeGreaterThan(0);
    await cloud.destroy(master);
    const lost = Date.now();
    master = launchMaster("master-2", "172.31.16.30");
    // Its flanneld takes the range that the minion has, of which nobody knows any more.
    master.write("flanneld-first", "8");
    minion.write("flanneld-first", "20");
    master.boot();
    await isUp(master, "machine-setup.service", "etcd.service", "kube-apiserver.service");
    mark(`the successor is up after ${((Date.now() - lost) / 1000).toFixed(0)} s`);
    expect(master.exec("journalctl", "--no-pager", "--identifier=restore-etcd").stdout).toContain(
      "restored backups/etcd/",
    );
    expect(keysOf(master)).toEqual(KEYS);
    expect(recordOf("control-plane.dev.kube")).toBe("172.31.16.30");
    expect(master.exec("cat", "/var/lib/etcd/generation").stdout.trim()).toBe(`000002 ${cloud.instanceOf(master)}`);
    expect(snapshots().every((key) => key.startsWith(`${BACKUPS}000001-`))).toBe(true);
  });

  test("no two machines have one range, and who watched the etcd before watches this one", async () => {
    const [front] = fronts as readonly [Machine];
    const kept = rangeOf(front);
    await until("the other range", () => rangeOf(minion) !== "10.244.8.0/24");
    await until("all leases", () => [minion, ...fronts].every((each) => leases()[each.address] === rangeOf(each)));
    expect(leases()[master.address]).toBe("10.244.8.0/24");
    expect(new Set(Object.values(leases())).size).toBe(Object.keys(leases()).length);
    expect(rangeOf(front)).toBe(kept);
    expect(minion.journal("flannel-lease.service")).toContain("is another machine's by now");
    expect(front.journal("flannel-lease.service")).toContain("is claimed again");
    // Its containers went on.
    expect(runOf(front, "docker.service")).toBe(dockerRun);
    for (const unit of ["flanneld", "kube-proxy", "kube-kubelet"])
      expect(front.journal(`${unit}.service`)).toMatch(/Stopped/);
    await isUp(minion, "flanneld.service", "docker.service", "kube-proxy.service", "kube-kubelet.service");
    mark("ranges are told apart");
  });

  test("nodes find the successor by its name, and one that it does not know is registered again", async () => {
    await until(
      "the node",
      () => nodesOf(master)["172.31.16.20"]?.["failure-domain.beta.kubernetes.io/zone"] === "eu-central-1a",
    );
    mark("the minion is registered with the successor");
    // One that somebody deletes while everything else is well is noticed, too.
    const node = `http://${master.address}:8080/api/v1/nodes/${minion.address}`;
    expect(cloud.network.run("curl", "-sf", "-XDELETE", node).status).toBe(0);
    await until("the node again", () => Object.hasOwn(nodesOf(master), minion.address));
    expect(minion.journal("node-registration.service")).toContain("the kubelet is started again");
  });

  test("an orderly end takes a last snapshot, after the API and before etcd", async () => {
    expect(etcd(master, "registry/late", "-XPUT", "-d", "value=just in time").stdout).toContain('"action":"set"');
    await master.powerOff();
    expect(master.journal("etcd-last-snapshot.service")).toMatch(/backups\/etcd\/\S+ is there/);
    await cloud.destroy(master);
    mark("a last snapshot was taken");
  });

  test("a broken snapshot is passed over for the one before", async () => {
    const all = snapshots();
    const newest = all.at(-1) ?? "";
    expect(all.length).toBeGreaterThan(1);
    const copy = join(place, "copy");
    cloud.aws("s3", "cp", "--only-show-errors", `s3://${BUCKET}/${newest}`, copy);
    // Half a copy under a younger name, and garbage under one that is younger still.
    writeFileSync(join(place, "garbage"), "no archive");
    const younger = (name: string): string => `${BACKUPS}000900-2999-01-01T00-00-0${name}-${"0".repeat(64)}.tar.gz`;
    cloud.aws("s3", "cp", "--only-show-errors", copy, `s3://${BUCKET}/${younger("1")}`);
    await sleep(1100);
    cloud.aws("s3", "cp", "--only-show-errors", join(place, "garbage"), `s3://${BUCKET}/${younger("2")}`);
    // What a machine that is long in going copies last of all is whole, and older than it looks.
    const oldest = join(place, "oldest");
    cloud.aws("s3", "cp", "--only-show-errors", `s3://${BUCKET}/${all[0]}`, oldest);
    const late = `${BACKUPS}000001-2999-01-01T00-00-09Z-${createHash("sha256").update(readFileSync(oldest)).digest("hex")}.tar.gz`;
    await sleep(1100);
    cloud.aws("s3", "cp", "--only-show-errors", oldest, `s3://${BUCKET}/${late}`);
    master = launchMaster("master-3", "172.31.16.40");
    // The API is away for the first tries.
    master.write("aws-fails", "3");
    master.boot();
    await isUp(master, "machine-setup.service", "etcd.service");
    const said = master.exec("journalctl", "--no-pager", "--identifier=restore-etcd").stdout;
    expect(said.match(/is broken, the next older one is tried/g)).toHaveLength(2);
    expect(said).toContain(`restored ${newest}`);
    expect(keysOf(master)).toEqual([...KEYS, "/registry/late=just in time"].sort());
    expect(master.read("aws-fails").trim()).toBe("0");
    mark("a broken snapshot was passed over");
  });

  test("a second boot of the control plane leaves its data alone", async () => {
    expect(etcd(master, "registry/later", "-XPUT", "-d", "value=kept").stdout).toContain('"action":"set"');
    await master.kill();
    master.boot();
    await isUp(master, "machine-setup.service", "etcd.service");
    expect(master.exec("journalctl", "--no-pager", "--boot", "--identifier=restore-etcd").stdout).toContain(
      "there is data already",
    );
    expect(keysOf(master)).toContain("/registry/later=kept");
  });

  test("a file with another digest is refused, and the machine is mended when the right one is there", async () => {
    const program = "minion/opt/bin/node-registration";
    const right = join(place, "stacks/cluster/bucket", program);
    const objects = output.contents.payloads.flatMap((payload) => payload.objects);
    const key = objects.find((each) => each.key.startsWith(`${program}@`))?.key ?? "";
    const wrong = join(place, "wrong");
    copyFileSync(right, wrong);
    writeFileSync(wrong, "#!/bin/bash\necho something else\n");
    cloud.aws("s3", "cp", "--only-show-errors", wrong, `s3://${BUCKET}/${key}`);
    const other = launch("minion-2", "minion", "172.31.0.50");
    other.boot();
    await until("the refusal", () => other.is("systemctl --quiet is-failed machine-setup.service"));
    expect(other.journal("machine-setup.service")).toContain(`${program} is refused: its SHA-256 is`);
    expect(other.is("test -e /opt/bin/node-registration")).toBe(false);
    expect(other.is("systemctl --quiet is-active kube-kubelet.service")).toBe(false);
    cloud.aws("s3", "cp", "--only-show-errors", right, `s3://${BUCKET}/${key}`);
    await isUp(other, "machine-setup.service", "kube-kubelet.service");
    mark("a machine with a refused file is mended");
    // It dies without a word: the control plane takes its name away.
    const name = `${cloud.instanceOf(other)}.minion.dev.kube`;
    expect(recordOf(name)).toBe(other.address);
    await cloud.destroy(other);
    expect(master.exec("systemctl", "start", "dead-records.service").status).toBe(0);
    expect(recordOf(name)).toBe("");
    expect(recordOf(`${cloud.instanceOf(minion)}.minion.dev.kube`)).toBe(minion.address);
  });
});
