/** Links at random places of an output directory are never followed, and runs in two containers never write at once. */
import { spawn } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { emit } from "../generators/emit/emit.ts";
import { LockedError } from "../generators/emit/lock.ts";
import { compileCase, ROOT } from "./support/cases.ts";
import { until } from "./support/processes.ts";
import { root as asRoot, run, scratch, testWith, works } from "./support/tools.ts";

const { artifacts } = compileCase("ycluster-document");
const LINKS = inject("thorough") ? 1000 : 100;

/** What a run makes beside the artifacts, or looks at. */
const BOOKKEEPING = ["inventory.json", ".clusterwright", ".clusterwright/lock", ".clusterwright/pending.json"];
const PLACES = [
  ...new Set([
    ...artifacts.flatMap(({ path }) => [path, `${dirname(path)}/.${path.split("/").at(-1)}.clusterwright-new`]),
    ...artifacts.map(({ path }) => dirname(path)).filter((path) => path !== "."),
    ...BOOKKEEPING,
  ]),
];

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Puts a link there in the place of whatever is; false where the way itself is a link by now. */
function plant(root: string, path: string, target: string): boolean {
  const ways = path.split("/").slice(0, -1);
  const isLed = ways.some((_, index) => {
    const way = join(root, ...ways.slice(0, index + 1));
    return isThere(way) && !lstatSync(way).isDirectory();
  });
  if (isLed) return false;
  const at = join(root, path);
  mkdirSync(dirname(at), { recursive: true });
  rmSync(at, { recursive: true, force: true });
  symlinkSync(target, at);
  return true;
}

test(`${LINKS} planted links: nothing behind them is written to or taken away`, () => {
  const place = scratch();
  const file = join(place, "file of theirs");
  const directory = join(place, "directory of theirs");
  const root = join(place, "out", "ycluster");
  let planted = 0;
  const targets = fc.constantFrom(
    file,
    directory,
    join(place, "nothing yet"),
    join(directory, "nothing yet"),
    "..",
    "/dev/zero",
  );
  const links = fc.array(fc.tuple(fc.constantFrom(...PLACES), targets), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(links, fc.boolean(), fc.boolean(), (chosen, wasWritten, force) => {
      rmSync(place, { recursive: true, force: true });
      mkdirSync(directory, { recursive: true });
      writeFileSync(file, "theirs");
      writeFileSync(join(directory, "kept"), "theirs");
      if (wasWritten) emit(root, artifacts, { force: false });
      planted += chosen.filter(([path, target]) => plant(root, path, target)).length;
      try {
        emit(root, artifacts, { force });
      } catch (error) {
        // What the command has words for.
        expect(error instanceof LockedError || typeof (error as NodeJS.ErrnoException).code === "string").toBe(true);
      }
      expect(readFileSync(file, "utf8")).toBe("theirs");
      expect(readdirSync(directory)).toEqual(["kept"]);
      expect(readFileSync(join(directory, "kept"), "utf8")).toBe("theirs");
      expect(readdirSync(place).sort()).toEqual(["directory of theirs", "file of theirs", "out"]);
      expect(readdirSync(join(place, "out"))).toEqual(["ycluster"]);
    }),
    { numRuns: LINKS },
  );
  expect(planted).toBeGreaterThanOrEqual(LINKS);
});

const inTwo = testWith(asRoot, works("namespaces of processes", "unshare", "--pid", "--fork", "--mount-proc", "true"));

inTwo("a run in one container keeps those in others out until it is through", async () => {
  const place = scratch();
  const program = join(place, "emit-and-stop.mjs");
  await build({
    entryPoints: [join(ROOT, "test/support/emit-and-die.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  writeFileSync(join(place, "artifacts.json"), JSON.stringify(artifacts));
  writeFileSync(join(place, "spec.yml"), readFileSync(join(ROOT, "test/cases/ycluster-document/spec.yml")));
  const root = join(place, "out", "ycluster");
  // The first process of a namespace takes no signal from inside: the run is its child.
  const container = (...command: readonly string[]): readonly string[] => [
    ...["--pid", "--fork", "--mount-proc", "/bin/sh", "-c", '"$@"; exit $?', "sh"],
    ...command,
  ];
  const first = spawn(
    "unshare",
    container(process.execPath, program, root, join(place, "artifacts.json"), "9", "SIGSTOP"),
    {
      stdio: "ignore",
    },
  );
  const ended = new Promise((resolve) => first.once("exit", resolve));
  const stopped = (): string => run("pgrep", ["--full", "--runstates", "T", program]).stdout.trim();
  await until("the first run to stop half-way", () => stopped() !== "");
  const second = () =>
    run("unshare", container(process.execPath, join(ROOT, "dist/main.js"), "synth", "spec.yml"), { cwd: place });
  const before = second();
  expect(before.status).not.toBe(0);
  expect(before.output).toMatch(/another run|lock/);
  expect(existsSync(join(root, ".clusterwright/lock"))).toBe(true);
  process.kill(Number(stopped().split("\n")[0]), "SIGCONT");
  expect(await ended).toBe(0);
  const after = second();
  expect(after.status, after.output).toBe(0);
  expect(after.output).toContain("0 files written");
});
