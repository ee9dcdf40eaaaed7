/** Machines of their own kernel namespaces on one bridge, each an overlay on a Debian tree, booted by systemd. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "./cases.ts";
import { root as asRoot, program, type Requirement, run, works } from "./tools.ts";

export const BOOT_NEEDS: readonly Requirement[] = [
  asRoot,
  program("systemd-nspawn"),
  program("debootstrap"),
  works("network namespaces", "unshare", "--net", "true"),
];

/** Where EC2 answers for instance metadata. */
const METADATA = "169.254.169.254";

const TREE = join(tmpdir(), "clusterwright-debian-tree");
const STAND_INS = join(ROOT, "test", "support", "stand-ins");

/** Makes the tree that all machines lie on; the first time that takes a minute. */
export function prepareTree(): void {
  const made = run("bash", [join(ROOT, "test", "support", "debian-tree.sh"), TREE], { timeoutMs: 600_000 });
  if (made.status !== 0) throw new Error(made.output);
}

const must = (command: string, ...args: readonly string[]): string => {
  const { status, output, stdout } = run(command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${output}`);
  return stdout;
};

/** The bridge that machines are plugged into, in a namespace of its own. */
export class Network {
  readonly name: string;

  constructor(label: string) {
    this.name = `cw-${label}-${process.pid}`;
    must("ip", "netns", "add", this.name);
    must("ip", "-n", this.name, "link", "add", "bridge0", "type", "bridge");
    must("ip", "-n", this.name, "addr", "add", "172.31.255.254/16", "dev", "bridge0");
    must("ip", "-n", this.name, "link", "set", "bridge0", "up");
  }

  /** Runs a program as if on a machine of the network. */
  run(...command: readonly string[]) {
    return run("ip", ["netns", "exec", this.name, ...command]);
  }

  plug(machine: string, address: string): string {
    const namespace = `${this.name}-${machine}`;
    must("ip", "netns", "add", namespace);
    must("ip", "-n", this.name, "link", "add", machine, "type", "veth", "peer", "name", "host0", "netns", namespace);
    must("ip", "-n", this.name, "link", "set", machine, "master", "bridge0", "up");
    must("ip", "-n", namespace, "addr", "add", `${address}/16`, "dev", "host0");
    for (const device of ["lo", "host0"]) must("ip", "-n", namespace, "link", "set", device, "up");
    must("ip", "-n", namespace, "route", "add", METADATA, "dev", "host0");
    return namespace;
  }

  /** Instance metadata for every machine of the network, with session tokens enforced; what it is asked is recorded. */
  serveMetadata(values: Readonly<Record<string, string>>, record: string): ChildProcess {
    must("ip", "-n", this.name, "addr", "add", `${METADATA}/32`, "dev", "bridge0");
    const script = join(ROOT, "test", "support", "metadata.py");
    return spawn("ip", ["netns", "exec", this.name, "python3", script, METADATA, record, JSON.stringify(values)], {
      stdio: "ignore",
    });
  }

  remove(namespaces: readonly string[]): void {
    for (const namespace of [...namespaces, this.name]) run("ip", ["netns", "del", namespace]);
  }
}

/** Programs of the image that cannot be had, by path; etcd and curl keep the real ones aside. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "usr/bin/docker": "recorder.sh",
  "usr/bin/fleetd": "recorder.sh",
  "sbin/iptables": "iptables.sh",
  "usr/bin/curl": "curl.sh",
  "usr/bin/etcd": "etcd.sh",
};

const SOCKETS: Readonly<Record<string, string>> = {
  "docker.socket": "[Socket]\nListenStream=/run/docker.sock\n",
  "fleet.socket": "[Socket]\nListenStream=/run/fleet.sock\n",
};

export interface UnitReport {
  readonly state: string;
  /** Microseconds since the boot of the host at which its process, or the unit, was started. */
  readonly started: number;
}

export class Machine {
  readonly root: string;
  readonly namespace: string;
  private container: ChildProcess | undefined;

  constructor(
    readonly place: string,
    readonly name: string,
    network: Network,
    readonly address: string,
  ) {
    this.namespace = network.plug(name, address);
    this.root = join(place, name, "root");
    for (const part of ["root", "upper", "work"]) mkdirSync(join(place, name, part), { recursive: true });
    const layers = `lowerdir=${TREE},upperdir=${join(place, name, "upper")},workdir=${join(place, name, "work")}`;
    must("mount", "-t", "overlay", "overlay", "-o", layers, this.root);
    this.furnish();
  }

  private furnish(): void {
    const aside = join(this.root, "usr/lib/stand-ins");
    mkdirSync(aside, { recursive: true });
    for (const name of ["curl", "etcd"]) renameSync(join(this.root, "usr/bin", name), join(aside, name));
    for (const source of ["recorder.sh", "report.sh"]) copyFileSync(join(STAND_INS, source), join(aside, source));
    for (const [path, source] of Object.entries(PROGRAMS)) {
      copyFileSync(join(STAND_INS, source), join(this.root, path));
      chmodSync(join(this.root, path), 0o755);
    }
    // Debian's own etcd service, and its second name, are not the image's.
    for (const path of ["etcd2.service", "multi-user.target.wants/etcd.service"])
      rmSync(join(this.root, "etc/systemd/system", path), { force: true });
    for (const source of ["recorder.sh", "report.sh"]) chmodSync(join(aside, source), 0o755);
    for (const [name, text] of Object.entries(SOCKETS))
      writeFileSync(join(this.root, "usr/lib/systemd/system", name), text);
    // The root is an overlay that the host mounted; remounting it from inside is not the machine's to do.
    symlinkSync("/dev/null", join(this.root, "etc/systemd/system/systemd-remount-fs.service"));
    writeFileSync(join(this.root, "etc/hostname"), `${this.name}\n`);
    // The journal outlives the boot, so that it can be read from outside.
    mkdirSync(join(this.root, "var/log/journal"), { recursive: true });
  }

  write(path: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
    chmodSync(join(this.root, path), mode);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** What the units said in all boots so far. */
  journal(...units: readonly string[]): string {
    const chosen = units.map((unit) => `--unit=${unit}`);
    return run("journalctl", [`--directory=${join(this.root, "var/log/journal")}`, "--no-pager", ...chosen]).stdout;
  }

  /** Has the machine report on its units once they are up. */
  reportOn(units: readonly string[]): void {
    const service = `[Unit]\nAfter=basic.target\n[Service]\nType=oneshot\nTimeoutStartSec=300\nExecStart=/usr/lib/stand-ins/report.sh ${units.join(" ")}\n`;
    this.write("etc/systemd/system/report.service", service);
    const wants = join(this.root, "etc/systemd/system/multi-user.target.wants");
    mkdirSync(wants, { recursive: true });
    must("ln", "-sfn", "../report.service", join(wants, "report.service"));
  }

  boot(): void {
    rmSync(join(this.root, "report"), { force: true });
    const options = [
      "--quiet",
      "--boot",
      "--register=no",
      "--keep-unit",
      `--directory=${this.root}`,
      `--machine=${this.name}`,
      `--network-namespace-path=/run/netns/${this.namespace}`,
    ];
    this.container = spawn("systemd-nspawn", options, { stdio: "ignore" });
  }

  /** What systemd says of the units, once the report is there. */
  async report(): Promise<ReadonlyMap<string, UnitReport>> {
    for (let attempt = 0; attempt < 600 && !existsSync(join(this.root, "report")); attempt += 1) await sleep(250);
    const blocks = this.read("report").trim().split("\n\n");
    return new Map(
      blocks.map((block) => {
        const values = new Map(block.split("\n").map((line) => line.split("=", 2) as [string, string]));
        const started =
          Number(values.get("ExecMainStartTimestampMonotonic")) || Number(values.get("ActiveEnterTimestampMonotonic"));
        return [values.get("Id") ?? "", { state: values.get("ActiveState") ?? "", started }];
      }),
    );
  }

  /** An orderly power-off, as SIGTERM to the container manager brings about. */
  async powerOff(): Promise<void> {
    const { container } = this;
    if (container === undefined || container.exitCode !== null) return;
    const ended = new Promise((resolve) => container.once("exit", resolve));
    container.kill("SIGTERM");
    await Promise.race([ended, sleep(30_000).then(() => container.kill("SIGKILL"))]);
    this.container = undefined;
  }

  async remove(): Promise<void> {
    await this.powerOff();
    run("umount", [this.root]);
  }
}
