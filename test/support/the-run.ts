/**
 * What a run of the tests leaves behind: nothing. All that its tests write lies below one directory, and whatever they
 * start bears the run's name in its environment; a reaper of its own takes both away, however the run ends.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where temporary files of this run go. */
    readonly directory: string;
    /** How many times slower this machine is, as it is now, than the one that the limits are meant for. */
    readonly pace: number;
    /** Whether everything is tried, and not the fast part alone. */
    readonly thorough: boolean;
  }
}

const REAPER = join(import.meta.dirname, "reaper.sh");

async function ended(reaper: ChildProcess, word: string): Promise<void> {
  const end = once(reaper, "exit");
  reaper.stdin?.end(word);
  if (reaper.exitCode === null) await end;
}

export function setup(project: TestProject): () => Promise<void> {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), "clusterwright-run-"));
  // Some tests run programs as another user.
  chmodSync(directory, 0o711);
  // A group of its own: what interrupts the run does not interrupt it.
  const reaper = spawn("bash", [REAPER, directory, project.tmpDir], {
    stdio: ["pipe", "inherit", "inherit"],
    detached: true,
  });
  // From here on: the reaper itself does not bear the name.
  process.env.CLUSTERWRIGHT_TEST_RUN = directory;
  process.env.TMPDIR = directory;
  project.provide("directory", directory);
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)
    process.once(signal, () => void ended(reaper, "").then(() => process.exit(code)));
  return () => ended(reaper, "done\n");
}
