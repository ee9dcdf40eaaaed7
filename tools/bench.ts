/**
 * What the built command costs, as ratios within one run: machines differ, and are busy.
 *
 * Usage: npm run bench [-- [--cdktf <path of a cdktf command>] [--dir <where to write>] [--json <file>]]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BIN = join(ROOT, "dist", "main.js");
const { values: flags } = parseArgs({
  options: { cdktf: { type: "string" }, dir: { type: "string" }, json: { type: "string" } },
});

interface Row {
  readonly work: string;
  readonly measured: string;
  readonly target: string;
  readonly met: boolean | null;
}

const place = mkdtempSync(join(flags.dir ?? tmpdir(), "clusterwright-bench-"));
const rows: Row[] = [];

interface Measured {
  readonly seconds: number;
  readonly stdout: string;
}

/** One run of a program, by the wall clock. */
function once(command: string, args: readonly string[], cwd = place): Measured {
  const started = performance.now();
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  const { stdout, status, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(" ")}: ${stderr.slice(-400)}`);
  return { seconds: (performance.now() - started) / 1000, stdout };
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Alternates the two, so that a busy moment of the machine falls on both. */
function ratio(runs: number, work: () => Measured, base: () => Measured): { ratio: number; seconds: number } {
  const pairs = Array.from({ length: runs }, () => [work().seconds, base().seconds] as const);
  const seconds = median(pairs.map(([mine]) => mine));
  return { ratio: seconds / median(pairs.map(([, other]) => other)), seconds };
}

const spec = (name: string, machines: number): string => `apiVersion: clusterwright/v1
name: ${name}
kubernetes: { version: 0.9.2 }
platform:
  type: aws
  region: eu-central-1
  zones: [eu-central-1a, eu-central-1b, eu-central-1c]
  keyPair: operator
os: { family: coreos, image: ami-12ae980f }
network: { routeQuota: 1000 }
controlPlane: { instanceType: t2.small }
nodePools:
  - { name: minion, instanceType: t2.small, count: ${machines - 1} }
`;

function write(name: string, machines: number): string {
  const file = join(place, `${name}.yml`);
  writeFileSync(file, spec(name, machines));
  return file;
}

const synth = (...args: readonly string[]): Measured => once(process.execPath, [BIN, "synth", ...args]);

function coldStart(): void {
  const file = write("cold", 4);
  const { ratio: times, seconds } = ratio(
    15,
    () => synth(file),
    () => once(process.execPath, ["-e", "0"]),
  );
  rows.push({
    work: "cold synth of the default spec / empty Node process",
    measured: `${times.toFixed(1)} × (${(seconds * 1000).toFixed(0)} ms)`,
    target: "≤ 4 ×",
    met: times <= 4,
  });
}

function againstCdktf(): void {
  const work = "cdktf synth of equal stacks / cold synth";
  if (flags.cdktf === undefined) {
    rows.push({ work, measured: "not measured: give --cdktf", target: "≥ 9 ×", met: null });
    return;
  }
  const file = write("equal", 4);
  const cdktf = flags.cdktf;
  const tsx = import.meta.resolve("tsx");
  const app = `${process.execPath} --import ${tsx} ${join(ROOT, "tools", "bench-cdktf-app.ts")}`;
  writeFileSync(
    join(place, "cdktf.json"),
    JSON.stringify({ language: "typescript", app, projectId: "bench", sendCrashReports: "false" }),
  );
  const theirs = () => once(process.execPath, [cdktf, "synth"]);
  const { ratio: times, seconds } = ratio(3, theirs, () => synth(file));
  rows.push({ work, measured: `${times.toFixed(1)} × (${seconds.toFixed(2)} s)`, target: "≥ 9 ×", met: times >= 9 });
}

function manyClusters(): void {
  const files = Array.from({ length: 1000 }, (_, index) => write(`many-${index}`, 4));
  const { seconds } = synth(...files);
  rows.push({
    work: "1,000 clusters in one run, each",
    measured: `${seconds.toFixed(1)} ms`,
    target: "≤ 15 ms",
    met: seconds <= 15,
  });
  const compiled = once(process.execPath, [BIN, "validate", ...files]).seconds;
  rows.push({ work: "the same, compiled only, each", measured: `${compiled.toFixed(1)} ms`, target: "", met: null });
  const again = synth(...files, "--format", "json");
  const written = (JSON.parse(again.stdout) as { outputs: { written: string[] }[] }).outputs.flatMap(
    (output) => output.written,
  ).length;
  rows.push({ work: "the same unchanged, files written", measured: String(written), target: "0", met: written === 0 });
}

/** Peak resident memory of a synth, from a child that reports on itself. */
function peakMegabytes(file: string): number {
  const report = "data:text/javascript,process.on('exit',()=>console.log('peak '+process.resourceUsage().maxRSS))";
  const { stdout } = once(process.execPath, ["--import", report, BIN, "validate", file]);
  return Number(/peak (\d+)/.exec(stdout)?.[1]) / 1024;
}

function largeClusters(): void {
  const sizes = [10, 100, 998] as const;
  const empty = median(Array.from({ length: 5 }, () => synth(write("size-2", 2)).seconds));
  const times = sizes.map((size) =>
    median(Array.from({ length: 5 }, () => synth(write(`size-${size}`, size)).seconds)),
  );
  for (const [index, size] of sizes.entries()) {
    rows.push({
      work: `one cluster of ${size} machines, whole process`,
      measured: `${((times[index] ?? 0) * 1000).toFixed(0)} ms`,
      target: size === 998 ? "< 1.5 s" : "",
      met: size === 998 ? (times[index] ?? 9) < 1.5 : null,
    });
  }
  const [, middle = 0, large = 0] = times;
  // Of the part that grows: a start of the process costs the same for every size.
  const exponent = Math.log(Math.max(large - empty, 1e-3) / Math.max(middle - empty, 1e-3)) / Math.log(998 / 100);
  rows.push({
    work: "exponent from 100 to 998 machines",
    measured: exponent.toFixed(2),
    target: "≤ 1.1",
    met: exponent <= 1.1,
  });
  const peak = peakMegabytes(join(place, "size-998.yml"));
  rows.push({
    work: "one cluster of 998 machines, peak memory",
    measured: `${peak.toFixed(0)} MB`,
    target: "< 300 MB",
    met: peak < 300,
  });
}

/** Hosts that are there already: a file of its own for each, and a manifest a role. */
const hosts = (count: number): string => `apiVersion: clusterwright/v1
name: rack
kubernetes: { version: 1.2.7 }
platform:
  type: hosts
  hosts:
    - { name: boss, address: 172.16.0.1, roles: [control-plane] }
${Array.from({ length: count - 1 }, (_, index) => `    - { name: node-${index}, address: 172.16.${1 + Math.floor(index / 250)}.${1 + (index % 250)}, roles: [work] }\n`).join("")}os: { family: coreos }
network: { podCidr: 10.0.0.0/12 }
nodePools: [{ name: work }]
`;

function manyHosts(): void {
  const file = join(place, "hosts.yml");
  writeFileSync(file, hosts(1000));
  const seconds = median(Array.from({ length: 5 }, () => synth(file).seconds));
  rows.push({
    work: "one cluster of 1,000 hosts, whole process",
    measured: `${(seconds * 1000).toFixed(0)} ms`,
    target: "< 1.5 s",
    met: seconds < 1.5,
  });
}

/** A description of an API, with a type to mend in each of its models. */
function largeDescription(): void {
  const file = join(place, "v1.json");
  const model = '{"properties": {"a": {"type": "any"}, "b": {"type": "string", "description": "any type of any"}}}';
  const models = Array.from({ length: 100_000 }, (_, index) => `"M${index}": ${model}`);
  writeFileSync(file, `{"swaggerVersion": "1.2", "resourcePath": "/x", "models": {\n${models.join(",\n")}\n}}`);
  const times = Array.from({ length: 5 }, () => once(process.execPath, [BIN, "client", file]));
  const seconds = median(times.map((each) => each.seconds));
  rows.push({
    work: "a description of 10 MB mended, whole process",
    measured: `${(seconds * 1000).toFixed(0)} ms`,
    target: "< 2 s",
    met: seconds < 2,
  });
}

try {
  mkdirSync(join(place, "out"));
  for (const measure of [coldStart, againstCdktf, manyClusters, largeClusters, manyHosts, largeDescription]) measure();
} finally {
  rmSync(place, { recursive: true, force: true });
}

const width = Math.max(...rows.map(({ work }) => work.length));
for (const { work, measured, target, met } of rows) {
  console.log(
    `${work.padEnd(width)}  ${measured.padEnd(22)} ${target.padEnd(8)} ${met === null ? "" : met ? "met" : "MISSED"}`,
  );
}
if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(rows, null, 2)}\n`);
