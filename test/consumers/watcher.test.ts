/** The watcher's own scripts against a stand-in for the API's endpoints and a real etcd. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { compileCase } from "../support/cases.ts";
import { startEtcd } from "../support/etcd.ts";
import { start, until } from "../support/processes.ts";
import { writeArtifacts } from "../support/terraform.ts";
import { program, run, testWith } from "../support/tools.ts";

const test = testWith(program("etcd"), program("curl"), program("jq"), program("bash"));
const KEY = "/yapache/hybris.conf";

type Version = "v1beta1" | "v1";

interface Wire {
  readonly list: string;
  readonly watch: string;
  readonly object: (name: string, addresses: readonly string[]) => object;
  readonly items: (objects: readonly object[]) => object;
}

/** How each version of the API says it. */
const WIRE: Readonly<Record<Version, Wire>> = {
  v1beta1: {
    list: "/api/v1beta1/endpoints?namespace=default",
    watch: "/api/v1beta1/watch/endpoints?namespace=default&resourceVersion=7",
    object: (id, addresses) => ({ kind: "Endpoints", id, endpoints: addresses.map((address) => `${address}:9001`) }),
    items: (items) => ({ kind: "EndpointsList", resourceVersion: 7, items }),
  },
  v1: {
    list: "/api/v1/namespaces/default/endpoints",
    watch: "/api/v1/watch/namespaces/default/endpoints?resourceVersion=7",
    object: (name, addresses) => ({
      kind: "Endpoints",
      metadata: { name, namespace: "default" },
      subsets: addresses.length === 0 ? [] : [{ addresses: addresses.map((ip) => ({ ip })), ports: [{ port: 9001 }] }],
    }),
    items: (items) => ({ kind: "EndpointsList", metadata: { resourceVersion: "7" }, items }),
  },
};

/** An API that lists what it is told and streams events to whoever watches; it records what it is asked. */
async function api(version: Version) {
  const wire = WIRE[version];
  const asked: string[] = [];
  const watchers = new Set<ServerResponse>();
  const state = { pods: [] as readonly string[], up: true };
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (!state.up) return void response.writeHead(503).end();
    if (request.url === wire.list) {
      return void response.end(
        JSON.stringify(wire.items([wire.object("other", ["10.9.9.9"]), wire.object("hybris-platform", state.pods)])),
      );
    }
    if (request.url !== wire.watch) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    watchers.add(response);
    request.on("close", () => watchers.delete(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    asked,
    watchers,
    state,
    send: (type: string, name: string, addresses: readonly string[]) => {
      for (const watcher of watchers)
        watcher.write(`${JSON.stringify({ type, object: wire.object(name, addresses) })}\n`);
    },
    drop: () => {
      for (const watcher of watchers) watcher.destroy();
    },
  };
}

/** @param front what stands before etcd, by its URL */
async function watcher(
  version: Version,
  pods: readonly string[],
  front: (etcd: string) => Promise<string> = async (url) => url,
) {
  const directory = mkdtempSync(join(tmpdir(), "clusterwright-watcher-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeArtifacts(
    directory,
    compileCase("shop").artifacts.filter(({ path }) => path.startsWith("images/")),
  );
  mkdirSync(join(directory, "state"));
  const [etcd, server] = [await startEtcd(), await api(version)];
  server.state.pods = pods;
  const image = join(directory, "images/yapache-k8s-watcher");
  const running = start(join(image, "entrypoint.sh"), [], {
    KUBERNETES_API: server.url,
    KUBERNETES_API_VERSION: version,
    ETCD_PEERS: await front(etcd.url),
    WATCHER_STATE: join(directory, "state"),
    RETRY_SECONDS: "0.2",
  });
  const configFor = (...addresses: readonly string[]): string =>
    run(join(image, "apache-config.sh"), addresses).stdout.replace(/\n$/, "");
  const published = (...addresses: readonly string[]): Promise<boolean> =>
    until(`the configuration for ${addresses.join(", ") || "nobody"}`, async () => {
      const value = (await etcd.get(KEY))?.replace(/\n$/, "");
      return value === configFor(...addresses);
    }).catch((error) => {
      throw new Error(`${error}\n${running.output()}`);
    });
  return { etcd, server, running, published, healthy: () => existsSync(join(directory, "state", "in-line")) };
}

describe.each(["v1beta1", "v1"] as const)("the watcher on %s", (version) => {
  test("follows pods that come and go, through lost connections", async () => {
    const at = await watcher(version, ["10.2.10.5"]);
    await at.published("10.2.10.5");
    await until("a watch", () => at.server.watchers.size > 0);
    expect(at.healthy()).toBe(true);

    at.server.send("MODIFIED", "hybris-platform", ["10.2.10.5", "10.18.10.7"]);
    await at.published("10.18.10.7", "10.2.10.5");
    at.server.send("MODIFIED", "other", ["10.1.1.1"]);
    at.server.send("MODIFIED", "hybris-platform", ["10.18.10.7"]);
    await at.published("10.18.10.7");

    // The connection goes, and with it what changed meanwhile: a fresh list says it.
    at.server.state.pods = ["10.3.10.9", "10.18.10.7"];
    at.server.drop();
    await at.published("10.18.10.7", "10.3.10.9");
    await until("a new watch", () => at.server.watchers.size > 0);

    at.server.state.up = false;
    at.server.drop();
    await until("the loss", () => at.running.output().includes("the API or etcd does not answer"));
    expect(at.healthy()).toBe(false);
    at.server.state.pods = ["10.3.10.9"];
    at.server.state.up = true;
    await at.published("10.3.10.9");
    await until("health", () => at.healthy());

    await until("a new watch", () => at.server.watchers.size > 0);
    at.server.send("DELETED", "hybris-platform", ["10.3.10.9"]);
    await at.published();
  });

  test("starts with no pod at all, and ends at SIGTERM", async () => {
    const at = await watcher(version, []);
    await at.published();
    await until("a watch", () => at.server.watchers.size > 0);
    at.running.process.kill("SIGTERM");
    expect(await at.running.ended).toBe(0);
    await until("the end of the watch", () => at.server.watchers.size === 0);
    expect(at.healthy()).toBe(false);
  });

  test("etcd that is away for a while gets the configuration when it is back", async () => {
    const at = await watcher(version, ["10.2.10.5"]);
    await at.published("10.2.10.5");
    await until("a watch", () => at.server.watchers.size > 0);
    await at.etcd.stop();
    at.server.state.pods = ["10.2.10.6"];
    at.server.send("MODIFIED", "hybris-platform", ["10.2.10.6"]);
    await until("the loss", () => at.running.output().includes("no etcd takes the configuration"));
    await at.etcd.startAgain();
    await at.published("10.2.10.6");
  });
});

/** A member of etcd 0.4 that does not lead: it sends whoever writes to the one that does. */
async function follower(leader: string): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(307, { location: `${leader}${request.url}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

describe("the watcher", () => {
  test("follows a member of etcd that does not lead to the one that does", async () => {
    const at = await watcher("v1", ["10.2.10.5"], follower);
    await at.published("10.2.10.5");
    await until("health", () => at.healthy());
  });

  test("takes no other answer for a success", async () => {
    const at = await watcher("v1", ["10.2.10.5"], async () => {
      const server = createServer((_request, response) => void response.writeHead(204).end());
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void server.close());
      const address = server.address();
      return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    });
    await until("the refusal", () => at.running.output().includes("no etcd takes the configuration"));
    expect(at.healthy()).toBe(false);
  });

  test("takes addresses for pods and nothing else", async () => {
    const at = await watcher("v1", ["10.2.10.5", "10.2.10.6 route=x\n</Proxy>", "$(touch owned)"]);
    await at.published("10.2.10.5");
  });
});
