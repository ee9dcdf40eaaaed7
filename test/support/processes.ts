import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { inject, onTestFinished } from "vitest";

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });

export interface Running {
  readonly process: ChildProcess;
  /** What it has printed so far, both streams. */
  readonly output: () => string;
  /** Its exit code, or the signal's name, when it has ended. */
  readonly ended: Promise<number | string>;
}

/** Starts a program that goes on running; it is gone when the test is, with all that it started. */
export function start(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  const ended = new Promise<number | string>((resolve) => {
    child.on("exit", (code, signal) => resolve(code ?? signal ?? "?"));
  });
  onTestFinished(() => {
    try {
      process.kill(-(child.pid ?? 0), "SIGKILL");
    } catch {
      // It and its children have ended by themselves.
    }
  });
  return { process: child, output: () => printed, ended };
}

const STEP_MS = 50;

/** For what hangs; see `pace.ts`. */
const LIMIT_MS = 5 * 60_000 * inject("pace");

/** Waits until something is so; what it threw or returned last is in the error. */
export async function until<T>(what: string, probe: () => Promise<T | false> | T | false): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const result = await probe();
      if (result !== false) return result;
    } catch (error) {
      last = error;
    }
    await sleep(STEP_MS);
  }
  throw new Error(
    `${what} did not come about in ${LIMIT_MS / 60_000} minutes${last === undefined ? "" : `: ${String(last)}`}`,
  );
}
