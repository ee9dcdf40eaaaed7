import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emitted, emit, foresee } from "../generators/emit/emit.ts";
import { LockedError } from "../generators/emit/lock.ts";
import { compileCase, filesBelow } from "./support/cases.ts";
import { scratch } from "./support/tools.ts";

const { artifacts } = compileCase("ycluster-document");
const { artifacts: larger } = compileCase("scaled-up-by-one");
const STACK = "stacks/cluster/cdk.tf.json";

let root = "";
beforeEach(() => {
  root = join(scratch(), "ycluster");
});

const write = (which = artifacts, force = false): Emitted => emit(root, which, { force });
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const paths = artifacts.map(({ path }) => path).sort();

function expectOk(emitted: Emitted): Emitted & { ok: true } {
  if (!emitted.ok) throw new Error(JSON.stringify(emitted.refused));
  return emitted;
}

function refusedOf(emitted: Emitted): readonly string[] {
  if (emitted.ok) throw new Error("nothing was refused");
  return emitted.refused.map(({ path }) => path);
}

describe("what it writes", () => {
  test("is exactly the artifacts, with their modes, whatever the umask", () => {
    const umask = process.umask(0o077);
    try {
      expect(expectOk(write()).written).toHaveLength(artifacts.length);
    } finally {
      process.umask(umask);
    }
    expect(filesBelow(root)).toEqual(paths);
    for (const { path, content, mode } of artifacts) {
      expect(read(path)).toBe(content);
      expect(statSync(join(root, path)).mode & 0o777).toBe(mode);
    }
  });

  test("is nothing the second time, not even a time stamp", () => {
    write();
    const past = new Date("2020-01-01T00:00:00Z");
    for (const path of paths) utimesSync(join(root, path), past, past);
    expect(expectOk(write())).toMatchObject({ written: [], removed: [], unchanged: artifacts.length });
    for (const path of paths) expect(statSync(join(root, path)).mtime).toEqual(past);
  });

  test("is only what changed", () => {
    write();
    expect(expectOk(write(larger)).written).toEqual(expect.arrayContaining([STACK, "README.md", "inventory.json"]));
    expect(expectOk(write(larger)).written).toEqual([]);
    expect(read(STACK)).toContain("minion-4");
  });

  test("brings a changed mode back", () => {
    write();
    chmodSync(join(root, STACK), 0o755);
    expect(expectOk(write()).written).toEqual([STACK]);
    expect(statSync(join(root, STACK)).mode & 0o777).toBe(0o644);
  });
});

describe("what it removes", () => {
  const fewer = artifacts.filter(({ path }) => !path.startsWith("machines/minion/"));
  const withInventory = () => {
    const gone = new Set(paths.filter((path) => !fewer.some((each) => each.path === path)));
    return fewer.map((artifact) => {
      if (artifact.path !== "inventory.json") return artifact;
      const inventory = JSON.parse(artifact.content) as { files: { path: string }[] };
      return {
        ...artifact,
        content: JSON.stringify({ ...inventory, files: inventory.files.filter(({ path }) => !gone.has(path)) }),
      };
    });
  };

  test("is its own that nothing asks for any more, and the directories that leaves empty", () => {
    write();
    expect(expectOk(write(withInventory())).removed.length).toBeGreaterThan(5);
    expect(existsSync(join(root, "machines/minion"))).toBe(false);
    expect(existsSync(join(root, "machines/control-plane"))).toBe(true);
  });

  test("is never a file it did not write", () => {
    write();
    const foreign = [
      "stacks/cluster/terraform.tfstate",
      "stacks/cluster/.terraform/x",
      "machines/minion/notes.txt",
      "mine.tfvars",
    ];
    for (const path of foreign) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), "mine");
    }
    write(withInventory());
    for (const path of foreign) expect(read(path)).toBe("mine");
  });

  test("is not a stale file that somebody edited", () => {
    write();
    writeFileSync(join(root, "machines/minion/user-data.yml"), "edited");
    expect(refusedOf(write(withInventory()))).toEqual(["machines/minion/user-data.yml"]);
    expect(existsSync(join(root, "machines/minion/units/etcd.service"))).toBe(true);
  });

  test("never follows an inventory out of the directory", () => {
    write();
    const outside = join(root, "..", "outside.txt");
    writeFileSync(outside, "keep");
    const inventory = JSON.parse(read("inventory.json")) as { files: object[] };
    inventory.files.push({
      path: "../outside.txt",
      sha256: "6ca7ea2feefc88ecb5ed6356ed963f47dc9137f82526fdd25d618ea626d0803f",
    });
    writeFileSync(join(root, "inventory.json"), JSON.stringify(inventory));
    write();
    expect(readFileSync(outside, "utf8")).toBe("keep");
  });
});

describe("an edited file", () => {
  test("is refused, and nothing else is written", () => {
    write();
    writeFileSync(join(root, STACK), "edited");
    writeFileSync(join(root, "README.md"), "edited too");
    expect([...refusedOf(write(larger))].sort()).toEqual(["README.md", STACK]);
    expect(read(STACK)).toBe("edited");
    expect(read("stacks/network/cdk.tf.json")).not.toContain("minion-4");
  });

  test("is replaced when told to, and named", () => {
    write();
    writeFileSync(join(root, STACK), "edited");
    expect(expectOk(write(artifacts, true)).overridden).toEqual([STACK]);
    expect(read(STACK)).toContain("minion-3");
  });

  test("is no problem when the edit is what would be written", () => {
    write();
    writeFileSync(join(root, STACK), larger.find(({ path }) => path === STACK)?.content ?? "");
    expect(expectOk(write(larger)).written).not.toContain(STACK);
  });

  test("that stood there before the first run is not overwritten", () => {
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, "README.md"), "mine");
    expect(refusedOf(write())).toEqual(["README.md"]);
    expect(read("README.md")).toBe("mine");
  });

  test("that was deleted comes back", () => {
    write();
    unlinkSync(join(root, STACK));
    expect(expectOk(write()).written).toEqual([STACK]);
  });
});

describe("links and other things in the way", () => {
  test("a link in place of a file is refused, and its target left alone", () => {
    write();
    const target = join(root, "..", "target");
    writeFileSync(target, "keep");
    unlinkSync(join(root, STACK));
    symlinkSync(target, join(root, STACK));
    expect(refusedOf(write(larger))).toEqual([STACK]);
    expect(refusedOf(write(larger, true))).toEqual([STACK]);
    expect(readFileSync(target, "utf8")).toBe("keep");
  });

  test("a link in place of a directory is refused", () => {
    write();
    const elsewhere = join(root, "..", "elsewhere");
    mkdirSync(elsewhere);
    rmSync(join(root, "stacks/network"), { recursive: true });
    symlinkSync(elsewhere, join(root, "stacks/network"));
    expect(refusedOf(write())).toEqual(["stacks/network/cdk.tf.json"]);
    expect(filesBelow(elsewhere)).toEqual([]);
  });

  test("the cluster's own directory may not be a link", () => {
    const elsewhere = join(root, "..", "elsewhere");
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, root);
    expect(() => write()).toThrow(expect.objectContaining({ code: "ELOOP" }));
    expect(filesBelow(elsewhere)).toEqual([]);
  });

  test("a directory in place of a file is refused", () => {
    mkdirSync(join(root, "README.md"), { recursive: true });
    expect(refusedOf(write())).toEqual(["README.md"]);
  });

  test("a file in place of a directory is refused", () => {
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, "stacks"), "mine");
    expect(refusedOf(write())).toEqual(expect.arrayContaining([STACK]));
    expect(read("stacks")).toBe("mine");
    expect(lstatSync(join(root, "stacks")).isFile()).toBe(true);
  });
});

describe("two runs at once", () => {
  const notes = (): string => join(root, ".clusterwright");
  const lock = (): string => join(notes(), "lock");
  const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  const namespace = readlinkSync("/proc/self/ns/pid");
  const startOf = (pid: number): string =>
    readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")[19] ?? "";
  const parent = { pid: process.ppid, start: startOf(process.ppid), boot: bootId, namespace };
  const dead = { ...parent, pid: 4_194_303, start: "1" };

  /** A lock of somebody else, untouched for so many minutes. */
  function lockedBy(holder: object, minutes = 0): void {
    mkdirSync(notes(), { recursive: true });
    writeFileSync(lock(), JSON.stringify(holder));
    const then = Date.now() / 1000 - minutes * 60;
    utimesSync(lock(), then, then);
  }

  test("the second says so and stops", () => {
    lockedBy(parent);
    expect(() => write()).toThrow(LockedError);
    expect(filesBelow(root)).toEqual([".clusterwright/lock"]);
  });

  test.each([
    ["whole", JSON.stringify(dead), 0],
    ["still empty", "", 0],
    ["torn, and old", '{"pid":', 11],
    ["of another container, and old", JSON.stringify({ ...dead, namespace: "pid:[1]" }), 11],
  ])("a lock of a run that died is taken over, and what it left while taking it goes: %s", (_state, text, minutes) => {
    lockedBy(dead);
    const left = `${lock()}.12345678-1234-1234-1234-123456789012`;
    writeFileSync(left, text);
    const then = Date.now() / 1000 - minutes * 60;
    utimesSync(left, then, then);
    expect(expectOk(write()).written).toHaveLength(artifacts.length);
    expect(existsSync(notes())).toBe(false);
  });

  test("a number that another process has by now holds nothing", () => {
    lockedBy({ ...parent, start: "1" });
    expect(write().ok).toBe(true);
  });

  test.each([
    ["another container", { namespace: "pid:[1]" }],
    ["another machine", { boot: "11111111-1111-1111-1111-111111111111" }],
  ])("a run in %s counts while its lock is fresh, and not for ever", (_where, other) => {
    // The number is nobody's here, or somebody else's: neither says anything.
    for (const holder of [
      { ...dead, ...other },
      { ...parent, ...other },
    ]) {
      lockedBy(holder, 9);
      expect(() => write()).toThrow(LockedError);
      lockedBy(holder, 11);
      expect(write().ok).toBe(true);
    }
  });

  test("a lock that says nothing counts while it is fresh", () => {
    mkdirSync(notes(), { recursive: true });
    writeFileSync(lock(), "");
    expect(() => write()).toThrow(LockedError);
    lockedBy({}, 11);
    expect(write().ok).toBe(true);
  });
});

describe("what somebody planted", () => {
  const victim = (): string => join(root, "..", `${basename(root)}.victim`);
  afterEach(() => rmSync(victim(), { force: true }));

  test("no scratch file has a name that a link could wait at", () => {
    writeFileSync(victim(), "theirs");
    mkdirSync(join(root, ".clusterwright"), { recursive: true });
    const names = [
      `lock.${process.pid}`,
      `lock.stale.${process.pid}`,
      "pending.json",
      ".pending.json.clusterwright-new",
    ];
    for (const name of names) symlinkSync(victim(), join(root, ".clusterwright", name));
    for (const { path } of artifacts) {
      const at = join(root, dirname(path), `.${basename(path)}.clusterwright-new`);
      mkdirSync(dirname(at), { recursive: true });
      symlinkSync(victim(), at);
    }
    expect(() => write()).toThrow();
    expect(readFileSync(victim(), "utf8")).toBe("theirs");
    expect(filesBelow(root).filter((path) => !path.includes("clusterwright"))).toEqual([]);
  });

  test.each(["inventory.json", "README.md", ".clusterwright/pending.json", ".clusterwright/lock"])(
    "a pipe or a link to a device at %s holds no run up",
    (path) => {
      for (const plant of [
        (at: string) => execFileSync("mkfifo", [at]),
        (at: string) => symlinkSync("/dev/zero", at),
        (at: string) => mkdirSync(at),
      ]) {
        rmSync(root, { recursive: true, force: true });
        mkdirSync(join(root, ".clusterwright"), { recursive: true });
        plant(join(root, path));
        const outcome = (() => {
          try {
            return write();
          } catch (error) {
            return (error as NodeJS.ErrnoException).code;
          }
        })();
        expect(typeof outcome === "string" || (outcome as Emitted).ok === false || path.endsWith("pending.json")).toBe(
          true,
        );
      }
    },
  );

  test("a file that is larger than any of ours is left, and not read", () => {
    const large = (path: string): void => {
      writeFileSync(join(root, path), "");
      truncateSync(join(root, path), 3 * 2 ** 30);
    };
    mkdirSync(root, { recursive: true });
    large("README.md");
    expect(refusedOf(write())).toEqual(["README.md"]);
    expect(lstatSync(join(root, "README.md")).size).toBe(3 * 2 ** 30);
    rmSync(join(root, "README.md"));
    large("inventory.json");
    expect(refusedOf(write())).toEqual(["inventory.json"]);
  });
});

test("only whether a file may be run is expected to survive version control", () => {
  write();
  for (const { path } of artifacts) chmodSync(join(root, path), lstatSync(join(root, path)).mode & 0o700);
  expect(expectOk(write()).written).toEqual([]);
  const path = artifacts.find(({ mode }) => mode === 0o755)?.path ?? "";
  chmodSync(join(root, path), 0o600);
  expect(foresee(root, artifacts).modes).toEqual([{ path, before: 0o600, after: 0o755 }]);
  expect(expectOk(write()).written).toEqual([path]);
});

describe("a run that ends early", () => {
  const { artifacts: fewer } = compileCase("ycluster-document");

  class Killed extends Error {}

  /** Stops like a kill does: at the given step, without cleaning up behind it. */
  function killedAt(step: number, which = larger): boolean {
    let count = 0;
    try {
      emit(root, which, {
        force: false,
        onStep: () => {
          count += 1;
          if (count === step) throw new Killed();
        },
      });
      return false;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return true;
    }
  }

  const old = new Map(artifacts.map(({ path, content }) => [path, content]));
  const fresh = new Map(larger.map(({ path, content }) => [path, content]));

  const isOldOrNew = (path: string): boolean => [old.get(path), fresh.get(path)].includes(read(path));

  function expectComplete(which: typeof artifacts): void {
    expectOk(write(which));
    expect(filesBelow(root)).toEqual(paths);
    for (const { path, content } of which) expect(read(path)).toBe(content);
  }

  test("at any step leaves each file old or new, and the next run completes it, of whichever spec", () => {
    let step = 0;
    do {
      step += 1;
      rmSync(root, { recursive: true, force: true });
      write();
      if (!killedAt(step)) break;
      expect(filesBelow(root).filter((path) => old.has(path) && !isOldOrNew(path))).toEqual([]);
      expectComplete(step % 2 === 0 ? artifacts : larger);
    } while (step < 1000);
    expect(step).toBeGreaterThan(10);
  });

  test("twice in a row still knows its own files", () => {
    for (let step = 2; step <= 10; step += 1) {
      rmSync(root, { recursive: true, force: true });
      write();
      expect(killedAt(step)).toBe(true);
      killedAt(step, fewer);
      expectComplete(larger);
    }
  });
});
