/** Runs that are really killed, at every step and at random moments: nothing torn, nothing foreign touched. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { describe, expect, inject, test } from "vitest";
import { emit } from "../generators/emit/emit.ts";
import { compileCase, filesBelow, ROOT, specOf } from "./support/cases.ts";
import { run, scratch } from "./support/tools.ts";

const BIN = join(ROOT, "dist", "main.js");
const NAMES = ["ycluster-document", "scaled-up-by-one"] as const;
const compiled = NAMES.map((name) => compileCase(name).artifacts);
const FOREIGN: Readonly<Record<string, string>> = {
  "stacks/cluster/terraform.tfstate": "state",
  "stacks/network/.terraform/providers/x": "provider",
  "notes.txt": "mine",
};

/** Every content that a file may have while two versions take turns. */
const known = new Map<string, Set<string>>();
for (const { path, content } of compiled.flat()) known.set(path, (known.get(path) ?? new Set()).add(content));

const isTemporary = (path: string): boolean =>
  /^\..*\.clusterwright-new$/.test(basename(path)) || path.startsWith(".clusterwright/");

function addForeign(root: string): void {
  for (const [path, content] of Object.entries(FOREIGN)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Files that are torn, foreign ones that changed, and ones that nobody knows. */
function damage(root: string): readonly string[] {
  return filesBelow(root).filter((path) => {
    if (isTemporary(path)) return false;
    const text = readFileSync(join(root, path), "utf8");
    return path in FOREIGN ? text !== FOREIGN[path] : !known.get(path)?.has(text);
  });
}

function expectWhole(root: string, artifacts: (typeof compiled)[number]): void {
  expect(damage(root)).toEqual([]);
  expect(filesBelow(root)).toEqual([...artifacts.map(({ path }) => path), ...Object.keys(FOREIGN)].sort());
  for (const { path, content } of artifacts) expect(readFileSync(join(root, path), "utf8")).toBe(content);
}

/** Far more than an emit has. */
const MOST_STEPS = 500;

describe("a run killed at every step", () => {
  test("is completed by the next", async () => {
    const place = scratch();
    const program = join(place, "emit-and-die.mjs");
    const artifacts = join(place, "artifacts.json");
    await build({
      entryPoints: [join(ROOT, "test/support/emit-and-die.ts")],
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
    });
    writeFileSync(artifacts, JSON.stringify(compiled[1]));
    let step = 0;
    for (let killed = true; killed && step < MOST_STEPS; ) {
      step += 1;
      const root = join(place, "out", String(step));
      emit(root, compiled[0] ?? [], { force: false });
      addForeign(root);
      const { status, output } = run(process.execPath, [program, root, artifacts, String(step)]);
      killed = status === null;
      expect(killed || status === 0, output).toBe(true);
      expect(damage(root)).toEqual([]);
      const next = compiled[step % 2] ?? [];
      expect(emit(root, next, { force: false }).ok).toBe(true);
      expectWhole(root, next);
    }
    expect(step).toBeLessThan(MOST_STEPS);
    expect(step).toBeGreaterThan(10);
  });
});

const KILLS = inject("thorough") ? 200 : 40;

describe(`${KILLS} runs killed at random moments`, () => {
  test("leave nothing torn, and the last is completed", async () => {
    const place = scratch();
    for (const name of NAMES) writeFileSync(join(place, `${name}.yml`), specOf(name));
    const root = join(place, "out", "ycluster");
    const synth = (name: string): string[] => [BIN, "synth", `${name}.yml`];
    // The golden contents name their spec "spec.yml"; here the two have names of their own.
    const contents = new Map<string, Set<string>>();
    let usual = 0;
    for (const name of NAMES) {
      const started = performance.now();
      run(process.execPath, synth(name), { cwd: place });
      usual = performance.now() - started;
      for (const path of filesBelow(root))
        contents.set(path, (contents.get(path) ?? new Set()).add(readFileSync(join(root, path), "utf8")));
    }
    addForeign(root);
    let killed = 0;
    for (let index = 0; index < KILLS; index += 1) {
      const child = spawn(process.execPath, synth(NAMES[index % 2] ?? NAMES[0]), { cwd: place, stdio: "ignore" });
      const ended = new Promise<NodeJS.Signals | null>((resolve) =>
        child.once("exit", (_code, signal) => resolve(signal)),
      );
      const started = performance.now();
      // A run writes in its last third. How long it takes is what the last whole one took: the machine may be less busy by now.
      await Promise.race([ended, sleep(usual * (0.5 + Math.random() * 0.6))]);
      child.kill("SIGKILL");
      if ((await ended) === "SIGKILL") killed += 1;
      else usual = performance.now() - started;
      const torn = filesBelow(root).filter((path) => {
        const text = isTemporary(path) ? undefined : readFileSync(join(root, path), "utf8");
        return text !== undefined && (path in FOREIGN ? text !== FOREIGN[path] : !contents.get(path)?.has(text));
      });
      expect(torn).toEqual([]);
    }
    expect(killed).toBeGreaterThan(KILLS / 4);
    const last = run(process.execPath, synth(NAMES[0]), { cwd: place });
    expect(last.status, last.output).toBe(0);
    expect(filesBelow(root)).toEqual([...contents.keys(), ...Object.keys(FOREIGN)].sort());
  });
});
