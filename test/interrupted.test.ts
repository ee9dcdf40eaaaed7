/** A run of the tests that somebody interrupts, or that is killed: nothing of it is left. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { ROOT } from "./support/cases.ts";
import { until } from "./support/processes.ts";
import { program, run, scratch, testWith } from "./support/tools.ts";

const test = testWith(program("bash"), program("ps"), { name: "/proc", met: existsSync("/proc/self/environ") });

const sleepers = (): string => run("pgrep", ["-f", "^sleep 10000[123]$"]).stdout;

test.each([
  ["Ctrl-C", "SIGINT", 130],
  ["a terminal that is closed", "SIGHUP", 129],
  ["a kill", "SIGKILL", null],
] as const)("%s leaves nothing behind", async (_what, signal, status) => {
  const place = scratch();
  const vitest = join(ROOT, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--config", join(ROOT, "test/support/hanging/vitest.config.ts")];
  // As a shell starts it: a group of its own, which is what a terminal sends its signals to.
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: "ignore",
    env: { ...process.env, TMPDIR: place },
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const hangs = (): boolean => readdirSync(place).some((name) => existsSync(join(place, name, "hangs")));
  await until("the hanging test", () => hangs() && sleepers().split("\n").length > 3);
  // A kill meets the one process alone, whoever does it.
  process.kill(signal === "SIGKILL" ? (child.pid ?? 0) : -(child.pid ?? 0), signal);
  expect(await ended).toBe(status);
  await until("the end of all that it started", () => sleepers() === "");
  await until("the end of all that it made", () => readdirSync(place).length === 0);
  expect(readFileSync("/proc/self/mounts", "utf8")).not.toContain(place);
});
