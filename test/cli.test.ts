import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { ROOT, specOf } from "./support/cases.ts";
import { type Ran, run, scratch } from "./support/tools.ts";

/** The command as it is installed: the bundle that `npm ci` builds. */
const BIN = join(ROOT, "dist", "main.js");

let place = "";
beforeEach(() => {
  place = scratch();
  writeFileSync(join(place, "cluster.yml"), specOf("one-zone"));
});

const clusterwright = (...args: readonly string[]): Ran => run(process.execPath, [BIN, ...args], { cwd: place });

const BAD = "apiVersion: clusterwright/v1\nname: bad\n";

describe("synth", () => {
  test("compiles cluster.yml when told nothing, and says what to do next", () => {
    const { status, stdout, stderr } = clusterwright("synth");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^out\/small: \d+ files written, 0 unchanged\n {2}read out\/small\/README.md, then: make -C out\/small apply\n$/,
    );
    expect(stderr).toContain("warning[entrance-idle]");
    expect(stderr).not.toContain("\u001b");
  });

  test("takes several specs and another directory", () => {
    writeFileSync(join(place, "other.yml"), specOf("certificate"));
    expect(clusterwright("synth", "cluster.yml", "other.yml", "--out", "elsewhere").status).toBe(0);
    for (const name of ["small", "shop"])
      expect(readFileSync(join(place, "elsewhere", name, "README.md"), "utf8")).toContain(`# ${name}`);
  });

  test("exits 1 with diagnostics and writes nothing of a bad spec", () => {
    writeFileSync(join(place, "cluster.yml"), BAD);
    const { status, stderr, stdout } = clusterwright("synth");
    expect(status).toBe(1);
    expect(stderr).toContain("error[missing-key]");
    expect(stdout).toBe("");
  });

  test("exits 3 when an edited file stands in the way, and names it", () => {
    clusterwright("synth");
    writeFileSync(join(place, "out/small/Makefile"), "edited");
    const { status, stderr } = clusterwright("synth");
    expect(status).toBe(3);
    expect(stderr).toContain("out/small/Makefile");
    expect(stderr).toContain("--force");
    expect(clusterwright("synth", "--force").stderr).toContain("replaced an edited file: out/small/Makefile");
  });

  test("says what is wrong when it may not write", () => {
    writeFileSync(join(place, "out"), "a file");
    const { status, stderr } = clusterwright("synth");
    expect(status).toBe(1);
    expect(stderr).toContain("cannot write out/small");
    expect(stderr).not.toContain("    at ");
  });

  test("refuses two specs of one bucket", () => {
    const spec = specOf("multi-zone-one-nat").toString();
    writeFileSync(join(place, "cluster.yml"), spec);
    writeFileSync(join(place, "other.yml"), spec.replace("name: small", "name: other"));
    const { status, stderr } = clusterwright("synth", "cluster.yml", "other.yml");
    expect(status).toBe(1);
    expect(stderr).toContain('cluster.yml and other.yml both describe the bucket "kubernetes-small-dev"');
    expect(existsSync(join(place, "out"))).toBe(false);
  });

  test("refuses two specs of one name", () => {
    writeFileSync(join(place, "same.yml"), specOf("one-zone"));
    const { status, stderr } = clusterwright("synth", "cluster.yml", "same.yml");
    expect(status).toBe(1);
    expect(stderr).toContain('"small"');
  });

  test("prints JSON when asked", () => {
    const parsed = JSON.parse(clusterwright("synth", "--format", "json").stdout) as {
      diagnostics: { code: string }[];
      outputs: { directory: string; written: string[] }[];
    };
    expect(parsed.diagnostics.map(({ code }) => code)).toEqual(["entrance-idle"]);
    expect(parsed.outputs[0]?.directory).toBe("out/small");
    expect(parsed.outputs[0]?.written).toContain("stacks/network/cdk.tf.json");
  });
});

describe("validate", () => {
  test("says a spec is valid, and writes nothing", () => {
    expect(clusterwright("validate")).toMatchObject({ status: 0, stdout: "cluster.yml: valid\n" });
    expect(run("ls", [place]).stdout).toBe("cluster.yml\n");
  });

  test("takes a warning for an error where it is to be strict, unless the spec says that it is known", () => {
    expect(clusterwright("validate").status).toBe(0);
    const { status, stdout, stderr } = clusterwright("validate", "--strict");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("error[entrance-idle]");
    expect(stderr).toContain("cluster.yml: 1 error\n");
    const { valid, diagnostics } = JSON.parse(clusterwright("validate", "--strict", "--format", "json").stdout);
    expect([valid, diagnostics.length, diagnostics[0].severity]).toEqual([false, 1, "error"]);
    const known = `${specOf("one-zone")}acknowledged: { entrance-idle: nothing yet }\n`;
    writeFileSync(join(place, "cluster.yml"), known);
    expect(clusterwright("validate", "--strict")).toMatchObject({ status: 0, stdout: "cluster.yml: valid\n" });
  });

  test("prints the same diagnostics as JSON", () => {
    writeFileSync(join(place, "cluster.yml"), BAD);
    const { status, stdout } = clusterwright("validate", "--format", "json");
    expect(status).toBe(1);
    const { valid, diagnostics } = JSON.parse(stdout) as { valid: boolean; diagnostics: readonly object[] };
    expect(valid).toBe(false);
    expect(diagnostics[0]).toMatchObject({
      code: "missing-key",
      file: "cluster.yml",
      ranges: [{ line: 1, column: 1 }],
    });
  });
});

describe("tokens", () => {
  test("lists every token, when it is bound, where from and where it stands", () => {
    writeFileSync(join(place, "shop.yml"), specOf("shop"));
    const { status, stdout } = clusterwright("tokens", "shop.yml");
    expect(status).toBe(0);
    const [header, ...rows] = stdout.trimEnd().split("\n");
    expect(header).toMatch(/^token +phase +source +where$/);
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      [
        "REGISTRY_AWS_KEY",
        "boot",
        "secretsmanager ycluster/registry, key id",
        "secret",
        "manifests/17-registry.controller.yaml:38",
      ],
      [
        "REGISTRY_AWS_SECRET",
        "boot",
        "secretsmanager ycluster/registry, key secret",
        "secret",
        "manifests/17-registry.controller.yaml:40",
      ],
      ["DATABASE_HOST", "apply", "terraform data/database_address", "manifests/27-hybris-platform.controller.yaml:24"],
      [
        "DATABASE_PASSWORD",
        "boot",
        "secretsmanager terraform:data/database_secret_arn, key password",
        "secret",
        "manifests/27-hybris-platform.controller.yaml:26",
      ],
    ]);
  });

  test("is what tokens.json says, with --format json", () => {
    writeFileSync(join(place, "shop.yml"), specOf("shop"));
    clusterwright("synth", "shop.yml");
    const { tokens, diagnostics } = JSON.parse(clusterwright("tokens", "shop.yml", "--format", "json").stdout);
    expect({ tokens }).toEqual(JSON.parse(readFileSync(join(place, "out/ycluster/tokens.json"), "utf8")));
    expect(diagnostics.length).toBeGreaterThan(0);
  });

  test("says so when there are none, and fails on a bad spec", () => {
    expect(clusterwright("tokens").stdout).toBe("no tokens\n");
    writeFileSync(join(place, "cluster.yml"), BAD);
    expect(clusterwright("tokens").status).toBe(1);
  });

  test("values come from this process's environment and from files beside the spec", () => {
    const own = `files:\n  - { path: /etc/own, content: "%%FROM_ENV%% %%FROM_FILE%%" }\ntokens:\n  FROM_ENV: { env: OWN_VALUE }\n  FROM_FILE: { file: values/own.txt }\n`;
    mkdirSync(join(place, "specs/values"), { recursive: true });
    writeFileSync(join(place, "specs/values/own.txt"), "of the file\n");
    writeFileSync(join(place, "specs/cluster.yml"), specOf("one-zone") + own);
    const env = { OWN_VALUE: "of the environment", CLUSTERWRIGHT_ALLOW_ENV: "OTHER, OWN_VALUE" };
    expect(run(process.execPath, [BIN, "synth", "specs/cluster.yml"], { cwd: place, env }).status).toBe(0);
    const file = join(place, "out/small/machines/control-plane/files/etc/own");
    expect(readFileSync(file, "utf8")).toBe("of the environment of the file");
    const unset = run(process.execPath, [BIN, "validate", "specs/cluster.yml"], {
      cwd: place,
      env: { CLUSTERWRIGHT_ALLOW_ENV: "OWN_VALUE" },
    });
    expect(unset.stderr).toContain("cannot read the environment variable OWN_VALUE: it is not set");
  });
});

describe("a spec that is no file", () => {
  test.each([
    ["a directory", () => mkdirSync(join(place, "spec")), "it is a directory"],
    ["a device", () => symlinkSync("/dev/zero", join(place, "spec")), "it is not a plain file"],
    ["a pipe", () => run("mkfifo", [join(place, "spec")]), "it is not a plain file"],
    ["nothing", () => undefined, "there is no such file"],
    ["a huge file", () => run("truncate", ["-s", "100M", join(place, "spec")]), "a spec has at most"],
  ])("%s gets a diagnostic", (_what, make, message) => {
    make();
    const { status, stderr } = clusterwright("synth", "spec");
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });
});

describe("convert", () => {
  test("prints a native spec that gives the same output", () => {
    writeFileSync(join(place, "ycluster.yml"), specOf("ycluster-document"));
    writeFileSync(join(place, "native.yml"), clusterwright("convert", "ycluster.yml").stdout);
    clusterwright("synth", "ycluster.yml", "--out", "a");
    clusterwright("synth", "native.yml", "--out", "b");
    for (const path of [
      "machines/minion/units/docker.service",
      "machines/control-plane/units/etcd.service",
      "Makefile",
    ]) {
      expect(readFileSync(join(place, "b/ycluster", path), "utf8")).toBe(
        readFileSync(join(place, "a/ycluster", path), "utf8"),
      );
    }
  });
});

describe("the command line", () => {
  test.each([[["--help"]], [["synth", "--help"]], [["validate", "--help"]], [["convert", "--help"]], [["--version"]]])(
    "%j answers and exits 0",
    (args) => {
      const { status, stdout } = clusterwright(...args);
      expect(status).toBe(0);
      expect(stdout).not.toBe("");
    },
  );

  test.each([
    [["synth", "--bogus"]],
    [["nonsense"]],
    [[]],
    [["validate", "--format", "xml"]],
    [["convert"]],
    [["upgrade"]],
  ])("%j makes no sense and exits 2", (args) => {
    const { status, stderr } = clusterwright(...args);
    expect(status).toBe(2);
    expect(stderr).not.toBe("");
  });
});

describe("the way out", () => {
  test.each([
    ["validate", ["validate", "-"], "standard input is not read", "clusterwright validate <spec>"],
    ["convert", ["convert", "nope.yml"], "there is no such file", "clusterwright convert <spec>"],
    ["its name before", ["upgrade", "nope.yml"], "there is no such file", "clusterwright convert <spec>"],
    ["diff", ["diff", "nope.yml", "cluster.yml"], "there is no such file", "clusterwright diff <old> <new>"],
    ["tokens", ["tokens", "nope.yml"], "there is no such file", "clusterwright tokens <spec>"],
    ["scale", ["scale", "minion", "+1", "nope.yml"], "there is no such file", "clusterwright scale minion +1 <spec>"],
    ["synth", ["synth", "nope.yml"], "there is no such file", "clusterwright synth <spec>"],
    ["synth --check", ["synth", "--check", "nope.yml"], "there is no such file", "clusterwright synth --check <spec>"],
  ])("names the command at hand: %s", (_what, args, reason, help) => {
    const { status, stderr } = clusterwright(...args);
    expect(status).toBe(1);
    expect(stderr).toContain(`cannot read the spec: ${reason}`);
    expect(stderr).toContain(`name the spec file: ${help}\n`);
  });

  test.each([
    ["--dry-run", "synth --check writes nothing"],
    ["-f", "name the spec without an option"],
    ["--output=x", "synth --out <dir>"],
  ])("of another tool's %s leads to ours", (option, way) => {
    const { status, stderr } = clusterwright("synth", option, "cluster.yml");
    expect(status).toBe(2);
    expect(stderr).toContain(way);
  });

  test("of a command's name before: it does the same", () => {
    expect(clusterwright("upgrade", "cluster.yml").stdout).toBe(clusterwright("convert", "cluster.yml").stdout);
  });
});

describe("explain", () => {
  const explained = (path: string) => JSON.parse(clusterwright("explain", path, "--format", "json").stdout);

  test.each([
    ["nodePools.count", true],
    ["nodePools.diskSize", false],
    ["platform.environment", true],
    ["files.content", true],
    ["kubernetes", true],
    ["addons", false],
  ])("says whether %s is required", (path, required) => {
    expect(explained(path).required).toBe(required);
    expect(clusterwright("explain", path).stdout).toContain(`  required: ${required ? "yes" : "no"}\n`);
  });

  test("says which keys a mapping cannot do without", () => {
    expect(explained("nodePools").requiredKeys).toEqual(["name", "instanceType", "count"]);
    expect(clusterwright("explain", "kubernetes").stdout).toContain("  keys it cannot do without: version\n");
  });

  test("of a key that there is not answers programs as the README says", () => {
    const { status, stdout } = clusterwright("explain", "foo", "--format", "json");
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ error: expect.stringContaining('the spec has no key "foo" there') });
  });
});

describe("the bytes", () => {
  const digest = (cwd: string, env: Readonly<Record<string, string>>): string => {
    run(process.execPath, [BIN, "synth", join(place, "cluster.yml"), "--out", join(cwd, "out")], { cwd, env });
    return run(
      "sh",
      ["-c", "cd out/small && find . -type f -printf '%p %m ' -exec sha256sum {} + | sort | sha256sum"],
      { cwd },
    ).stdout;
  };

  test("are the same in another directory, time zone, locale, home and umask", () => {
    const usual = digest(scratch(), {});
    const elsewhere = scratch();
    mkdirSync(join(elsewhere, "a b"));
    const umask = process.umask(0o077);
    try {
      const other = digest(join(elsewhere, "a b"), {
        TZ: "Pacific/Kiritimati",
        LANG: "tr_TR.UTF-8",
        LC_ALL: "tr_TR.UTF-8",
        HOME: "/nonexistent",
        USER: "nobody",
      });
      expect(other).toBe(usual);
    } finally {
      process.umask(umask);
    }
    expect(usual).toMatch(/^[0-9a-f]{64}/);
  });
});
