import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { freePort, type Running, start, until } from "./processes.ts";

export interface Etcd {
  readonly url: string;
  readonly running: Running;
  readonly set: (key: string, value: string) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  readonly get: (key: string) => Promise<string | undefined>;
  readonly stop: () => Promise<void>;
  readonly startAgain: () => Promise<void>;
}

/** A real etcd on loopback, with the second API, in a directory that goes with the test. */
export async function startEtcd(): Promise<Etcd> {
  const directory = mkdtempSync(join(tmpdir(), "clusterwright-etcd-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const [client, peer] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${client}`;
  const launch = async (): Promise<Running> => {
    const running = start("etcd", [
      "--enable-v2=true",
      `--data-dir=${directory}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-cluster=default=http://127.0.0.1:${peer}`,
    ]);
    await until("etcd", async () => (await fetch(`${url}/health`)).ok);
    return running;
  };
  let running = await launch();
  const keys = (key: string): string => `${url}/v2/keys${key}`;
  return {
    url,
    get running() {
      return running;
    },
    set: async (key, value) => {
      const answer = await fetch(keys(key), { method: "PUT", body: new URLSearchParams({ value }) });
      if (!answer.ok) throw new Error(`etcd answers ${answer.status}`);
    },
    remove: async (key) => {
      await fetch(keys(key), { method: "DELETE" });
    },
    get: async (key) => {
      const answer = (await (await fetch(keys(key))).json()) as { node?: { value?: string } };
      return answer.node?.value;
    },
    stop: async () => {
      running.process.kill("SIGTERM");
      await running.ended;
    },
    startAgain: async () => {
      running = await launch();
    },
  };
}
