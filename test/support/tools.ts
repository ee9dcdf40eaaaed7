import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inject, onTestFinished, test } from "vitest";

const isOnPath = (name: string): boolean =>
  (process.env.PATH ?? "").split(delimiter).some((directory) => existsSync(join(directory, name)));

/** A requirement that is not a program on the path, e.g. a module or a right. */
export interface Requirement {
  readonly name: string;
  readonly met: boolean;
}

export const program = (name: string): Requirement => ({ name, met: isOnPath(name) });

/** Whether a command ends well; for what only a try can tell. */
export const works = (name: string, command: string, ...args: readonly string[]): Requirement => ({
  name,
  met: isOnPath(command) && spawnSync(command, args, { stdio: "ignore" }).status === 0,
});

export const root: Requirement = { name: "root", met: process.getuid?.() === 0 };

/**
 * `test`, for tests that hand the output to a real program. Where one is missing the test shows as skipped; in
 * CI it fails instead, so that nothing goes unchecked unseen.
 */
export function testWith(...requirements: readonly Requirement[]): typeof test {
  const missing = requirements.filter(({ met }) => !met).map(({ name }) => name);
  if (missing.length === 0) return test;
  if (!process.env.CI) {
    // For the block at the end of the run.
    test.skip(`needs ${missing.join(", ")}`, () => undefined);
    return test.skip as typeof test;
  }
  test(`${missing.join(", ")} must be there in CI`, () => {
    throw new Error(`missing: ${missing.join(", ")}`);
  });
  return test.skip as typeof test;
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as a person would see them. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** For what hangs; see `pace.ts`. */
const LIMIT_MS = 10 * 60_000 * inject("pace");

/** Runs a program to its end. What it prints is kept; how it ends is for the test to judge. */
export function run(command: string, args: readonly string[], { cwd, env, input }: RunOptions = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    input,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    timeout: LIMIT_MS,
    env: { ...process.env, ...env },
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr, output: stdout + stderr };
}

/** A directory that goes when the test does. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), "clusterwright-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
