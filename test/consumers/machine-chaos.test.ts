/**
 * The scripts of machines when things go wrong: a bucket that does not answer, half a download, a full disk, a killed run.
 * Never a half-applied state that a rerun does not mend. etcd is the real one.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import type { Payload } from "../../generators/model/machine.ts";
import { compileCase, filesBelow, ROOT } from "../support/cases.ts";
import { program, type Ran, root, run, scratch, testWith, works } from "../support/tools.ts";

const test = testWith(program("bash"), root, works("mount namespaces", "unshare", "--mount", "true"));
const withEtcd = testWith(program("etcd"), program("etcdctl"), program("curl"), root);

const CASE = "multi-zone-state";
const { artifacts, contents } = compileCase(CASE);
const [control] = contents.payloads;
if (control === undefined) throw new Error("no control plane");

const BIND = ["etc", "opt", "var/lib", "run", "bucket", "chaos"];
const ETCD_URL = "http://127.0.0.1:2379";

/** A root of directories that stand in the places of the real ones, with everything that user-data brings. */
class Sandbox {
  readonly root = scratch();

  constructor(
    private readonly optSize: string | null = null,
    payload: Payload | undefined = control,
  ) {
    for (const path of BIND) mkdirSync(join(this.root, path), { recursive: true });
    for (const { path, content, mode } of payload?.boot.files ?? [])
      this.write(path, content.replace("%%PRIVATE_ZONE_ID%%", "Z1"), mode === "0755" ? 0o755 : 0o644);
    this.write("/etc/machine-environment", "INSTANCE_ID=i-1\n");
    this.write("/etc/passwd", "root:x:0:0::/root:/bin/bash\n");
    this.write("/etc/hosts", "127.0.0.1 localhost\n");
    for (const { key, artifact } of [...(payload?.objects ?? []), ...(payload?.standing ?? [])])
      this.write(`/bucket/${key}`, artifact.content);
    const stub = join(this.root, "opt/bin/aws");
    copyFileSync(join(ROOT, "test/support/stand-ins/cloud/aws-directory.sh"), stub);
    run("chmod", ["0755", stub]);
  }

  write(path: string, content: string | Buffer, mode = 0o644): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content, { mode });
  }

  read = (path: string): string => readFileSync(join(this.root, path), "utf8");
  has = (path: string): boolean => existsSync(join(this.root, path));
  calls = (): readonly string[] => (this.has("/chaos/calls") ? this.read("/chaos/calls").trim().split("\n") : []);

  /** The command that has the directories in their places; `/opt/machine-setup` may be a disk that is soon full. */
  private command(args: readonly string[]): readonly [string, readonly string[]] {
    const small =
      this.optSize === null
        ? ""
        : `mkdir -p /opt/machine-setup && mount -t tmpfs -o size=${this.optSize} none /opt/machine-setup; `;
    const mounts = BIND.map((path) => `mkdir -p /${path}; mount --bind ${this.root}/${path} /${path}; `).join("");
    return ["unshare", ["--mount", "bash", "-c", `${mounts}${small}exec "$@"`, "bash", ...args]];
  }

  run(...args: readonly string[]): Ran {
    const [command, all] = this.command(args);
    return run(command, all);
  }

  start(...args: readonly string[]) {
    const [command, all] = this.command(args);
    return spawn(command, all, { stdio: "ignore", detached: true });
  }
}

const TABLE = "/etc/machine-setup/files";
const fetchFiles = (box: Sandbox): Ran => box.run("/opt/bin/fetch-files", TABLE);

/** The files of the table, with the digests as they should be. */
function wanted(box: Sandbox): readonly { path: string; mode: string }[] {
  return box
    .read(TABLE)
    .trim()
    .split("\n")
    .map((line) => line.split("\t"))
    .map(([, mode = "", , path = ""]) => ({ mode, path }));
}

/** Where the bucket has what comes to a path. */
const keyOf = (wantedPath: string): string => {
  const found = control?.objects.find(({ path }) => path === wantedPath);
  if (found === undefined) throw new Error(`nothing comes to ${wantedPath}`);
  return found.key;
};

const leftovers = (box: Sandbox): readonly string[] =>
  ["opt", "etc"].flatMap((place) => filesBelow(join(box.root, place))).filter((path) => /\.[A-Za-z0-9]{6}$/.test(path));

function expectWhole(box: Sandbox): void {
  for (const { path, mode } of wanted(box)) {
    expect(box.read(path)).toBe(box.read(`/bucket/${keyOf(path)}`));
    expect((statSync(join(box.root, path)).mode & 0o777).toString(8)).toBe(mode.replace(/^0/, ""));
  }
  expect(leftovers(box)).toEqual([]);
  expect(box.has("/var/lib/machine-setup/staging")).toBe(false);
}

describe("fetch-files", () => {
  test("fetches what the table names, with its modes, and asks for nothing twice", () => {
    const box = new Sandbox();
    expect(fetchFiles(box).output).toContain(`${wanted(box).length} files are there`);
    expectWhole(box);
    const asked = box.calls().length;
    expect(asked).toBe(1);
    expect(fetchFiles(box).status).toBe(0);
    expect(box.calls()).toHaveLength(asked);
  });

  test("tries again while the bucket does not answer", () => {
    const box = new Sandbox();
    box.write("/chaos/fails", "2");
    const { status, output } = fetchFiles(box);
    expect(status, output).toBe(0);
    expect(output).toContain("fetch failed, again in 2 s");
    expectWhole(box);
  });

  test("gives up when it never does, leaves nothing behind, and a later run mends it", () => {
    const box = new Sandbox();
    box.write("/chaos/fails", "99");
    const { status, output } = fetchFiles(box);
    expect(status).toBe(1);
    expect(output).toContain("not all files of /etc/machine-setup/files are to be had");
    expect(wanted(box).filter(({ path }) => box.has(path))).toEqual([]);
    box.write("/chaos/fails", "0");
    expect(fetchFiles(box).status).toBe(0);
    expectWhole(box);
  });

  test("refuses half a download, and takes the whole one", () => {
    const box = new Sandbox();
    box.write("/chaos/halves", keyOf("/opt/bin/dns-record"));
    const { status, output } = fetchFiles(box);
    expect(status, output).toBe(0);
    expect(output).toContain("control-plane/opt/bin/dns-record is refused");
    expectWhole(box);
  });

  test("never puts what has another digest in place", () => {
    const box = new Sandbox();
    box.write(`/bucket/${keyOf("/opt/bin/dns-record")}`, "#!/bin/bash\nrm -rf /\n");
    const { status, output } = fetchFiles(box);
    expect(status).toBe(1);
    expect(output).toContain("this machine was made for");
    expect(box.has("/opt/bin/dns-record")).toBe(false);
    expect(leftovers(box)).toEqual([]);
  });

  test("a full disk leaves no half file", () => {
    const box = new Sandbox("4k");
    const script = 'for f in /opt/machine-setup/*; do sha256sum "$f"; done';
    const { output } = box.run("bash", "-c", `/opt/bin/fetch-files ${TABLE}; ${script}`);
    expect(output).toMatch(/No space left on device/);
    const digests = new Set(
      box
        .read(TABLE)
        .split("\n")
        .map((line) => line.split("\t")[0]),
    );
    const found = [...output.matchAll(/^([0-9a-f]{64}) {2}(\S+)$/gm)];
    for (const [, digest, path] of found) expect([path, digests.has(digest)]).toEqual([path, true]);
    // With room again, on the same machine, all is well.
    const roomy = new Sandbox();
    expect(fetchFiles(roomy).status).toBe(0);
    expectWhole(roomy);
  });

  test("a run that is killed anywhere is mended by the next", async () => {
    for (const delay of [20, 60, 120, 250, 400]) {
      const box = new Sandbox();
      const child = box.start("/opt/bin/fetch-files", TABLE);
      await sleep(delay);
      try {
        process.kill(-(child.pid ?? 0), "SIGKILL");
      } catch {
        // It had ended by itself.
      }
      for (const { path } of wanted(box).filter((each) => box.has(each.path)))
        expect(box.read(path)).toBe(box.read(`/bucket/${keyOf(path)}`));
      expect(fetchFiles(box).status).toBe(0);
      for (const { path } of wanted(box)) expect(box.read(path)).toBe(box.read(`/bucket/${keyOf(path)}`));
    }
  });
});

describe("standing-files", () => {
  const STANDING = "/bucket/control-plane/standing";
  const TAKE = "/opt/machine-setup/70-standing-files";
  const [withAddons] = compileCase("multi-zone-one-nat").contents.payloads;
  const fresh = (): Sandbox => {
    const box = new Sandbox(null, withAddons);
    expect(fetchFiles(box).status).toBe(0);
    box.write("/opt/bin/systemctl", '#!/bin/bash\necho "$*" >>/chaos/systemctl\n', 0o755);
    return box;
  };
  const taken = (box: Sandbox): Ran => box.run(TAKE);
  /** Another content for a path, as the next apply would bring it. */
  const change = (box: Sandbox, path: string, content: string | null): void => {
    const lines = box.read(STANDING).trim().split("\n");
    const others = lines.filter((line) => !line.endsWith(`\t${path}`));
    const [, mode, place] = lines.find((line) => line.endsWith(`\t${path}`))?.split("\t") ?? [];
    if (content === null) {
      box.write(STANDING, `${others.join("\n")}\n`);
      return;
    }
    const digest = createHash("sha256").update(content).digest("hex");
    box.write(`/bucket/${place}@${digest.slice(0, 16)}`, content);
    box.write(STANDING, `${[...others, [digest, mode, place, path].join("\t")].join("\n")}\n`);
  };
  const DNS = "/etc/kubernetes/addons/12-dns.controller-kube-dns.yaml";

  test("takes over what the list names, once", () => {
    const box = fresh();
    const { status, output } = taken(box);
    expect(status, output).toBe(0);
    expect(box.read("/etc/etcd-backup")).toBe("BACKUP_KEEP=96\n");
    expect(box.has(DNS)).toBe(true);
    const before = box.calls().length;
    expect(taken(box).output).toBe("");
    expect(box.calls()).toHaveLength(before + 1);
  });

  test("takes over a change, starts what it is about, and takes away what the list no longer names", () => {
    const box = fresh();
    taken(box);
    change(box, "/etc/systemd/system/etcd-snapshot.timer", "[Timer]\nOnActiveSec=5min\n");
    change(box, DNS, null);
    rmSync(join(box.root, "chaos/systemctl"));
    expect(taken(box).output).toContain(`${DNS} is gone`);
    expect(box.read("/etc/systemd/system/etcd-snapshot.timer")).toContain("5min");
    expect(box.has(DNS)).toBe(false);
    expect(box.read("/chaos/systemctl").trim().split("\n")).toEqual([
      "daemon-reload",
      "try-restart --no-block etcd-snapshot.timer",
      "cat kube-addons.service",
      "try-restart --no-block kube-addons.service",
    ]);
  });

  test("what has another digest changes nothing, and is looked for again", () => {
    const box = fresh();
    taken(box);
    const before = box.read(DNS);
    change(box, DNS, "kind: Changed\n");
    const [, place] = /(\S+)\t\S+dns\.controller/.exec(box.read(STANDING)) ?? [];
    expect(place).toBeDefined();
    const digest = createHash("sha256").update("kind: Changed\n").digest("hex").slice(0, 16);
    const key = `/bucket/addons/12-dns.controller-kube-dns.yaml@${digest}`;
    box.write(key, "kind: Planted\n");
    expect(taken(box).status).toBe(1);
    expect(box.read(DNS)).toBe(before);
    box.write(key, "kind: Changed\n");
    expect(taken(box).status).toBe(0);
    expect(box.read(DNS)).toBe("kind: Changed\n");
  });

  test("takes back what it had before, also where the file has tokens in it", () => {
    const box = fresh();
    for (const content of ["a: '%%TOKEN%%'\n", "b: '%%TOKEN%%'\n", "a: '%%TOKEN%%'\n", "plain\n", "b: '%%TOKEN%%'\n"]) {
      change(box, DNS, content);
      expect(taken(box).status).toBe(0);
      expect(box.read(DNS)).toBe(content);
    }
  });

  test("a bucket that does not answer takes nothing away", () => {
    const box = fresh();
    taken(box);
    box.write("/chaos/fails", "99");
    expect(taken(box).status).toBe(1);
    expect(box.has(DNS)).toBe(true);
    rmSync(join(box.root, STANDING));
    box.write("/chaos/fails", "0");
    expect(taken(box).output).toContain("there is no s3://");
    expect(box.has(DNS)).toBe(true);
  });
});

/** A control plane's sandbox with its scripts, and etcd's programs where the scripts look for them. */
function withScripts(): Sandbox {
  const box = new Sandbox();
  expect(fetchFiles(box).status).toBe(0);
  box.write("/opt/bin/etcd", '#!/bin/sh\nexport ETCD_ENABLE_V2=true\nexec /usr/bin/etcd "$@"\n', 0o755);
  box.write("/opt/bin/etcdctl", '#!/bin/sh\nexec /usr/bin/etcdctl "$@"\n', 0o755);
  return box;
}

const SERVE =
  "/opt/bin/etcd --name=control-plane --data-dir=/var/lib/etcd/data --listen-client-urls=http://127.0.0.1:2379 " +
  "--advertise-client-urls=http://127.0.0.1:2379 --listen-peer-urls=http://localhost:2380 " +
  "--initial-advertise-peer-urls=http://localhost:2380 --initial-cluster=control-plane=http://localhost:2380 >/run/etcd.log 2>&1 & " +
  `until curl -sf ${ETCD_URL}/health >/dev/null; do sleep 0.2; done; `;

/** Runs commands beside a running etcd. The network of the sandbox is its own, so that no port is anybody else's. */
const beside = (box: Sandbox, commands: string): Ran =>
  box.run(
    "unshare",
    "--net",
    "bash",
    "-c",
    `ip link set lo up; ${SERVE}{ ${commands} ; }; status=$?; kill %1; wait; exit $status`,
  );
const alone = (box: Sandbox, command: string): Ran =>
  box.run("unshare", "--net", "bash", "-c", `ip link set lo up; ${command}`);

const put = (key: string): string => `curl -sf -XPUT -d value=${key} ${ETCD_URL}/v2/keys/registry/${key} >/dev/null`;
const KEYS = `curl -s "${ETCD_URL}/v2/keys/registry?recursive=true"`;
const RESTORE = "/opt/machine-setup/55-restore-etcd";
const BACKUPS = "/bucket/backups/etcd";
const stored = (box: Sandbox): readonly string[] =>
  box.has(BACKUPS) ? readdirSync(join(box.root, BACKUPS)).sort() : [];

describe("copies of etcd", () => {
  withEtcd("are whole before they are uploaded, and come back", () => {
    const box = withScripts();
    const made = beside(box, `${put("one")} && ${put("two")} && /opt/bin/snapshot-etcd`);
    expect(made.status, made.output).toBe(0);
    expect(stored(box)).toHaveLength(1);
    expect(box.has("/var/lib/etcd/work")).toBe(false);
    rmSync(join(box.root, "var/lib/etcd"), { recursive: true });
    const back = alone(box, `mkdir -p /var/lib/etcd; ${RESTORE}`);
    expect(back.output).toContain("restored backups/etcd/");
    expect(beside(box, KEYS).output).toMatch(/"value":"one".*"value":"two"|"value":"two".*"value":"one"/);
  });

  withEtcd("a bucket that does not answer founds no empty cluster", () => {
    const box = withScripts();
    box.write("/chaos/fails", "99");
    const { status, output } = alone(box, RESTORE);
    expect(status).toBe(1);
    expect(output).toMatch(/does not say which (machines|snapshots) there are/);
    expect(box.has("/var/lib/etcd/data")).toBe(false);
  });

  withEtcd("no snapshot at all founds one, data that is there is left alone", () => {
    const box = withScripts();
    expect(alone(box, RESTORE).output).toContain("there is no snapshot: a new cluster is founded");
    const made = beside(box, `${put("one")} && /opt/bin/snapshot-etcd && ${put("two")}`);
    expect(made.status, made.output).toBe(0);
    const before = filesBelow(join(box.root, "var/lib/etcd/data"));
    expect(alone(box, RESTORE).output).toContain("there is data already");
    expect(filesBelow(join(box.root, "var/lib/etcd/data"))).toEqual(before);
    expect(beside(box, KEYS).output).toContain('"value":"two"');
  });

  withEtcd("an archive that is intact and lacks keys is passed over; none that is whole is an error", () => {
    const box = withScripts();
    expect(beside(box, `${put("one")} && /opt/bin/snapshot-etcd`).status).toBe(0);
    const [good = ""] = stored(box);
    // The same archive with its log cut short, under its own right digest: etcd starts from it, and finds nothing.
    const cut = alone(
      box,
      `cd ${BACKUPS} && mkdir /run/cut && tar -xzf ${good} -C /run/cut && truncate -s 300 /run/cut/data/member/wal/*.wal && ` +
        "tar -czf /run/half -C /run/cut mark data && sleep 1.1 && " +
        `cp /run/half ${BACKUPS}/2999-01-01T00-00-00Z-$(sha256sum </run/half | cut -c 1-64).tar.gz`,
    );
    expect(cut.status, cut.output).toBe(0);
    rmSync(join(box.root, "var/lib/etcd"), { recursive: true });
    const back = alone(box, `mkdir -p /var/lib/etcd; ${RESTORE}`);
    expect(back.output).toMatch(/finds less than was copied|does not start from this copy/);
    expect(back.output).toContain(`restored backups/etcd/${good}`);
    rmSync(join(box.root, "var/lib/etcd"), { recursive: true });
    rmSync(join(box.root, BACKUPS, good));
    const none = alone(box, `mkdir -p /var/lib/etcd; ${RESTORE}`);
    expect(none.status).toBe(1);
    expect(none.output).toContain("an empty cluster is not founded beside them");
    expect(box.has("/var/lib/etcd/data")).toBe(false);
  });

  withEtcd("a disk without room is no reason to take an older one", () => {
    const box = withScripts();
    expect(beside(box, `${put("one")} && /opt/bin/snapshot-etcd`).status).toBe(0);
    rmSync(join(box.root, "var/lib/etcd"), { recursive: true });
    const small = "mkdir -p /var/lib/etcd; mount -t tmpfs -o size=60m none /var/lib/etcd; ";
    const { status, output } = alone(box, `${small}${RESTORE}`);
    expect(status).toBe(1);
    expect(output).toContain("is whole, and the disk has no room for it");
  });

  withEtcd("a predecessor that only shuts down is waited for in vain once; one that runs is never passed", () => {
    const box = withScripts();
    // Ten seconds of waiting are none here.
    box.write("/opt/bin/sleep", '#!/bin/bash\n[[ $1 == 10 ]] || exec /bin/sleep "$1"\n', 0o755);
    box.write("/chaos/instances", "shutting-down i-0lost\n");
    const lost = alone(box, RESTORE);
    expect(lost.output.match(/waiting for i-0lost to go/g)).toHaveLength(30);
    expect(lost.output).toContain("there is no snapshot: a new cluster is founded");
    for (const state of ["running", "pending"]) {
      box.write("/chaos/instances", `${state} i-0other\n`);
      const { status, output } = alone(box, RESTORE);
      expect(status).toBe(1);
      expect(output).toContain("i-0other is still there: there would be two control planes");
    }
  });

  withEtcd("what is beyond the number goes only after a newer one has arrived", () => {
    const box = withScripts();
    box.write("/etc/etcd-backup", "BACKUP_KEEP=2\n");
    const one = `/opt/bin/snapshot-etcd && sleep 1.1`;
    const made = beside(box, `${put("one")} && ${one} && ${one} && ${one}`);
    expect(made.status, made.output).toBe(0);
    expect(stored(box)).toHaveLength(2);
    expect(made.output).toMatch(/backups\/etcd\/\S+ is gone/);
    const kept = stored(box);
    // The upload fails for good: nothing is removed.
    const failed = beside(box, "echo 99 >/chaos/fails; /opt/bin/snapshot-etcd");
    expect(failed.status).toBe(1);
    expect(failed.output).toContain("does not arrive");
    expect(stored(box)).toEqual(kept);
  });
});

describe("flannel-config", () => {
  withEtcd("writes to the first etcd that answers", () => {
    const box = withScripts();
    const write = (urls: string): string =>
      `/opt/bin/flannel-config ${urls} /coreos.com/network/config '{"Network":"10.244.0.0/16"}'`;
    const read = `curl -s ${ETCD_URL}/v2/keys/coreos.com/network/config`;
    const { status, output } = beside(box, `${write(`http://127.0.0.1:1,${ETCD_URL}`)} && ${read}`);
    expect(status, output).toBe(0);
    expect(output).toContain('\\"Network\\":\\"10.244.0.0/16\\"');
    const none = alone(box, write("http://127.0.0.1:1,http://127.0.0.1:2"));
    expect(none.status).toBe(1);
    expect(none.output).toContain("no etcd takes /coreos.com/network/config");
  });
});

describe("node-registration end", () => {
  const script =
    artifacts.find(({ path }) => path === "stacks/cluster/bucket/minion/opt/bin/node-registration")?.content ?? "";

  /** The machine is in a state, has jobs, and the API gives an answer. */
  function ended(state: string, jobs: string, answer: string): { readonly ran: Ran; readonly asked: boolean } {
    const box = new Sandbox();
    box.write("/opt/bin/node-registration", script, 0o755);
    box.write(
      "/opt/bin/systemctl",
      `#!/bin/bash\nif [[ $1 == list-jobs ]]; then echo "${jobs}"; else echo ${state}; fi\n`,
      0o755,
    );
    box.write("/opt/bin/curl", `#!/bin/bash\necho "$*" >>/run/asked\nprintf ${answer}\n`, 0o755);
    const ran = box.run("/opt/bin/node-registration", "end", "http://api:8080", "172.31.0.20");
    const asked =
      box.has("/run/asked") && box.read("/run/asked").includes("DELETE http://api:8080/api/v1/nodes/172.31.0.20");
    return { ran, asked };
  }

  test("takes the node along when the machine goes, also one that is gone already", () => {
    for (const answer of ["200", "404"]) {
      const { ran, asked } = ended("stopping", "1 poweroff.target start waiting", answer);
      expect([ran.status, asked]).toEqual([0, true]);
      expect(ran.output).toContain("is gone");
    }
  });

  test("says that it stays behind when the API does not answer", () => {
    const { ran } = ended("stopping", "1 poweroff.target start waiting", "000");
    expect(ran.status).toBe(1);
    expect(ran.output).toContain("stays behind");
  });

  test("leaves it alone when the machine comes back, or when the service alone is stopped", () => {
    expect(ended("stopping", "1 reboot.target start waiting", "200").asked).toBe(false);
    expect(ended("running", "", "200").asked).toBe(false);
  });
});

describe("load-images", () => {
  const program =
    artifacts.find(({ path }) => path === "stacks/cluster/bucket/minion/opt/bin/load-images")?.content ?? "";
  const DOCKER = `#!/bin/bash
case $1 in
  version) exit ;;
  load) text=$(cat); if [[ $text == *broken* ]]; then exit 1; fi; echo "$text" >>/run/loaded ;;
esac
`;

  function withImages(): Sandbox {
    const box = new Sandbox();
    box.write("/opt/bin/load-images", program, 0o755);
    box.write("/opt/bin/docker", DOCKER, 0o755);
    box.write("/opt/bin/sleep", "#!/bin/sh\n", 0o755);
    box.write("/bucket/images/pause_1.tar", "the pause image");
    box.write("/bucket/images/zoo_1.tar", "the zoo image");
    return box;
  }

  test("loads each image of the bucket, also when the bucket does not answer at first", () => {
    const box = withImages();
    box.write("/chaos/fails", "2");
    const { status, output } = box.run("/opt/bin/load-images", "images");
    expect(status, output).toBe(0);
    expect(output).toContain("2 images are loaded");
    expect(box.read("/run/loaded").trim().split("\n").sort()).toEqual(["the pause image", "the zoo image"]);
  });

  test("loads the others when one is broken, and fails", () => {
    const box = withImages();
    box.write("/bucket/images/broken.tar", "a broken image");
    const { status, output } = box.run("/opt/bin/load-images", "images");
    expect(status).toBe(1);
    expect(output).toContain("images/broken.tar is not loaded");
    expect(box.read("/run/loaded").trim().split("\n").sort()).toEqual(["the pause image", "the zoo image"]);
  });

  test("has nothing to do where nothing is carried", () => {
    const box = withImages();
    rmSync(join(box.root, "bucket/images"), { recursive: true });
    expect(box.run("/opt/bin/load-images", "images").output).toContain("0 images are loaded");
  });

  test("fails while docker does not answer", () => {
    const box = withImages();
    box.write("/opt/bin/docker", "#!/bin/sh\nexit 1\n", 0o755);
    const { status, output } = box.run("/opt/bin/load-images", "images");
    expect(status).toBe(1);
    expect(output).toContain("docker does not answer");
  });
});
