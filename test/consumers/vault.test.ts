/** Vault's image: its own scripts with a recording stand-in for the vault binary, over real TLS. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, inject, onTestFinished } from "vitest";
import { compileCase, filesBelow, ROOT } from "../support/cases.ts";
import { freePort, type Running, start, until } from "../support/processes.ts";
import { writeArtifacts } from "../support/terraform.ts";
import { program, run, testWith } from "../support/tools.ts";

/** A directory on another file system than the root: what a mount looks like from inside a container. */
const MOUNTED = "/dev/shm";
const test = testWith(program("bash"), program("curl"), program("jq"), program("openssl"), {
  name: "a second file system",
  met: existsSync(MOUNTED) && statSync(MOUNTED).dev !== statSync("/").dev,
});

const SECRETS = ["unseal-key-0-secret", "unseal-key-4-secret", "root-token-secret"];

interface Entry {
  readonly argv?: readonly string[];
  readonly config?: string;
  readonly call?: string;
  readonly signal?: string;
  readonly policy?: string;
  readonly rules?: string;
}

interface Container {
  readonly directory: string;
  readonly keys: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly record: () => readonly Entry[];
  readonly calls: (of: string) => number;
  readonly start: (...args: readonly string[]) => Running;
  readonly run: (...args: readonly string[]) => ReturnType<typeof run>;
}

async function container(env: Readonly<Record<string, string>> = {}): Promise<Container> {
  const directory = mkdtempSync(join(tmpdir(), "clusterwright-vault-"));
  const keys = mkdtempSync(join(MOUNTED, `${basename(inject("directory"))}-`));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
    rmSync(keys, { recursive: true, force: true });
  });
  writeArtifacts(
    directory,
    compileCase("consul-and-vault").artifacts.filter(({ path }) => path.startsWith("images/")),
  );
  mkdirSync(join(directory, "bin"));
  symlinkSync(join(ROOT, "test/support/stand-ins/vault.mjs"), join(directory, "bin/vault"));
  const port = await freePort();
  const log = join(directory, "record");
  writeFileSync(log, "");
  const all = {
    PATH: `${join(directory, "bin")}:${process.env.PATH}`,
    RECORD: log,
    VAULT_HOME: join(directory, "home"),
    VAULT_SHARE: join(directory, "images/vault"),
    VAULT_IP: "127.0.0.1",
    VAULT_SERVICE_PORT: String(port),
    VAULT_NAMES: "vault.kube-system,vault.kube-system.svc.secrets.local",
    // As Kubernetes sets them beside, for services of these names.
    VAULT_PORT: "tcp://10.255.3.4:8200",
    CONSUL_PORT: "tcp://10.255.3.5:8500",
    CONSUL_SERVICE_HOST: "consul.kube-system.svc.secrets.local",
    CONSUL_SERVICE_PORT: "8501",
    ...env,
  };
  const record = (): readonly Entry[] =>
    readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  const entrypoint = join(directory, "images/vault/entrypoint.sh");
  return {
    directory,
    keys,
    port,
    env: all,
    record,
    calls: (of) => record().filter(({ call }) => call === of).length,
    start: (...args) => start(entrypoint, args, all),
    run: (...args) => run(entrypoint, args, { env: all }),
  };
}

describe("vault's entrypoint", () => {
  test("writes a configuration for where it runs, and becomes the server", async () => {
    const at = await container();
    const running = at.start("-log-level=debug");
    await until("the server", () => at.record().some(({ config }) => config !== undefined));
    const [{ argv } = {}, { config } = {}] = at.record();
    expect(argv).toEqual(["server", `-config=${at.directory}/home/config/config.hcl`, "-log-level=debug"]);
    expect(config).toContain('address = "consul.kube-system.svc.secrets.local:8501"');
    expect(config).toContain(`address       = "127.0.0.1:${at.port}"`);
    expect(config).toContain(`api_addr      = "https://127.0.0.1:${at.port}"`);
    expect(config).toMatch(/path {4}= "vault"/);
    expect(config).not.toContain("%%");
    await until("health", () => at.run("healthy").status === 0);
    running.process.kill("SIGTERM");
    expect(await running.ended).toBe(0);
    expect(at.record().at(-1)).toEqual({ signal: "SIGTERM" });
    expect(at.run("healthy").status).not.toBe(0);
  });

  test("makes a certificate once, of a key that is long enough, for its own names", async () => {
    const at = await container();
    const first = at.start();
    await until("the server", () => at.record().length > 1);
    first.process.kill("SIGTERM");
    await first.ended;
    const file = join(at.directory, "home/tls/certificate.pem");
    const text = run("openssl", ["x509", "-in", file, "-noout", "-text"]).stdout;
    expect(text).toMatch(/Public-Key: \(2048 bit\)/);
    expect(text).toContain("IP Address:127.0.0.1");
    expect(text).toContain("DNS:vault.kube-system, DNS:vault.kube-system.svc.secrets.local");
    expect(statSync(join(at.directory, "home/tls/key.pem")).mode & 0o077).toBe(0);
    const before = readFileSync(file, "utf8");
    const second = at.start();
    await until("the second start", () => at.record().filter(({ argv }) => argv !== undefined).length === 2);
    second.process.kill("SIGTERM");
    await second.ended;
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  test("as master initialises and unseals once; the word is not Vault's", async () => {
    const at = await container();
    const env = { ...at.env, VAULT_KEYS_DIR: at.keys };
    const running = start(join(at.directory, "images/vault/entrypoint.sh"), ["master", "-log-level=info"], env);
    await until("the unsealing", () => running.output().includes("vault: unsealed")).catch((error) => {
      throw new Error(`${error}\n${running.output()}`);
    });
    expect(at.record()[0]?.argv).toEqual([
      "server",
      `-config=${at.directory}/home/config/config.hcl`,
      "-log-level=info",
    ]);
    expect(at.calls("PUT /v1/sys/init")).toBe(1);
    expect(at.calls("PUT /v1/sys/unseal")).toBe(3);

    // The keys are where the operator said, for nobody else to read, and nowhere else.
    const file = join(at.keys, "vault-keys.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ root_token: "root-token-secret" });
    expect(filesBelow(at.keys)).toEqual(["vault-keys.json"]);
    for (const secret of SECRETS) {
      expect(running.output()).not.toContain(secret);
      expect(JSON.stringify(at.record())).not.toContain(secret);
      const inside = filesBelow(at.directory).filter((name) => !/^(record|bin)/.test(name));
      expect(inside.filter((name) => readFileSync(join(at.directory, name), "utf8").includes(secret))).toEqual([]);
    }

    running.process.kill("SIGTERM");
    expect(await running.ended).toBe(0);
    const again = start(join(at.directory, "images/vault/entrypoint.sh"), ["master"], env);
    await until("the second unsealing", () => again.output().includes("vault: unsealed"));
    expect(at.calls("PUT /v1/sys/init")).toBe(1);
    again.process.kill("SIGTERM");
    expect(await again.ended).toBe(0);
  });

  test("is sealed and says so when the keys were taken away, as they should be", async () => {
    const at = await container();
    const env = { ...at.env, VAULT_KEYS_DIR: at.keys };
    const entrypoint = join(at.directory, "images/vault/entrypoint.sh");
    const first = start(entrypoint, ["master"], env);
    await until("the unsealing", () => first.output().includes("vault: unsealed"));
    first.process.kill("SIGTERM");
    await first.ended;
    rmSync(join(at.keys, "vault-keys.json"));
    const second = start(entrypoint, ["master"], env);
    await until("the message", () => second.output().includes("unseal it by hand"));
    expect(second.process.exitCode).toBeNull();
    second.process.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  });

  test("writes the policies, and hands the keys to whom the operator's command takes them, once", async () => {
    const at = await container();
    const entrypoint = join(at.directory, "images/vault/entrypoint.sh");
    const sent = join(at.keys, "sent");
    const send = join(at.directory, "bin/send-keys");
    // It says out loud what it was given, and fails while there is no place for it.
    writeFileSync(
      send,
      `#!/bin/sh\nset -e\nkeys=$(cat)\necho "$keys"\necho "$keys" >&2\nprintf '%s\\n' "$@" >"${sent}/to"\necho "$keys" >"${sent}/keys"\n`,
      { mode: 0o755 },
    );
    const rules = 'path "secret/data/shop/*" { capabilities = ["read"] } # it\'s $HOME';
    const env = {
      ...at.env,
      VAULT_KEYS_DIR: at.keys,
      VAULT_POLICIES: JSON.stringify({ shop: rules, other: "" }),
      VAULT_HAND_OVER: JSON.stringify(["send-keys", "a b", "$(id)", "alice@example.com", "bob"]),
    };
    const first = start(entrypoint, ["master"], env);
    await until("the failure", () => first.output().includes("the keys stay in"));
    expect(at.record().filter(({ policy }) => policy !== undefined)).toEqual([
      { policy: "other", rules: "" },
      { policy: "shop", rules },
    ]);
    expect(existsSync(join(at.keys, "vault-keys.json"))).toBe(true);
    first.process.kill("SIGTERM");
    await first.ended;
    mkdirSync(sent);
    const second = start(entrypoint, ["master"], env);
    await until("the hand-over", () => second.output().includes("were handed over by send-keys"));
    expect(readFileSync(join(sent, "to"), "utf8").split("\n")).toEqual([
      "a b",
      "$(id)",
      "alice@example.com",
      "bob",
      "",
    ]);
    expect(JSON.parse(readFileSync(join(sent, "keys"), "utf8"))).toMatchObject({ root_token: "root-token-secret" });
    expect(existsSync(join(at.keys, "vault-keys.json"))).toBe(false);
    for (const secret of SECRETS) {
      expect(first.output() + second.output()).not.toContain(secret);
      expect(JSON.stringify(at.record())).not.toContain(secret);
    }
    second.process.kill("SIGTERM");
    await second.ended;
  });

  const REFUSALS: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ["no place for the keys", {}, "VAULT_KEYS_DIR: names the mounted directory"],
    ["a place in the image", { VAULT_KEYS_DIR: "/tmp" }, "is in the container itself"],
    ["a place that is not there", { VAULT_KEYS_DIR: "/no/such/place" }, "is not a directory that may be written"],
    ["a Vault that refuses", { VAULT_KEYS_DIR: "mounted", REFUSE_INIT: "1" }, "Vault was not initialised"],
  ];

  test.each(REFUSALS)("as master ends with a failure: %s", async (_what, env, message) => {
    const at = await container();
    const keysDirectory = env.VAULT_KEYS_DIR === "mounted" ? { VAULT_KEYS_DIR: at.keys } : {};
    const running = start(join(at.directory, "images/vault/entrypoint.sh"), ["master"], {
      ...at.env,
      ...env,
      ...keysDirectory,
    });
    expect(await running.ended).toBe(1);
    expect(running.output()).toContain(message);
    expect(existsSync(join(at.keys, "vault-keys.json"))).toBe(false);
    await until("Vault's own end", () => run("pgrep", ["-f", at.directory]).status === 1);
  });

  test("when Vault dies, the container does, with its code", async () => {
    const at = await container();
    const running = start(join(at.directory, "images/vault/entrypoint.sh"), ["master"], {
      ...at.env,
      VAULT_KEYS_DIR: at.keys,
    });
    await until("the unsealing", () => running.output().includes("vault: unsealed"));
    run("pkill", ["-USR2", "-f", `${at.directory}/home/config/config.hcl`]);
    expect(await running.ended).not.toBe(0);
  });
});
