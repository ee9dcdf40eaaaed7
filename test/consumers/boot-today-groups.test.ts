/**
 * Today's Kubernetes on AWS, in auto-scaling groups and with addresses that stay, booted: user-data by real cloud-init or as Ignition would, files from S3 and what nodes
 * join by from the Parameter Store of a stand-in AWS, asked by requests that the machine's own curl signs. Real: systemd,
 * containerd, etcd, TLS, every script of ours. Stand-ins that record, and refuse as the real ones do: kubeadm, the kubelet,
 * kubectl, the kernel.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { moto } from "../support/aws-api.ts";
import { BOOT_NEEDS, type Furnishing, type Machine } from "../support/booted.ts";
import { compileText, contentOf, specOf } from "../support/cases.ts";
import { Cloud } from "../support/cloud.ts";
import { until } from "../support/processes.ts";
import { FLATCAR, ignite, type Mirror, prepareTodayTree, serveMirror, TODAY } from "../support/today.ts";
import { program, testWith, works } from "../support/tools.ts";

const NEEDS = [...BOOT_NEEDS, moto(), works("the AWS command line", "aws", "--version"), program("losetup")];
const test = testWith(...NEEDS);
const canBoot = NEEDS.every(({ met }) => met);

const BUCKET = "example-prod-kubernetes";
const JOIN = "/clusterwright/example/join";
const API = "http://172.31.255.254:5000";
const SECRET = 'top & "secret" $token';
const TOKEN = /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/;

function compiled(spec: string) {
  const result = compileText(spec);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
  return result;
}

/** A cloud and what is the same for every cluster in it. */
class Groups {
  readonly place = mkdtempSync(join(tmpdir(), "clusterwright-today-groups-"));
  readonly disk = join(this.place, "control-plane.img");
  cloud!: Cloud;
  mirror!: Mirror;
  volume = "";

  async start(versions: readonly string[]): Promise<void> {
    prepareTodayTree();
    this.cloud = new Cloud(this.place, "example");
    await this.cloud.start();
    this.mirror = serveMirror(this.cloud.network, this.place, versions, 8001);
    const tags = "Tags=[{Key=Cluster,Value=example},{Key=Group,Value=control-plane},{Key=Disk,Value=control-plane}]";
    this.volume = this.cloud.aws(
      "ec2",
      "create-volume",
      "--availability-zone=eu-central-1a",
      "--size=8",
      `--tag-specifications=ResourceType=volume,${tags}`,
      "--query=VolumeId",
      "--output=text",
    );
  }

  /** Somebody else's, that the stand-in has the bucket for; its private zone is of no use here. */
  furnish(): void {
    this.cloud.furnish(BUCKET, "prod.kube");
  }

  /** Not booted yet. */
  launch(name: string, group: string, address: string, userData: string, furnishing: Furnishing = TODAY): Machine {
    const isControlPlane = group === "control-plane";
    const machine = this.cloud.launch({
      name,
      address,
      zone: "eu-central-1a",
      tag: group,
      group,
      userData: userData.replace(/\n( +)BUCKET=/, `\n$1AWS_ENDPOINT_URL=${API}\n$1BUCKET=`),
      furnishing,
      ...(isControlPlane ? { disk: this.disk } : {}),
    });
    machine.write("var/log/stand-ins/api-is-ready", "");
    return machine;
  }

  /** The machine is gone, as if its group had taken it away; its disk is free. */
  async lose(machine: Machine): Promise<void> {
    await this.cloud.destroy(machine);
    this.free();
  }

  free(): void {
    const query = "--query=Volumes[0].Attachments[0].InstanceId";
    const holder = this.cloud.aws("ec2", "describe-volumes", "--volume-ids", this.volume, query, "--output=text");
    if (!holder.startsWith("i-")) return;
    const what = ["--volume-id", this.volume, "--instance-id", holder, "--device=/dev/xvdf"];
    this.cloud.aws("ec2", "detach-volume", ...what);
  }

  async stop(): Promise<void> {
    this.mirror?.server.kill();
    await this.cloud?.stop();
    rmSync(this.place, { recursive: true, force: true });
  }
}

const said = (machine: Machine, file: string): string =>
  existsSync(join(machine.root, "var/log/stand-ins", file)) ? machine.read(`var/log/stand-ins/${file}`) : "";

/** A file of the disk that outlives the machine, which only the machine itself sees. */
const keptOn = (machine: Machine, file: string): string => machine.exec("cat", `/etc/kubernetes/pki/${file}`).stdout;

/** What each call of kubeadm was given, but for asking its version and for tokens. */
const calls = (machine: Machine): readonly string[] =>
  Array.from({ length: 60 }, (_, number) =>
    said(machine, `kubeadm.${number}.args`).trim().replaceAll("\n", " "),
  ).filter((call) => call !== "" && !/^(version|token|certs)/.test(call));

const isUp = (machine: Machine, ...units: readonly string[]) =>
  until(`${units.join(", ")} of ${machine.name}`, () => machine.isUp(units)).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${machine.journal().split("\n").slice(-80).join("\n")}`);
  });

const CONTROL_PLANE = [
  "machine-setup.service",
  "containerd.service",
  "kubeadm-init.service",
  "kubelet.service",
  "kube-addons.service",
  "publish-join.timer",
  "etcd-snapshot.timer",
  "standing-files.timer",
  "renew-certificates.timer",
  "launch-complete.service",
];
const NODE = ["machine-setup.service", "containerd.service", "kubeadm-join.service", "kubelet.service"];

describe("Ubuntu", () => {
  const groups = new Groups();
  let spec = "";
  let output: ReturnType<typeof compiled>;
  let node: Machine;
  let first: Machine;
  let second: Machine;
  const userData = (group: string): string => contentOf(output, `stacks/cluster/user-data/${group}.yml`);

  beforeAll(async () => {
    if (!canBoot) return;
    await groups.start(["1.37.1"]);
    spec = `${specOf("groups-ubuntu")}
etcd: { backup: { periodMinutes: 600, keep: 2 } }
egress: { programMirror: "${groups.mirror.url}" }
${groups.mirror.digests("1.37.1")}
workloads:
  - name: greeter
    containers: [{ name: greeter, image: "example/greeter:1", env: { GREETING: "%%GREETING%%" } }]
tokens: { GREETING: { ssm: /example/greeting, secret: true } }
`.replace("count: 2 }", "count: 2, labels: { tier: work } }");
    output = compiled(spec);
    node = groups.launch("node1", "worker", "172.31.10.21", userData("worker"));
    first = groups.launch("cp1", "control-plane", "172.31.10.11", userData("control-plane"));
  });

  afterAll(() => groups.stop());

  test("a node that comes before the bucket fails visibly, and tries again", async () => {
    node.boot();
    await until("the failure", () => node.is("systemctl -q is-failed machine-setup.service"));
    expect(node.journal("machine-setup")).toMatch(/fetch-first|curl/);
    groups.furnish();
    groups.cloud.secret("/example/greeting", SECRET);
    groups.cloud.upload(BUCKET, output.contents.payloads);
    node.exec("systemctl", "start", "--no-block", "machine-setup.service");
    await until("the waiting node", () => node.journal("kubeadm-join").includes(`waiting for ${JOIN}`));
    expect(node.isUp(["machine-setup.service", "containerd.service"])).toBe(true);
    expect(node.is("systemctl -q is-active kubelet.service")).toBe(false);
  });

  test("containers and volumes of the node are on its data disk", () => {
    for (const directory of ["containerd", "kubelet"])
      expect(node.exec("findmnt", "-n", "-o", "FSROOT", `/var/lib/${directory}`).stdout.trim()).toBe(`/${directory}`);
  });

  test("the control plane waits for its disk while another machine has it", async () => {
    const other = groups.cloud.aws(
      "ec2",
      "run-instances",
      "--image-id=ami-0123456789abcdef0",
      "--query=Instances[0].InstanceId",
      "--output=text",
    );
    const { volume } = groups;
    groups.cloud.aws("ec2", "attach-volume", "--volume-id", volume, "--instance-id", other, "--device=/dev/xvdf");
    first.boot();
    await until("the refusal", () => first.journal().includes("the control plane's disk is not free"));
    groups.free();
    await isUp(first, ...CONTROL_PLANE);
    expect(
      groups.cloud.aws(
        "ec2",
        "describe-volumes",
        "--volume-ids",
        volume,
        "--query=Volumes[0].Attachments[0].InstanceId",
        "--output=text",
      ),
    ).toBe(groups.cloud.instanceOf(first));
  });

  test("kubeadm is told what only the machine knows, and etcd, certificates and keys are on the disk that stays", () => {
    const instance = groups.cloud.instanceOf(first);
    expect(calls(first)).toEqual(["init --config=/etc/kubernetes/kubeadm.yaml --skip-token-print"]);
    const told = first.read("etc/kubernetes/kubeadm.yaml");
    expect(told).toContain(`name: "${instance}"`);
    expect(told).toContain('advertiseAddress: "172.31.10.11"');
    expect(first.exec("stat", "-c", "%a %U", "/etc/kubernetes/kubeadm.yaml").stdout).toBe("600 root\n");
    const args = said(first, "kubelet.args");
    expect(args).toContain("--cloud-provider=external");
    expect(args).toContain(`--provider-id=aws:///eu-central-1a/${instance}`);
    expect(first.exec("findmnt", "-n", "-o", "FSROOT", "/var/lib/etcd").stdout.trim()).toBe("/etcd");
    expect(first.exec("findmnt", "-n", "-o", "FSROOT", "/etc/kubernetes/pki").stdout.trim()).toBe("/pki");
    expect(first.exec("stat", "-c", "%a %U", "/etc/kubernetes/pki/encryption.yaml").stdout).toBe("600 root\n");
    // It asks itself, whatever the load balancer does.
    expect(first.exec("getent", "hosts", "api.prod.kube").stdout).toContain("127.0.0.1");
  });

  test("everything is applied by the control plane, with the secret that the machine's role reads", () => {
    const applied = said(first, "kubectl.applied");
    for (const name of ["kube-flannel-ds", "aws-cloud-controller-manager", "coredns", "greeter"])
      expect(applied).toContain(`name: ${name}`);
    expect(JSON.stringify(applied)).toContain(JSON.stringify(JSON.stringify(SECRET)).slice(1, -1));
    expect(first.journal()).not.toContain(SECRET);
  });

  test("the node joins by what the Parameter Store has, encrypted, and its labels and its instance are known", async () => {
    await isUp(node, ...NODE);
    const [type, text] = ["Type", "Value"].map((key) =>
      groups.cloud.aws(
        "ssm",
        "get-parameter",
        "--name",
        JOIN,
        "--with-decryption",
        `--query=Parameter.${key}`,
        "--output=text",
      ),
    );
    expect(type).toBe("SecureString");
    expect(text).toMatch(TOKEN);
    expect(said(node, "join-token")).toMatch(TOKEN);
    expect(said(node, "join-file")).toBe("600 root\n");
    expect(said(node, "join-server")).toBe("https://api.prod.kube:6443\n");
    expect(node.is("test -e /run/kubernetes-join/kubeconfig")).toBe(false);
    expect(keptOn(node, "ca.crt")).toBe(keptOn(first, "ca.crt"));
    const args = said(node, "kubelet.args");
    expect(args).toContain("--node-labels=tier=work");
    expect(args).toContain(`--provider-id=aws:///eu-central-1a/${groups.cloud.instanceOf(node)}`);
  });

  test("the group hears of the node once Kubernetes calls it Ready, and not before", async () => {
    const serves = (machine: Machine) =>
      machine.journal("launch-complete").includes(`knows that ${groups.cloud.instanceOf(machine)} serves`);
    await until("the control plane's word", () => serves(first));
    expect(node.journal("launch-complete")).toContain("waiting to serve");
    expect(serves(node)).toBe(false);
    node.write("var/log/stand-ins/ready", "True");
    await until("the node's word", () => serves(node));
  });

  test("what machines join by is renewed, and is nowhere but where it belongs", () => {
    const value = () =>
      groups.cloud.aws(
        "ssm",
        "get-parameter",
        "--name",
        JOIN,
        "--with-decryption",
        "--query=Parameter.Value",
        "--output=text",
      );
    const before = TOKEN.exec(value())?.[0] ?? "";
    expect(first.exec("systemctl", "start", "publish-join.service").status).toBe(0);
    const after = TOKEN.exec(value())?.[0] ?? "";
    expect(after).not.toBe(before);
    for (const machine of [first, node]) {
      for (const token of said(first, "tokens").trim().split("\n")) {
        expect(machine.journal()).not.toContain(token);
        const found = machine.exec("grep", "-r", "-l", "-F", token, "/etc", "/var/lib", "/run", "/opt", "/tmp");
        expect(found.stdout).toBe("");
      }
    }
  });

  test("the disk is copied, and of its copies the newest stay", () => {
    const snapshots = () =>
      groups.cloud
        .aws(
          "ec2",
          "describe-snapshots",
          "--owner-ids=self",
          "--filters=Name=tag:Disk,Values=control-plane",
          "--query=Snapshots[].[SnapshotId,VolumeId]",
          "--output=text",
        )
        .split("\n")
        .filter((line) => line !== "");
    const ids: string[] = [];
    for (let run = 0; run < 4; run++) {
      const { status, output: printed } = first.exec("/opt/bin/snapshot-disk");
      expect(status, printed).toBe(0);
      ids.push(
        ...snapshots()
          .map((line) => line.split("\t")[0] ?? "")
          .filter((id) => !ids.includes(id)),
      );
    }
    expect(ids).toHaveLength(4);
    expect(snapshots().sort()).toEqual([`${ids[2]}\t${groups.volume}`, `${ids[3]}\t${groups.volume}`].sort());
    const counted = groups.cloud.aws("cloudwatch", "list-metrics", "--query=Metrics[].MetricName", "--output=text");
    expect(counted).toContain("EtcdSnapshots");
  });

  test("a reboot changes nothing", async () => {
    const before = [first, node].map(calls);
    const key = keptOn(first, "encryption.yaml");
    for (const machine of [first, node]) {
      await machine.powerOff();
      machine.boot();
    }
    await isUp(first, ...CONTROL_PLANE);
    await isUp(node, ...NODE);
    expect([first, node].map(calls)).toEqual(before);
    expect(keptOn(first, "encryption.yaml")).toBe(key);
  });

  test("a changed add-on is taken over while everything runs", async () => {
    const later = compiled(spec.replace("example/greeter:1", "example/greeter:2"));
    expect(contentOf(later, "stacks/cluster/user-data/control-plane.yml")).toBe(userData("control-plane"));
    groups.cloud.upload(BUCKET, later.contents.payloads);
    expect(first.exec("systemctl", "start", "standing-files.service").status).toBe(0);
    await until("the add-on", () => said(first, "kubectl.applied").includes("example/greeter:2"));
    expect(calls(first)).toHaveLength(1);
  });

  const etcdctl = (machine: Machine, ...words: readonly string[]) => {
    const pki = "/etc/kubernetes/pki/etcd";
    return machine.exec(
      "/usr/bin/etcdctl",
      "--endpoints=https://127.0.0.1:2379",
      `--cacert=${pki}/ca.crt`,
      `--cert=${pki}/healthcheck-client.crt`,
      `--key=${pki}/healthcheck-client.key`,
      ...words,
    );
  };

  test("a control plane that is lost goes on with all that it knew, at another address", async () => {
    const stored = etcdctl(first, "put", "/registry/what", "it knew");
    expect(stored.status, stored.output).toBe(0);
    const kept = ["ca.crt", "ca.key", "encryption.yaml", "etcd/ca.crt"].map((file) => keptOn(first, `${file}`));
    const leaf = keptOn(first, "apiserver.crt");
    await groups.lose(first);
    second = groups.launch("cp2", "control-plane", "172.31.10.12", userData("control-plane"));
    second.boot();
    await isUp(second, ...CONTROL_PLANE);
    expect(calls(second)).toEqual([
      "init --config=/etc/kubernetes/kubeadm.yaml --skip-token-print --ignore-preflight-errors=DirAvailable--var-lib-etcd",
    ]);
    expect(["ca.crt", "ca.key", "encryption.yaml", "etcd/ca.crt"].map((file) => keptOn(second, `${file}`))).toEqual(
      kept,
    );
    expect(keptOn(second, "apiserver.crt")).not.toBe(leaf);
    expect(etcdctl(second, "get", "/registry/what", "--print-value-only").stdout).toBe("it knew\n");
    expect(etcdctl(second, "member", "list").stdout).toContain("https://172.31.10.12:2380");
    expect(etcdctl(second, "member", "list").stdout).not.toContain("172.31.10.11");
  });

  test("a program, or a file, with another content is refused", async () => {
    const object = output.contents.payloads
      .flatMap(({ objects }) => objects)
      .find(({ key }) => key.startsWith("worker/opt/bin/fetch-files@"));
    writeFileSync(join(groups.place, "other"), "#!/bin/sh\n");
    groups.cloud.aws("s3", "cp", "--only-show-errors", join(groups.place, "other"), `s3://${BUCKET}/${object?.key}`);
    const late = groups.launch("node2", "worker", "172.31.10.22", userData("worker"));
    late.boot();
    await until("the refusal", () => late.journal("machine-setup").includes("worker/opt/bin/fetch-files is refused"));
    expect(late.is("test -e /opt/bin/fetch-files")).toBe(false);
  });
});

describe("Flatcar", () => {
  const groups = new Groups();
  const HOSTILE = `a"b\\c %41 %% + / ? # & ü 日本 \${x} $(id)`;
  let node: Machine;
  let control: Machine;

  beforeAll(async () => {
    if (!canBoot) return;
    await groups.start(["1.36.4"]);
    const spec = `${specOf("groups-ubuntu")}
egress: { programMirror: "${groups.mirror.url}" }
${groups.mirror.digests("1.36.4")}
data: { database: { instanceClass: db.t3.medium } }
files: [{ path: /etc/shop/database, content: "host=%%DATABASE%% 100%\\n" }]
tokens: { DATABASE: { terraform: database_address } }
`
      .replace("family: ubuntu", "family: flatcar")
      .replace("1.37.1", "1.36.4");
    const output = compiled(spec);
    groups.furnish();
    groups.cloud.upload(BUCKET, output.contents.payloads, (text) => text.replaceAll(/%%OUTPUT_[A-Z_]+%%/g, "x"));
    // As Terraform does it.
    const bound = (role: string): string =>
      contentOf(output, `stacks/cluster/user-data/${role}.ign`).replaceAll("%%DATABASE%%", encodeURIComponent(HOSTILE));
    const launch = (name: string, role: string, address: string): Machine => {
      const machine = groups.launch(name, role, address, "", FLATCAR);
      ignite(machine, bound(role));
      const told = machine.read("etc/cluster-environment");
      machine.write("etc/cluster-environment", `${told}AWS_ENDPOINT_URL=${API}\n`);
      machine.boot();
      return machine;
    };
    control = launch("cp1", "control-plane", "172.31.10.11");
    node = launch("node1", "worker", "172.31.10.21");
  });

  afterAll(() => groups.stop());

  test("the control plane and a node come up, and write nothing to /usr", async () => {
    await isUp(control, ...CONTROL_PLANE);
    await isUp(node, ...NODE);
    expect(control.is("touch /usr/x")).toBe(false);
    expect(said(node, "join-server")).toBe("https://api.prod.kube:6443\n");
  });

  test("what Terraform fills in arrives as it is, whatever it is", () => {
    expect(readFileSync(join(node.root, "etc/shop/database"), "utf8")).toBe(`host=${HOSTILE} 100%\n`);
  });
});

describe("machines with addresses of their own", () => {
  const groups = new Groups();
  const [AT, NODE_AT] = ["172.31.0.10", "172.31.2.10"];
  let output: ReturnType<typeof compiled>;
  let node: Machine;
  let first: Machine;
  const userData = (role: string): string => contentOf(output, `stacks/cluster/user-data/${role}.yml`);
  const UNITS = CONTROL_PLANE.filter((unit) => unit !== "launch-complete.service");

  beforeAll(async () => {
    if (!canBoot) return;
    await groups.start(["1.36.4"]);
    output = compiled(
      `${specOf("aws-ubuntu")}
egress: { programMirror: "${groups.mirror.url}" }
${groups.mirror.digests("1.36.4")}`
        .replace("name: shop", "name: example")
        .replace("example-shop-kubernetes", BUCKET),
    );
    groups.furnish();
    groups.cloud.upload(BUCKET, output.contents.payloads);
    node = groups.launch("node1", "worker", NODE_AT, userData("worker"));
    first = groups.launch("cp1", "control-plane", AT, userData("control-plane"));
    node.boot();
    first.boot();
  });

  afterAll(() => groups.stop());

  test("the control plane and a node come up, and no group waits for them", async () => {
    await isUp(first, ...UNITS, "container-network.service");
    await isUp(node, ...NODE, "container-network.service");
    expect(said(node, "join-server")).toBe("https://api.example.kube:6443\n");
    expect(said(node, "kubelet.args")).toContain("--node-labels=tier=web");
    for (const machine of [first, node]) expect(machine.is("test -e /opt/bin/launch-complete")).toBe(false);
  });

  test("each knows the range of its containers by its address, as the routes that lead there do", () => {
    for (const [machine, range] of [
      [first, "10.0.10.0/24"],
      [node, "10.2.10.0/24"],
    ] as const) {
      expect(machine.read("etc/machine-environment")).toContain(`POD_CIDR=${range}\n`);
      const { plugins } = JSON.parse(machine.read("etc/cni/net.d/10-routes.conflist"));
      expect(plugins[0].ipam.ranges).toEqual([[{ subnet: range }]]);
      expect(machine.exec("iptables", "-w", "-t", "nat", "-S", "POSTROUTING").stdout).toContain(
        `-A POSTROUTING -s ${range} ! -d 10.0.0.0/8 -j MASQUERADE`,
      );
      const routes = contentOf(output, "stacks/cluster/cdk.tf.json");
      expect(routes).toContain(`"containers": "${range}"`);
    }
  });

  test("a control plane that is made anew has the disk, and so the cluster, at the same address", async () => {
    const kept = ["ca.crt", "encryption.yaml"].map((file) => keptOn(first, file));
    await groups.lose(first);
    const second = groups.launch("cp2", "control-plane", AT, userData("control-plane"));
    second.boot();
    await isUp(second, ...UNITS);
    expect(["ca.crt", "encryption.yaml"].map((file) => keptOn(second, file))).toEqual(kept);
    expect(calls(second)).toEqual([
      "init --config=/etc/kubernetes/kubeadm.yaml --skip-token-print --ignore-preflight-errors=DirAvailable--var-lib-etcd",
    ]);
  });
});
