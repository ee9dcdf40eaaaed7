/** Apache from Debian following a real etcd by the image's own scripts, as a user that is not root. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { compileCase } from "../support/cases.ts";
import { type Etcd, startEtcd } from "../support/etcd.ts";
import { freePort, type Running, start, until } from "../support/processes.ts";
import { writeArtifacts } from "../support/terraform.ts";
import { program, root, run, testWith } from "../support/tools.ts";

const test = testWith(program("apache2"), program("etcd"), program("curl"), program("jq"), program("setpriv"), root);

const { artifacts } = compileCase("shop");

/** Backends at addresses of their own, as pods have them; each answers with its address and what it was asked. */
function backend(address: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    response.end(JSON.stringify({ address, host: request.headers.host, path: request.url }));
  });
  onTestFinished(() => void server.close());
  return new Promise((resolve) => server.listen(port, address, () => resolve(server)));
}

interface Proxy {
  readonly etcd: Etcd;
  readonly running: Running;
  readonly sites: string;
  readonly run: string;
  readonly http: number;
  readonly https: number;
  readonly health: number;
  /** The watcher's configuration for pods at the given addresses. */
  readonly config: (...addresses: readonly string[]) => string;
  readonly ask: (cookie?: string) => Promise<{ address: string; host: string; path: string; cookie: string | null }>;
}

const TARGETS = [await freePort(), await freePort()] as const;

async function proxy(): Promise<Proxy> {
  const directory = mkdtempSync(join(tmpdir(), "clusterwright-yapache-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  chmodSync(directory, 0o755);
  writeArtifacts(
    directory,
    artifacts.filter(({ path }) => path.startsWith("images/")),
  );
  const [sites, runDirectory] = [join(directory, "sites"), join(directory, "run")];
  for (const path of [sites, runDirectory]) {
    mkdirSync(path);
    chmodSync(path, 0o777);
  }
  const etcd = await startEtcd();
  const [http, https, health] = [await freePort(), await freePort(), await freePort()];
  const ports = {
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    HTTP_TARGET: String(TARGETS[0]),
    HTTPS_TARGET: String(TARGETS[1]),
  };
  const running = start(
    "setpriv",
    ["--reuid=www-data", "--regid=www-data", "--clear-groups", join(directory, "images/yapache/entrypoint.sh")],
    {
      ETCD_PEERS: etcd.url,
      YAPACHE_CONF: join(directory, "images/yapache/apache2.conf"),
      YAPACHE_SITES: sites,
      YAPACHE_RUN: runDirectory,
      YAPACHE_HEALTH_PORT: String(health),
      TMPDIR: runDirectory,
    },
  );
  await until("Apache", async () => (await fetch(`http://127.0.0.1:${health}/`)).ok).catch((error) => {
    throw new Error(`${error}\n${running.output()}`);
  });
  return {
    etcd,
    running,
    sites,
    run: runDirectory,
    http,
    https,
    health,
    config: (...addresses) =>
      run(join(directory, "images/yapache-k8s-watcher/apache-config.sh"), addresses, { env: ports }).stdout,
    ask: async (cookie) => {
      const headers = cookie === undefined ? {} : { cookie };
      const answer = await fetch(`http://127.0.0.1:${http}/some/path?q=1`, { headers });
      const said = (await answer.json()) as { address: string; host: string; path: string };
      return { ...said, cookie: answer.headers.get("set-cookie") };
    },
  };
}

describe("yapache", () => {
  test("a key comes, is balanced over two backends with a cookie, changes, and goes", async () => {
    const at = await proxy();
    await Promise.all(["127.0.0.2", "127.0.0.3"].map((address) => backend(address, TARGETS[0])));
    await backend("127.0.0.2", TARGETS[1]);

    await at.etcd.set("/yapache/hybris.conf", at.config("127.0.0.2", "127.0.0.3"));
    const first = await until("the site", () => at.ask());
    expect(first).toMatchObject({ host: `127.0.0.1:${at.http}`, path: "/some/path?q=1" });
    expect(first.cookie).toMatch(/^ROUTEID=\.127-0-0-[23]; path=\/$/);

    const seen = await Promise.all(Array.from({ length: 12 }, () => at.ask()));
    expect(new Set(seen.map(({ address }) => address))).toEqual(new Set(["127.0.0.2", "127.0.0.3"]));
    for (const address of ["127.0.0.2", "127.0.0.3"]) {
      const cookie = `ROUTEID=.${address.replaceAll(".", "-")}`;
      const sticky = await Promise.all(Array.from({ length: 8 }, () => at.ask(cookie)));
      expect(new Set(sticky.map((answer) => answer.address))).toEqual(new Set([address]));
      expect(sticky.every((answer) => answer.cookie === null)).toBe(true);
    }
    const secure = await (await fetch(`http://127.0.0.1:${at.https}/`)).json();
    expect(secure).toMatchObject({ address: "127.0.0.2" });
    const manager = await (await fetch(`http://127.0.0.1:${at.http}/balancer-manager`)).text();
    expect(manager).toContain("Load Balancer Manager");

    await at.etcd.set("/yapache/hybris.conf", at.config("127.0.0.3"));
    await until("the change", async () => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => at.ask("ROUTEID=.127-0-0-2")));
      return answers.every(({ address }) => address === "127.0.0.3");
    });

    await at.etcd.remove("/yapache/hybris.conf");
    await until("the end of the site", () =>
      at.ask().then(
        () => false,
        () => true,
      ),
    );
    expect(readdirSync(at.sites)).toEqual([]);
    expect((await fetch(`http://127.0.0.1:${at.health}/`)).ok).toBe(true);
  });

  test("a broken configuration is never loaded, and holds nothing else up", async () => {
    const at = await proxy();
    await backend("127.0.0.2", TARGETS[0]);
    await at.etcd.set("/yapache/hybris.conf", at.config("127.0.0.2"));
    await until("the site", () => at.ask());
    const before = readFileSync(join(at.sites, "hybris.conf"), "utf8");

    await at.etcd.set("/yapache/hybris.conf", "<VirtualHost *:1>\nNoSuchDirective on\n");
    await until("the refusal", () => at.running.output().includes("hybris.conf is refused and stays as it was"));
    expect(at.running.output()).toMatch(/NoSuchDirective|<VirtualHost> was not closed/);
    expect(readFileSync(join(at.sites, "hybris.conf"), "utf8")).toBe(before);
    expect((await at.ask()).address).toBe("127.0.0.2");

    // A good one beside the broken one goes through; what is no site is left alone.
    const extra = await freePort();
    await at.etcd.set("/yapache/../evil.conf", "Listen 1\n").catch(() => undefined);
    await at.etcd.set("/yapache/readme.txt", "not a site");
    await at.etcd.set("/yapache/.hidden.conf", "Listen 1\n");
    const extraSite = `Listen ${extra}
<VirtualHost *:${extra}>
  <Location />
    SetHandler server-status
    Require all granted
  </Location>
</VirtualHost>
`;
    await at.etcd.set("/yapache/extra.conf", extraSite);
    await until("the second site", async () => (await fetch(`http://127.0.0.1:${extra}/`)).ok).catch((error) => {
      throw new Error(`${error}\n${at.running.output()}`);
    });
    expect(readdirSync(at.sites).sort()).toEqual(["extra.conf", "hybris.conf"]);
    expect((await at.ask()).address).toBe("127.0.0.2");

    await at.etcd.set("/yapache/hybris.conf", at.config("127.0.0.2", "127.0.0.3"));
    await until("the mended site", () => readFileSync(join(at.sites, "hybris.conf"), "utf8").includes("127.0.0.3"));
  });

  test("without etcd the sites stay, and follow it again when it is back", async () => {
    const at = await proxy();
    await backend("127.0.0.2", TARGETS[0]);
    await backend("127.0.0.3", TARGETS[0]);
    await at.etcd.set("/yapache/hybris.conf", at.config("127.0.0.2"));
    await until("the site", () => at.ask());
    await at.etcd.stop();
    await until("the loss", () => at.running.output().includes("no etcd answers"));
    expect((await at.ask()).address).toBe("127.0.0.2");
    await at.etcd.startAgain();
    await at.etcd.set("/yapache/hybris.conf", at.config("127.0.0.3"));
    await until("the change", async () => (await at.ask()).address === "127.0.0.3");
  });

  test("SIGTERM ends all of it, and cleanly", async () => {
    const at = await proxy();
    at.running.process.kill("SIGTERM");
    expect(await at.running.ended).toBe(0);
    await until("the end", () =>
      fetch(`http://127.0.0.1:${at.health}/`).then(
        () => false,
        () => true,
      ),
    );
    expect(existsSync(join(at.run, "apache2.pid"))).toBe(false);
    expect(readdirSync(at.run).filter((name) => name.startsWith("follow."))).toEqual([]);
  });

  test("when Apache dies, the container does", async () => {
    const at = await proxy();
    process.kill(Number(readFileSync(join(at.run, "apache2.pid"), "utf8")), "SIGKILL");
    expect(await at.running.ended).toBe(1);
    expect(at.running.output()).toContain("a part of it ended");
  });

  test("without etcd's address it does not start, and says why", () => {
    const { status, stderr } = run("bash", [join(process.cwd(), "templates/images/yapache/entrypoint.sh")], {
      env: { ETCD_PEERS: "" },
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain("ETCD_PEERS: names the etcd to follow");
  });
});
