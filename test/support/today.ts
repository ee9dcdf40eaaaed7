/** Machines of today: a Debian tree with a real containerd, and a mirror that has the programs which machines fetch. */
import { type ChildProcess, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inject } from "vitest";
import { programsOf } from "../../generators/variants/kubernetes/pins.ts";
import { type Furnishing, type Machine, must, type Network } from "./booted.ts";
import { ROOT } from "./cases.ts";
import { run } from "./tools.ts";

export const TODAY_TREE = join(dirname(inject("directory")), "clusterwright-debian-today-tree");

/** Makes the tree; the first time that takes two minutes. */
export function prepareTodayTree(): void {
  const made = run("bash", [join(ROOT, "test", "support", "debian-today-tree.sh"), TODAY_TREE]);
  if (made.status !== 0) throw new Error(made.output);
}

/** What a kernel of the host's own is, no container changes: what is asked of it is recorded, and done where it may be. */
const OF_THE_KERNEL: Readonly<Record<string, string>> = {
  modprobe: '#!/bin/sh\nmkdir -p /var/log/stand-ins\necho "$*" >>/var/log/stand-ins/modprobe.calls\n',
  sysctl:
    '#!/bin/sh\nmkdir -p /var/log/stand-ins\necho "$*" >>/var/log/stand-ins/sysctl.calls\nfor file; do case $file in --load=*) grep -v "^#" "${file#*=}" >/var/log/stand-ins/sysctl.settings;; esac; done\necho 1 >/proc/sys/net/ipv4/ip_forward\n',
  swapon: "#!/bin/sh\n",
};

/** A machine of today as its image has it. */
export const TODAY: Furnishing = {
  tree: TODAY_TREE,
  isUnified: true,
  furnish: (machine) => {
    for (const [name, text] of Object.entries(OF_THE_KERNEL)) machine.write(`usr/sbin/${name}`, text, 0o755);
    machine.write("etc/machine-id", "");
  },
};

interface Ignition {
  readonly storage: {
    readonly files: readonly {
      readonly path: string;
      readonly mode: number;
      readonly contents: { readonly source: string };
    }[];
    readonly links?: readonly { readonly path: string; readonly target: string }[];
  };
  readonly systemd: {
    readonly units: readonly { readonly name: string; readonly enabled?: boolean; readonly contents: string }[];
  };
}

/** What a data URL holds (RFC 2397). */
function dataOf(url: string): string {
  const [, encoding, data] = /^data:(;base64)?,(.*)$/.exec(url) ?? [];
  if (data === undefined) throw new Error(`no data URL: ${url}`);
  return encoding === undefined ? decodeURIComponent(data) : Buffer.from(data, "base64").toString("utf8");
}

/** Does what Ignition does before the first boot: files, links, units, presets (coreos/ignition, internal/exec/stages/files). */
export function ignite(machine: Machine, text: string): void {
  const { storage, systemd } = JSON.parse(text) as Ignition;
  for (const { path, mode, contents } of storage.files) {
    machine.write(path.slice(1), dataOf(contents.source), mode);
  }
  for (const { path, target } of storage.links ?? []) {
    must("mkdir", "-p", dirname(join(machine.root, path)));
    must("ln", "-sfn", target, join(machine.root, path));
  }
  for (const { name, contents } of systemd.units) machine.write(`etc/systemd/system/${name}`, contents);
  for (const { name } of systemd.units.filter(({ enabled }) => enabled === true)) {
    must("systemctl", `--root=${machine.root}`, "--quiet", "enable", name);
  }
}

/** Flatcar, as far as its image goes: `/usr` is the image's, and there is a containerd that somebody else's unit starts. */
export const FLATCAR: Furnishing = {
  ...TODAY,
  hasReadOnlyUsr: true,
  furnish: (machine) => {
    TODAY.furnish(machine);
    machine.write("usr/lib/systemd/system/containerd.service", "[Service]\nExecStart=/bin/false\n");
  },
};

const STAND_INS = join(ROOT, "test/support/stand-ins/today");

/** The programs as files of their projects, made of the tree's own and of stand-ins. */
const CONTENTS: Readonly<Record<string, (directory: string, version: string) => void>> = {
  kubeadm: (directory, version) =>
    writeFileSync(
      join(directory, "file"),
      readFileSync(join(STAND_INS, "kubeadm"), "utf8").replace("echo v1.36.4", `echo v${version}`),
    ),
  kubelet: (directory) => cpSync(join(STAND_INS, "kubelet"), join(directory, "file")),
  kubectl: (directory) => cpSync(join(STAND_INS, "kubectl"), join(directory, "file")),
  runc: (directory) => cpSync(join(TODAY_TREE, "usr/sbin/runc"), join(directory, "file")),
  containerd: (directory) => packed(directory, "usr/bin", ["containerd", "containerd-shim-runc-v2", "ctr"], "bin/"),
  "cni-plugins": (directory) =>
    packed(directory, "usr/lib/cni", ["bridge", "host-local", "loopback", "portmap", "firewall"], "./"),
  crictl: (directory) =>
    script(
      directory,
      ["crictl"],
      'echo "$*" >>/var/log/stand-ins/crictl.calls\ncase $1 in ps) echo "container-of-${3#--name=}";; esac',
    ),
  etcd: (directory) =>
    script(
      directory,
      ["etcd", "etcdctl", "etcdutl"],
      'echo "$*" >>/var/log/stand-ins/etcdctl.calls\nexec /usr/bin/etcdctl "$@"',
    ),
};

/** The same bytes whenever it is made. */
const tar = (directory: string, from: string, names: readonly string[], prefix: string): void => {
  const options = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--dereference"];
  const made = spawnSync("sh", [
    "-c",
    `tar -c ${options.join(" ")} --transform='s|^|${prefix}|' -C '${from}' ${names.join(" ")} | gzip -n -1 >'${directory}/file'`,
  ]);
  if (made.status !== 0) throw new Error(String(made.stderr));
};

const packed = (directory: string, from: string, names: readonly string[], prefix: string): void =>
  tar(directory, join(TODAY_TREE, from), names, prefix);

function script(directory: string, names: readonly string[], text: string): void {
  for (const name of names)
    writeFileSync(join(directory, name), `#!/bin/sh\nmkdir -p /var/log/stand-ins\n${text}\n`, { mode: 0o755 });
  tar(directory, directory, names, "release/");
}

export interface Mirror {
  /** Where machines ask it. */
  readonly url: string;
  /** Lines of a spec's `programs` for a version. */
  readonly digests: (version: string) => string;
  /** Where its files are, each below the name of its host. */
  readonly directory: string;
  readonly server: ChildProcess;
}

/** Makes every program of a release, each where a mirror has it, and says what each has. */
function programsIn(directory: string, place: string, version: string): string {
  const programs = programsOf(version, "https://dl.k8s.io/release", {}).filter(
    ({ architecture }) => architecture === "amd64",
  );
  const lines = programs.map(({ name, url }) => {
    const work = join(place, "programs", version, name);
    mkdirSync(work, { recursive: true });
    CONTENTS[name]?.(work, version);
    const path = join(directory, url.replace("https://", ""));
    mkdirSync(dirname(path), { recursive: true });
    cpSync(join(work, "file"), path);
    return `  ${name}: ${createHash("sha256").update(readFileSync(path)).digest("hex")}\n`;
  });
  return `programs:\n${lines.join("")}`;
}

/** Serves every program of some releases on a network. */
export function serveMirror(network: Network, place: string, versions: readonly string[], port = 8000): Mirror {
  const directory = join(place, "mirror");
  const digests = new Map(versions.map((version) => [version, programsIn(directory, place, version)]));
  must("chmod", "-R", "a+rX", directory);
  const address = "172.31.255.254";
  const server = network.start(
    "python3",
    "-m",
    "http.server",
    String(port),
    "--bind",
    address,
    "--directory",
    directory,
  );
  return { url: `http://${address}:${port}`, digests: (version) => digests.get(version) ?? "", directory, server };
}
