import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type Emitted, emit } from "../generators/emit/emit.ts";
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
    chmodSync(join(root, STACK), 0o600);
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
  const lock = (): string => join(root, ".clusterwright", "lock");

  test("the second says so and stops", () => {
    mkdirSync(join(root, ".clusterwright"), { recursive: true });
    writeFileSync(lock(), String(process.ppid));
    expect(() => write()).toThrow(LockedError);
    expect(filesBelow(root)).toEqual([".clusterwright/lock"]);
  });

  test("a lock of a run that died is taken over, and what it left while taking it goes", () => {
    mkdirSync(join(root, ".clusterwright"), { recursive: true });
    writeFileSync(lock(), "999999999");
    writeFileSync(`${lock()}.999999999`, "999999999");
    writeFileSync(`${lock()}.stale.999999998`, "999999999");
    expect(expectOk(write()).written).toHaveLength(artifacts.length);
    expect(existsSync(join(root, ".clusterwright"))).toBe(false);
  });
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
