import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { machinesOf } from "../../generators/facts/nodes.ts";
import { asset } from "../../generators/text/render.ts";
import { compileCase, contentOf } from "../support/cases.ts";
import { program, type Ran, root, run, scratch, testWith, works } from "../support/tools.ts";

/** The scripts name absolute paths; a mount namespace of their own puts a scratch directory there. */
const test = testWith(program("bash"), root, works("mount namespaces", "unshare", "--mount", "true"));

interface Machine {
  readonly etc: string;
  readonly run: (script: string, ...args: readonly string[]) => Ran;
}

function machine(): Machine {
  const place = scratch();
  const etc = join(place, "etc");
  mkdirSync(etc);
  return {
    etc,
    run: (script, ...args) => {
      const file = join(place, "script");
      writeFileSync(file, script, { mode: 0o755 });
      const command = 'mount --bind "$1" /etc && shift && exec "$@"';
      return run("unshare", ["--mount", "sh", "-c", command, "sh", etc, file, ...args], { env: { HOSTNAME: "test" } });
    },
  };
}

const document = compileCase("ycluster-document");
const script = (path: string): string => contentOf(document, `machines/minion/files/opt/bin/${path}`);

describe("etcd-get-environment", () => {
  const text = script("etcd-get-environment");
  const RANGE = "10.0.0.0/8";
  const target = (etc: string): string => join(etc, "network-environment");

  test("writes what the document lists, for the document's own machine", () => {
    const { etc, run: start } = machine();
    writeFileSync(join(etc, "environment"), "COREOS_PRIVATE_IPV4=172.31.16.23\nCOREOS_PUBLIC_IPV4=54.93.108.126\n");
    const { status, output } = start(text, "node", RANGE);
    expect(output).toBe("");
    expect(status).toBe(0);
    const lines = readFileSync(target(etc), "utf8").trim().split("\n");
    const hostname = /HOSTNAME=([^,]+)/.exec(lines.at(-1) ?? "")?.[1];
    expect(lines).toEqual([
      "PRIVATE_IPV4=172.31.16.23",
      "DEFAULT_IPV4=172.31.16.23",
      "ETH0_IPV4=172.31.16.23",
      "LO_IPV4=127.0.0.1",
      "PUBLIC_IPV4=54.93.108.126",
      "DOCKER_BIP=10.16.23.1/24",
      "DOCKER_SUBNET=10.16.23.0/24",
      "FLEET_PUBLIC_IP=172.31.16.23",
      `FLEET_METADATA=DOCKER_SUBNET=10.16.23.0/24,HOSTNAME=${hostname},role=node`,
    ]);
    expect(statSync(target(etc)).mode & 0o777).toBe(0o644);
  });

  test("keeps to the container range that the unit gives it, as the routes do", () => {
    const full = compileCase("every-key");
    const unit = contentOf(full, "machines/front/units/etcd-environment.service");
    const [, role = "", range = ""] = /^ExecStart=\S+ (\S+) (\S+)$/m.exec(unit) ?? [];
    const node = machinesOf(full.cluster)[1];
    const { etc, run: start } = machine();
    writeFileSync(join(etc, "environment"), `COREOS_PRIVATE_IPV4=${node?.address}\n`);
    expect(start(contentOf(full, "machines/front/files/opt/bin/etcd-get-environment"), role, range).status).toBe(0);
    expect(readFileSync(target(etc), "utf8")).toContain(`DOCKER_SUBNET=${node?.podCidr}\n`);
    expect(node?.podCidr).toMatch(/^11\./);
  });

  test("a second run changes nothing and leaves nothing behind", () => {
    const { etc, run: start } = machine();
    writeFileSync(join(etc, "environment"), "COREOS_PRIVATE_IPV4=172.31.0.10\n");
    start(text, "control-plane", RANGE);
    const first = readFileSync(target(etc), "utf8");
    expect(start(text, "control-plane", RANGE).status).toBe(0);
    expect(readFileSync(target(etc), "utf8")).toBe(first);
    expect(readdirSync(etc).sort()).toEqual(["environment", "network-environment"]);
  });

  test("fails, and keeps what was there, when the machine does not know its address", () => {
    const { etc, run: start } = machine();
    writeFileSync(join(etc, "environment"), "");
    writeFileSync(target(etc), "PRIVATE_IPV4=172.31.0.10\n");
    const { status, stderr } = start(text, "node", RANGE);
    expect(status).not.toBe(0);
    expect(stderr).toContain("private address");
    expect(readFileSync(target(etc), "utf8")).toBe("PRIVATE_IPV4=172.31.0.10\n");
  });
});

describe("registry-hosts-entry", () => {
  const text = script("registry-hosts-entry");
  const NAME = "registry.default.ycluster.local";

  test("replaces its own entry and leaves the others", () => {
    const { etc, run: start } = machine();
    const others = `127.0.0.1 localhost\n# 10.0.0.1 ${NAME} in a comment stays\n10.0.0.9 other # ${NAME}\n`;
    writeFileSync(join(etc, "hosts"), `${others}10.255.0.9 ${NAME}\n`);
    for (let round = 0; round < 2; round += 1) expect(start(text, "10.255.0.3", NAME).output).toBe("");
    expect(readFileSync(join(etc, "hosts"), "utf8")).toBe(`${others}10.255.0.3 ${NAME}\n`);
  });

  test("makes the file where there is none", () => {
    const { etc, run: start } = machine();
    expect(start(text, "10.255.0.3", NAME).status).toBe(0);
    expect(readFileSync(join(etc, "hosts"), "utf8")).toBe(`127.0.0.1 localhost\n10.255.0.3 ${NAME}\n`);
  });
});

describe("install-program", () => {
  const text = script("install-program");

  function download(): { file: string; served: string; start: (url: string) => Ran } {
    const place = scratch();
    const served = join(place, "served");
    writeFileSync(served, "#!/bin/sh\necho one\n");
    const tool = join(place, "install-program");
    writeFileSync(tool, text);
    chmodSync(tool, 0o755);
    const file = join(place, "bin", "program");
    return { file, served, start: (url) => run(tool, [url, file]) };
  }

  const fetching = testWith(program("bash"), program("curl"));

  fetching("fetches once, and again only from another place", () => {
    const { file, served, start } = download();
    expect(start(`file://${served}`).status).toBe(0);
    expect(run(file, []).stdout).toBe("one\n");
    writeFileSync(served, "#!/bin/sh\necho two\n");
    start(`file://${served}`);
    expect(run(file, []).stdout).toBe("one\n");
    start(`file://localhost${served}`);
    expect(run(file, []).stdout).toBe("two\n");
  });

  fetching("keeps a working program when the download fails", () => {
    const { file, served, start } = download();
    start(`file://${served}`);
    expect(start(`file://${served}-absent`).status).not.toBe(0);
    expect(run(file, []).stdout).toBe("one\n");
    expect(readdirSync(join(file, "..")).sort()).toEqual(["program", "program.origin"]);
    expect(existsSync(file)).toBe(true);
  });
});

describe("install-pinned", () => {
  const fetching = testWith(program("bash"), program("curl"));
  const ONE = "#!/bin/sh\necho one\n";
  const TWO = "#!/bin/sh\necho two\n";
  const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

  function prepared() {
    const place = scratch();
    const tool = (name: string, text: string): string => {
      const path = join(place, name);
      writeFileSync(path, text.replaceAll("/opt/bin/", `${place}/`));
      chmodSync(path, 0o755);
      return path;
    };
    tool("install-program", script("install-program"));
    const pinned = tool("install-pinned", asset("scripts/install-pinned.sh"));
    const served = join(place, "served");
    const file = join(place, "bin", "program");
    const start = (digest: string): Ran => run(pinned, [`file://${served}`, file, digest]);
    return { served, file, start, tool };
  }

  fetching("takes what has the digest, and nothing else", () => {
    const { served, file, start } = prepared();
    writeFileSync(served, TWO);
    const refused = start(digestOf(ONE));
    expect(refused.status).not.toBe(0);
    expect(refused.output).toContain("is refused");
    expect(existsSync(file)).toBe(false);
    writeFileSync(served, ONE);
    expect(start(digestOf(ONE)).status).toBe(0);
    expect(run(file, []).stdout).toBe("one\n");
    // What is there and right is not fetched again; what is not right never takes its place.
    rmSync(served);
    expect(start(digestOf(ONE)).status).toBe(0);
    writeFileSync(served, "something else");
    expect(start(digestOf(TWO)).status).not.toBe(0);
    expect(run(file, []).stdout).toBe("one\n");
    expect(readdirSync(join(file, ".."))).toEqual(["program"]);
  });

  fetching("takes a copy in the bucket before it asks outside, and goes outside where that is another", () => {
    const { served, file, start, tool } = prepared();
    tool("carried-program", `#!/bin/sh\nprintf '#!/bin/sh\\necho one\\n'\n`);
    expect(start(digestOf(ONE)).status).toBe(0);
    expect(run(file, []).stdout).toBe("one\n");
    writeFileSync(served, TWO);
    expect(start(digestOf(TWO)).status).toBe(0);
    expect(run(file, []).stdout).toBe("two\n");
  });
});
