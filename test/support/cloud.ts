/** A stand-in AWS for booted machines: the API, names, instance metadata and data disks, all on the machines' network. */
import { type ChildProcess, execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Payload } from "../../generators/model/machine.ts";
import { CLOUD, type Furnishing, Machine, must, Network } from "./booted.ts";
import { ROOT } from "./cases.ts";
import { until } from "./processes.ts";

/** The bridge's own address, where everything of AWS answers. */
const HERE = "172.31.255.254";

/** An address that no machine has a way to: what it stands for is reached by the proxy alone (RFC 5737). */
export const OUTSIDE = "192.0.2.1";
const PROXY_PORT = 3128;
/** The proxy as a spec names it. */
export const PROXY = `http://${HERE}:${PROXY_PORT}`;

const ROLE = JSON.stringify({
  Code: "Success",
  LastUpdated: "2026-11-24T10:00:00Z",
  Type: "AWS-HMAC",
  AccessKeyId: "ASIAEXAMPLE",
  SecretAccessKey: "secret",
  Token: "session",
  Expiration: "2046-11-24T16:00:00Z",
});

const DISK_BYTES = String(2 * 1024 * 1024 * 1024);

export interface Wanted {
  readonly name: string;
  readonly address: string;
  readonly zone: string;
  /** Its Name tag. */
  readonly tag: string;
  readonly userData: string;
  /** What its image is; CentOS with cloud-init unless said. */
  readonly furnishing?: Furnishing;
  /** The role that its Group tag names; nothing where nobody asks. */
  readonly group?: string;
  /** The file of the disk that it finds at /dev/xvdf, where that outlives it. */
  readonly disk?: string;
}

export class Cloud {
  readonly network: Network;
  private readonly children: ChildProcess[] = [];
  private readonly loops: string[] = [];
  private readonly metadata: Record<string, Record<string, string>> = {};
  readonly machines: Machine[] = [];

  /** Where the API and the downloads listen, and by which address machines know them. */
  private readonly host: string;
  private readonly known: string;
  private readonly api: string;

  /** @param isBehindProxy whether machines reach the API and the downloads by a proxy, and in no other way */
  constructor(
    readonly place: string,
    readonly cluster: string,
    readonly isBehindProxy = false,
  ) {
    this.network = new Network(isBehindProxy ? "proxied" : "cloud");
    this.host = isBehindProxy ? "127.0.0.1" : HERE;
    this.known = isBehindProxy ? OUTSIDE : HERE;
    this.api = `http://${this.host}:5000`;
  }

  async start(): Promise<void> {
    writeFileSync(join(this.place, "images.json"), "[]");
    this.writeMetadata();
    const script = (name: string): string => join(ROOT, "test", "support", name);
    const images = join(this.place, "images.json");
    this.children.push(this.network.start("python3", script("aws_api.py"), "5000", images, this.host));
    this.children.push(this.network.start("python3", script("names.py"), HERE, this.api));
    mkdirSync(join(this.place, "downloads"), { recursive: true });
    const server = ["-m", "http.server", "--bind", this.host, "--directory", join(this.place, "downloads"), "8000"];
    this.children.push(this.network.start("python3", ...server));
    if (this.isBehindProxy) {
      const record = join(this.place, "proxy.log");
      this.children.push(this.network.start("python3", script("proxy.py"), HERE, String(PROXY_PORT), record, OUTSIDE));
    }
    this.children.push(this.network.serveMetadata(join(this.place, "metadata.json"), join(this.place, "metadata.log")));
    await until("the AWS API", () => this.network.run("curl", "-sf", "-o", "/dev/null", this.api).status === 0);
  }

  private writeMetadata(): void {
    const common = { "iam/security-credentials/": "machine", "iam/security-credentials/machine": ROLE };
    writeFileSync(join(this.place, "metadata.json"), JSON.stringify({ ...common, ...this.metadata }));
  }

  /** The AWS command line as an operator has it; what it prints. */
  aws(...args: readonly string[]): string {
    const command = ["env", "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_DEFAULT_REGION=eu-central-1"];
    const ran = this.network.run(...command, "AWS_PAGER=", "aws", "--endpoint-url", this.api, ...args);
    if (ran.status !== 0) throw new Error(`aws ${args.join(" ")}: ${ran.output}`);
    return ran.stdout.trim();
  }

  /** Puts into the bucket what machines fetch, as Terraform would. */
  upload(bucket: string, payloads: readonly Payload[], bind: (text: string) => string = (text) => text): void {
    const staging = join(this.place, "bucket");
    rmSync(staging, { recursive: true, force: true });
    for (const { key, artifact } of payloads.flatMap(({ objects, standing }) => [...objects, ...standing])) {
      const isStanding = !key.includes("@");
      mkdirSync(dirname(join(staging, key)), { recursive: true });
      writeFileSync(join(staging, key), isStanding ? bind(artifact.content) : artifact.content);
    }
    this.aws("s3", "cp", "--recursive", "--only-show-errors", staging, `s3://${bucket}/`);
  }

  /** The cluster's bucket and its private zone; the zone's id. */
  furnish(bucket: string, domain: string): string {
    this.aws(
      "s3api",
      "create-bucket",
      "--bucket",
      bucket,
      "--create-bucket-configuration",
      "LocationConstraint=eu-central-1",
    );
    const zone = ["--name", domain, "--caller-reference", "1", "--query", "HostedZone.Id", "--output", "text"];
    return this.aws("route53", "create-hosted-zone", ...zone).replace("/hostedzone/", "");
  }

  secret(name: string, value: string): void {
    this.aws("ssm", "put-parameter", "--name", name, "--type", "SecureString", "--value", value);
  }

  /** A program to download, by its path below the server. */
  offerProgram(path: string, source: string): void {
    const target = join(this.place, "downloads", path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(ROOT, "test", "support", "stand-ins", source), target);
  }

  /** An archive as etcd's releases are, with the real etcd of Debian inside, its second API on. */
  offerEtcd(name: string): string {
    const directory = join(this.place, "downloads", name);
    mkdirSync(directory, { recursive: true });
    const script = (program: string, env: string): string => `#!/bin/sh\n${env}exec /usr/bin/${program} "$@"\n`;
    writeFileSync(join(directory, "etcd"), script("etcd", "export ETCD_ENABLE_V2=true\n"), { mode: 0o755 });
    writeFileSync(join(directory, "etcdctl"), script("etcdctl", ""), { mode: 0o755 });
    execFileSync("tar", ["-czf", `${directory}.tar.gz`, "-C", join(this.place, "downloads"), name]);
    return `http://${this.known}:8000/${name}.tar.gz`;
  }

  /** An instance of the API, and the machine that it stands for, with an empty data disk; not booted yet. */
  launch({ name, address, zone, tag, userData, furnishing = CLOUD, group, disk }: Wanted): Machine {
    const ofGroup = group === undefined ? "" : `,{Key=Group,Value=${group}}`;
    const tags = `ResourceType=instance,Tags=[{Key=Name,Value=${tag}},{Key=Cluster,Value=${this.cluster}}${ofGroup}]`;
    const instance = this.aws(
      "ec2",
      "run-instances",
      "--image-id=ami-0123456789abcdef0",
      `--private-ip-address=${address}`,
      `--tag-specifications=${tags}`,
      "--query=Instances[0].InstanceId",
      "--output=text",
    );
    this.metadata[address] = {
      "local-ipv4": address,
      "instance-id": instance,
      "placement/availability-zone": zone,
    };
    this.writeMetadata();
    const machine = new Machine(this.place, name, this.network, address, furnishing);
    const image = disk ?? join(this.place, `${name}.img`);
    must("truncate", "-s", DISK_BYTES, image);
    const loop = must("losetup", "--find", "--show", image).trim();
    this.loops.push(loop);
    machine.devices.push([loop, "/dev/xvdf"]);
    machine.write("var/lib/cloud/seed/nocloud/user-data", userData);
    machine.write("var/lib/cloud/seed/nocloud/meta-data", `instance-id: ${instance}\nlocal-hostname: ${name}\n`);
    machine.write("etc/stand-in-api", `http://${this.known}:5000\n`);
    rmSync(join(machine.root, "etc/resolv.conf"), { force: true });
    machine.write("etc/resolv.conf", `nameserver ${HERE}\n`);
    machine.write("etc/hosts", "127.0.0.1 localhost\n");
    this.machines.push(machine);
    return machine;
  }

  instanceOf({ address }: Machine): string {
    return this.metadata[address]?.["instance-id"] ?? "";
  }

  /** The machine is gone, with its disks, as if a group had taken it away. */
  async destroy(machine: Machine): Promise<void> {
    await machine.kill();
    this.aws("ec2", "terminate-instances", "--instance-ids", this.instanceOf(machine));
  }

  async stop(): Promise<void> {
    await Promise.all(this.machines.map((machine) => machine.kill()));
    for (const machine of this.machines) await machine.remove();
    for (const child of this.children) child.kill("SIGKILL");
    for (const loop of this.loops) must("losetup", "--detach", loop);
    this.network.remove(this.machines.map(({ namespace }) => namespace));
  }
}
