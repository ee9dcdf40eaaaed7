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
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inject } from "vitest";
import { ROOT } from "./cases.ts";
import { until } from "./processes.ts";
import { root as asRoot, program, type Requirement, run, works } from "./tools.ts";

export const BOOT_NEEDS: readonly Requirement[] = [
  asRoot,
  program("systemd-nspawn"),
  program("debootstrap"),
  works("network namespaces", "unshare", "--net", "true"),
];

/** Where EC2 answers for instance metadata. */
const METADATA = "169.254.169.254";

/** The trees outlive the run: they take minutes to make. */
const TREE = join(dirname(inject("directory")), "clusterwright-debian-tree");
const CLOUD_TREE = join(dirname(inject("directory")), "clusterwright-debian-cloud-tree");
const STAND_INS = join(ROOT, "test", "support", "stand-ins");

/** Makes the tree that all machines lie on; the first time that takes a minute. */
export function prepareTree(): void {
  const made = run("bash", [join(ROOT, "test", "support", "debian-tree.sh"), TREE]);
  if (made.status !== 0) throw new Error(made.output);
}

/** The same with cloud-init and the AWS command line; the first time that takes another minute. */
export function prepareCloudTree(): void {
  prepareTree();
  const script = join(ROOT, "test", "support", "debian-cloud-tree.sh");
  const made = run("bash", [script, CLOUD_TREE, TREE]);
  if (made.status !== 0) throw new Error(made.output);
}

export const must = (command: string, ...args: readonly string[]): string => {
  const { status, output, stdout } = run(command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${output}`);
  return stdout;
};

/** The bridge that machines are plugged into, in a namespace of its own. */
export class Network {
  readonly name: string;

  constructor(label: string) {
    this.name = `${basename(inject("directory"))}-${label}-${process.pid}`;
    must("ip", "netns", "add", this.name);
    must("ip", "-n", this.name, "link", "set", "lo", "up");
    must("ip", "-n", this.name, "link", "add", "bridge0", "type", "bridge");
    must("ip", "-n", this.name, "addr", "add", "172.31.255.254/16", "dev", "bridge0");
    must("ip", "-n", this.name, "link", "set", "bridge0", "up");
  }

  /** Runs a program as if on a machine of the network. */
  run(...command: readonly string[]) {
    return run("ip", ["netns", "exec", this.name, ...command]);
  }

  /** Starts a program that goes on running on the network. */
  start(...command: readonly string[]): ChildProcess {
    return spawn("ip", ["netns", "exec", this.name, ...command], { stdio: "ignore" });
  }

  plug(machine: string, address: string): string {
    const namespace = `${this.name}-${machine}`;
    must("ip", "netns", "add", namespace);
    // Devices have short names.
    const device = machine.slice(0, 15);
    must("ip", "-n", this.name, "link", "add", device, "type", "veth", "peer", "name", "host0", "netns", namespace);
    must("ip", "-n", this.name, "link", "set", device, "master", "bridge0", "up");
    must("ip", "-n", namespace, "addr", "add", `${address}/16`, "dev", "host0");
    for (const each of ["lo", "host0"]) must("ip", "-n", namespace, "link", "set", each, "up");
    must("ip", "-n", namespace, "route", "add", METADATA, "dev", "host0");
    return namespace;
  }

  /** Instance metadata for every machine of the network, with session tokens enforced; what it is asked is recorded. */
  serveMetadata(values: Readonly<Record<string, string>> | string, record: string): ChildProcess {
    must("ip", "-n", this.name, "addr", "add", `${METADATA}/32`, "dev", "bridge0");
    const script = join(ROOT, "test", "support", "metadata.py");
    return this.start(
      "python3",
      script,
      METADATA,
      record,
      typeof values === "string" ? values : JSON.stringify(values),
    );
  }

  remove(namespaces: readonly string[]): void {
    for (const namespace of [...namespaces, this.name]) run("ip", ["netns", "del", namespace]);
  }
}

export interface UnitReport {
  readonly state: string;
  /** Microseconds since the boot of the host at which its process, or the unit, was started. */
  readonly started: number;
}

/** What a machine lies on, and what is on it. */
export interface Furnishing {
  readonly tree: string;
  readonly furnish: (machine: Machine) => void;
  /** Whether its systemd takes control groups of version 2 alone, as those since 256 do, whatever this machine has. */
  readonly isUnified?: true;
  /** Whether its image has a `/usr` that nobody writes to. */
  readonly hasReadOnlyUsr?: true;
}

export class Machine {
  readonly root: string;
  readonly namespace: string;
  /** Block devices of the machine: on the host, and inside. */
  readonly devices: [outside: string, inside: string][] = [];
  private container: ChildProcess | undefined;
  private readonly hasReadOnlyUsr: boolean;
  private readonly hierarchy: Readonly<Record<string, string>>;

  constructor(
    readonly place: string,
    readonly name: string,
    network: Network,
    readonly address: string,
    { tree, furnish, isUnified, hasReadOnlyUsr }: Furnishing = COREOS,
  ) {
    this.hasReadOnlyUsr = hasReadOnlyUsr === true;
    this.hierarchy = isUnified === true ? { SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "1" } : {};
    this.namespace = network.plug(name, address);
    this.root = join(place, name, "root");
    for (const part of ["root", "upper", "work"]) mkdirSync(join(place, name, part), { recursive: true });
    const layers = `lowerdir=${tree},upperdir=${join(place, name, "upper")},workdir=${join(place, name, "work")}`;
    must("mount", "-t", "overlay", "overlay", "-o", layers, this.root);
    this.setAside("recorder.sh", "report.sh");
    furnish(this);
    this.prepare();
  }

  /** Stand-ins that are not programs of the machine themselves. */
  setAside(...sources: readonly string[]): void {
    for (const source of sources) this.standIn(`usr/lib/stand-ins/${source.split("/").at(-1)}`, source);
  }

  /** Puts a stand-in in the place of a program, which is kept aside where it is there. */
  standIn(path: string, source: string): void {
    const target = join(this.root, path);
    const aside = join(this.root, "usr/lib/stand-ins");
    mkdirSync(aside, { recursive: true });
    mkdirSync(dirname(target), { recursive: true });
    if (existsSync(target)) renameSync(target, join(aside, path.split("/").at(-1) ?? ""));
    copyFileSync(join(STAND_INS, source), target);
    chmodSync(target, 0o755);
  }

  private prepare(): void {
    // Debian's own etcd service, and its second name, are not the image's.
    for (const path of ["etcd2.service", "multi-user.target.wants/etcd.service"])
      rmSync(join(this.root, "etc/systemd/system", path), { force: true });
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
    const service = `[Unit]\nAfter=basic.target\n[Service]\nType=oneshot\nTimeoutStartSec=infinity\nExecStart=/usr/lib/stand-ins/report.sh ${units.join(" ")}\n`;
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
      "--resolv-conf=off",
      // As on a machine of its own, where it may forward packets.
      "--capability=CAP_NET_ADMIN",
      `--directory=${this.root}`,
      `--machine=${this.name}`,
      `--network-namespace-path=/run/netns/${this.namespace}`,
      ...this.devices.map(([outside, inside]) => `--bind=${outside}:${inside}`),
      ...(this.hasReadOnlyUsr ? [`--bind-ro=${this.root}/usr:/usr`] : []),
    ];
    // A machine may set what its own network needs.
    const env = { ...process.env, ...this.hierarchy, SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network" };
    this.container = spawn("systemd-nspawn", options, { stdio: "ignore", env });
  }

  /** What systemd says of the units, once the report is there. */
  async report(): Promise<ReadonlyMap<string, UnitReport>> {
    await until(`the report of ${this.name}`, () => existsSync(join(this.root, "report")));
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

  /** The machine's first process, as the host sees it. */
  private leader(): string {
    const children = run("pgrep", ["-P", String(this.container?.pid ?? 0)]).stdout;
    return children.split("\n")[0] ?? "";
  }

  /** Runs a program inside, as root. */
  exec(...command: readonly string[]) {
    return run("nsenter", ["--target", this.leader(), "--all", "--", ...command]);
  }

  /** Whether something is so in the machine, by a shell's word. */
  is(condition: string): boolean {
    return this.exec("/bin/sh", "-c", condition).status === 0;
  }

  /** Whether all of the units are up: systemctl itself says yes where one is. */
  isUp(units: readonly string[]): boolean {
    return this.is(units.map((unit) => `systemctl -q is-active ${unit}`).join(" && "));
  }

  /** What nobody is asked for: the machine is gone. */
  async kill(): Promise<void> {
    const { container } = this;
    if (container === undefined || container.exitCode !== null) return;
    const ended = new Promise((resolve) => container.once("exit", resolve));
    // All others go with the first one; the container manager alone would leave them running.
    const leader = Number(this.leader());
    if (leader > 0) process.kill(leader, "SIGKILL");
    await Promise.race([ended, sleep(10_000).then(() => container.kill("SIGKILL"))]);
    this.container = undefined;
  }

  /** An orderly power-off, as SIGTERM to the container manager brings about. */
  async powerOff(): Promise<void> {
    const { container } = this;
    if (container === undefined || container.exitCode !== null) return;
    const ended = new Promise((resolve) => container.once("exit", resolve));
    container.kill("SIGTERM");
    await Promise.race([ended, sleep(STOP_MS).then(() => container.kill("SIGKILL"))]);
    this.container = undefined;
  }

  async remove(): Promise<void> {
    await this.powerOff();
    run("umount", [this.root]);
  }
}

/** Longer than any unit may take to stop (TimeoutStopSec): what a machine does last, it does on a busy host, too. */
const STOP_MS = 150_000;

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

/** A machine of the CoreOS image. */
const COREOS: Furnishing = {
  tree: TREE,
  furnish: (machine) => {
    for (const [path, source] of Object.entries(PROGRAMS)) machine.standIn(path, source);
    for (const [name, text] of Object.entries(SOCKETS)) machine.write(`usr/lib/systemd/system/${name}`, text);
  },
};

/** Programs that machines fetch: each records what it is given. */
const FETCHED = ["flanneld-amd64", "kubelet", "kubectl", "kube-apiserver"];

/** A machine of the CentOS family, as far as cloud-init and the AWS command line make one. */
export const CLOUD: Furnishing = {
  tree: CLOUD_TREE,
  furnish: (machine) => {
    machine.standIn("usr/bin/docker", "cloud/docker");
    machine.standIn("usr/bin/curl", "cloud/curl.sh");
    machine.standIn("usr/local/bin/aws", "cloud/aws.sh");
    machine.setAside(...FETCHED.map((name) => `cloud/${name}`));
  },
};

/** A host that is there already: CoreOS of the second etcd. */
export const HOST: Furnishing = {
  tree: TREE,
  furnish: (machine) => {
    machine.standIn("usr/bin/docker", "cloud/docker");
    machine.standIn("usr/bin/curl", "cloud/curl.sh");
    machine.setAside(...["flanneld-amd64", "kubelet", "kube-apiserver"].map((name) => `cloud/${name}`));
    machine.write("usr/bin/etcd2", '#!/bin/sh\nexport ETCD_ENABLE_V2=true\nexec /usr/bin/etcd "$@"\n', 0o755);
    machine.write("usr/lib/systemd/system/docker.socket", "[Socket]\nListenStream=/run/docker.sock\n");
  },
};

/** Files that the image brings for its units to read. */
export const ATOMIC_SETTINGS = [
  "etc/etcd/etcd.conf",
  "etc/sysconfig/flanneld",
  "etc/sysconfig/docker",
  ...["config", "apiserver", "controller-manager", "scheduler", "kubelet", "proxy"].map(
    (name) => `etc/kubernetes/${name}`,
  ),
];

/** A unit of a package, as far as it matters here: what it reads, and its command line. */
const packaged = (user: string | null, files: readonly string[], command: string, more = ""): string => `[Service]
${user === null ? "" : `User=${user}\n`}${files.map((file) => `EnvironmentFile=-${file}\n`).join("")}ExecStart=${command}
Restart=on-failure
${more}
[Install]
WantedBy=multi-user.target
`;

const kubernetes = (program: string, file: string, words: string, user: string | null, more = ""): string =>
  packaged(
    user,
    ["/etc/kubernetes/config", `/etc/kubernetes/${file}`],
    `/usr/bin/${program} $KUBE_LOGTOSTDERR $KUBE_LOG_LEVEL ${words}`,
    more,
  );

/** The units of RHEL Atomic's packages: contrib/init/systemd of Kubernetes, and those of flannel, etcd and docker. */
const ATOMIC_UNITS: Readonly<Record<string, string>> = {
  "etcd.service": packaged("etcd", ["/etc/etcd/etcd.conf"], "/usr/bin/etcd --enable-v2=true", "Type=notify\n"),
  "flanneld.service": packaged(
    null,
    ["/etc/sysconfig/flanneld"],
    "/usr/bin/flanneld -etcd-endpoints=${FLANNEL_ETCD} -etcd-prefix=${FLANNEL_ETCD_KEY} $FLANNEL_OPTIONS",
    "Type=notify\nNotifyAccess=all\nExecStartPost=/usr/libexec/flannel/mk-docker-opts.sh\n[Unit]\nBefore=docker.service\n",
  ).concat("RequiredBy=docker.service\n"),
  "docker.service": packaged(
    null,
    ["/etc/sysconfig/docker", "/etc/sysconfig/docker-storage"],
    "/usr/bin/docker -d $OPTIONS $DOCKER_STORAGE_OPTIONS $DOCKER_NETWORK_OPTIONS",
  ),
  "docker.service.d/flannel.conf": "[Service]\nEnvironmentFile=-/run/flannel/docker\n",
  "kube-apiserver.service": kubernetes(
    "kube-apiserver",
    "apiserver",
    "$KUBE_ETCD_SERVERS $KUBE_API_ADDRESS $KUBE_API_PORT $KUBELET_PORT $KUBE_ALLOW_PRIV $KUBE_SERVICE_ADDRESSES $KUBE_ADMISSION_CONTROL $KUBE_API_ARGS",
    "kube",
  ),
  "kube-controller-manager.service": kubernetes(
    "kube-controller-manager",
    "controller-manager",
    "$KUBE_MASTER $KUBE_CONTROLLER_MANAGER_ARGS",
    "kube",
  ),
  "kube-scheduler.service": kubernetes("kube-scheduler", "scheduler", "$KUBE_MASTER $KUBE_SCHEDULER_ARGS", "kube"),
  "kube-proxy.service": kubernetes("kube-proxy", "proxy", "$KUBE_MASTER $KUBE_PROXY_ARGS", null),
  "kubelet.service": kubernetes(
    "kubelet",
    "kubelet",
    "$KUBELET_API_SERVER $KUBELET_ADDRESS $KUBELET_PORT $KUBELET_HOSTNAME $KUBE_ALLOW_PRIV $KUBELET_ARGS",
    null,
    "[Unit]\nAfter=docker.service\nRequires=docker.service\n",
  ),
};

/** RHEL Atomic, as far as its packages go: docker runs from the start, as the image has it. */
export const ATOMIC: Furnishing = {
  tree: TREE,
  furnish: (machine) => {
    machine.standIn("usr/bin/docker", "cloud/docker");
    machine.standIn("usr/bin/flanneld", "atomic/flanneld");
    machine.standIn("usr/libexec/flannel/mk-docker-opts.sh", "atomic/mk-docker-opts.sh");
    for (const name of ["kube-apiserver", "kubelet"]) machine.standIn(`usr/bin/${name}`, `cloud/${name}`);
    for (const name of ["kube-controller-manager", "kube-scheduler", "kube-proxy"])
      machine.standIn(`usr/bin/${name}`, "recorder.sh");
    for (const [name, text] of Object.entries(ATOMIC_UNITS)) machine.write(`usr/lib/systemd/system/${name}`, text);
    for (const path of ATOMIC_SETTINGS) machine.write(path, "# the image's own\n");
    machine.write("etc/machine-id", "");
    mkdirSync(join(machine.root, "var/log/stand-ins"), { recursive: true });
    chmodSync(join(machine.root, "var/log/stand-ins"), 0o777);
    symlinkSync("/usr/bin/curl", join(machine.root, "usr/lib/stand-ins/curl"));
    must("chroot", machine.root, "useradd", "--system", "--user-group", "kube");
    must("chroot", machine.root, "install", "-d", "-o", "etcd", "-g", "etcd", "/var/lib/etcd");
    must("chroot", machine.root, "install", "-d", "/var/lib/kubelet");
    must("systemctl", `--root=${machine.root}`, "--quiet", "enable", "docker.service");
  },
};

/** The same with cloud-init, which finds user-data where no cloud is asked for it. */
export const atomicBy = (userData: string): Furnishing => ({
  tree: CLOUD_TREE,
  furnish: (machine) => {
    ATOMIC.furnish(machine);
    machine.write("var/lib/cloud/seed/nocloud/user-data", userData);
    machine.write("var/lib/cloud/seed/nocloud/meta-data", `instance-id: first\nlocal-hostname: ${machine.name}\n`);
  },
});

/** A host with sshd, where root logs in by the key that is given. */
export const reachedBySsh = (authorizedKey: string, host: Furnishing = HOST): Furnishing => ({
  ...host,
  furnish: (machine) => {
    host.furnish(machine);
    machine.write("root/.ssh/authorized_keys", authorizedKey, 0o600);
    must("systemctl", `--root=${machine.root}`, "--quiet", "enable", "ssh.service");
  },
});
