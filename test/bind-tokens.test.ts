/** The program that binds tokens where a text is used, run for real with values of every kind. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { SOURCES, type SourceKind, type Token, type TokenSource, token } from "../generators/model/token.ts";
import { resolverScript, sourceTable } from "../generators/text/bind-tokens.ts";
import { program, type Ran, run, scratch, testWith, works } from "./support/tools.ts";

const test = testWith(
  program("bash"),
  program("jq"),
  program("curl"),
  works("python3-yaml", "python3", "-c", "import yaml"),
);

const named = (name: string, source: TokenSource): Token => ({
  name,
  description: "",
  secret: true,
  source,
  declaredBy: [],
  boundAt: null,
  idleAt: null,
  value: null,
  problem: null,
});

const fromFile = (name: string, path: string): Token =>
  named(name, { kind: "machineFile", reference: path, key: null });

interface Place {
  readonly path: (name: string) => string;
  readonly write: (name: string, content: string | Buffer) => string;
  readonly bind: (main: "main" | "main-manifests", tokens: readonly Token[], ...args: readonly string[]) => Ran;
}

function place(env: Readonly<Record<string, string>> = {}): Place {
  const directory = scratch();
  const path = (name: string): string => join(directory, name);
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(path(name), content);
    return path(name);
  };
  return {
    path,
    write,
    bind: (main, tokens, ...args) => {
      write("bind-tokens", resolverScript(tokens, main));
      chmodSync(path("bind-tokens"), 0o755);
      write("table", sourceTable(tokens));
      const options = args.filter((arg) => arg.startsWith("--"));
      const files = args.filter((arg) => !arg.startsWith("--"));
      return run(path("bind-tokens"), [...options, path("table"), ...files], {
        cwd: directory,
        env: { PATH: `${directory}/bin:${process.env.PATH}`, BIND_TOKENS_STATE: path("state"), ...env },
      });
    },
  };
}

/** Stand-ins and everything else that runs: each records its arguments, so that no value can hide in one. */
function standIn(at: Place, name: string, script: string): void {
  mkdirSync(at.path("bin"), { recursive: true });
  const record = `printf '%s\\n' "$0 $*" >>"${at.path("calls")}"`;
  writeFileSync(at.path(`bin/${name}`), `#!/bin/bash\n${record}\n${script}\n`, { mode: 0o755 });
}

/** As a reader of YAML 1.1 that was not written for us has it; Kubernetes' own is of the same family. */
const readYaml = (path: string): unknown =>
  JSON.parse(
    run("python3", ["-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))", path]).stdout,
  );

const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

const HOSTILE: readonly (readonly [what: string, value: string])[] = [
  ["every punctuation", PUNCTUATION],
  ["what sed would interpret", "a&b/c,d\\1e\\n"],
  ["what a shell would run", "$(touch owned) `touch owned` ${HOME} ; touch owned"],
  ["newlines in front, inside and behind", "\n\na\n\nb\n\n"],
  ["a token of its own", `${token("VALUE")} ${token("OTHER")}`],
  ["percent signs around it", "%%%%"],
  ["unicode", "äöü € 漢字 🦀"],
  ["what YAML takes for line breaks or refuses", "a\u2028b\u2029c\u0085d\u0080e\ufefff"],
  ["control characters", "\t\u0001\u001b[31m\u007f\r"],
  ["nothing", ""],
  ["64 KB", PUNCTUATION.repeat(2048)],
];

describe("literal substitution", () => {
  test.each(HOSTILE)("%s arrives unchanged in a plain file", (_what, value) => {
    const at = place();
    const target = at.write("target", `<${token("VALUE")}> %% %%x%% ${token("VALUE")}\n`);
    const source = at.write("value", `${value}\n`);
    const { status, output } = at.bind("main", [fromFile("VALUE", source)], target);
    expect(output).toBe("");
    expect(status).toBe(0);
    expect(readFileSync(target, "utf8")).toBe(`<${value}> %% %%x%% ${value}\n`);
    expect(existsSync(at.path("owned"))).toBe(false);
  });

  test.each(HOSTILE)("%s arrives unchanged in YAML and in JSON", (_what, value) => {
    const at = place();
    const yaml = at.write("target.yaml", `a: "<${token("VALUE")}>"\nb: 1\n`);
    const json = at.write("target.json", `{"a": "<${token("VALUE")}>", "b": 1}\n`);
    const source = at.write("value", `${value}\n`);
    expect(at.bind("main-manifests", [fromFile("VALUE", source)], yaml, json).output).toBe("");
    expect(readYaml(yaml)).toEqual({ a: `<${value}>`, b: 1 });
    expect(JSON.parse(readFileSync(json, "utf8"))).toEqual({ a: `<${value}>`, b: 1 });
  });

  test("any bytes but NUL, anywhere in any text", () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array.map((byte) => byte || 1)));
    const text = fc.string({ unit: fc.constantFrom("%", "%%", "A", "_", "x", "\n", "'", '"', "\\", token("VALUE")) });
    fc.assert(
      fc.property(bytes, text, (value, template) => {
        const at = place();
        const target = at.write("target", template);
        at.write("value", Buffer.concat([value, Buffer.from("\n")]));
        const { status, output } = at.bind("main", [fromFile("VALUE", at.path("value"))], target);
        // Percent signs and letters may come together to a name that nothing declares: then the file stays.
        const open = [...template.matchAll(/%%([A-Z][A-Z0-9_]*)%%/g)].map((match) => match[1]);
        if (open.some((name) => name !== "VALUE")) {
          expect(status).toBe(1);
          expect(readFileSync(target, "utf8")).toBe(template);
          return;
        }
        expect(output).toBe("");
        const parts = template.split(token("VALUE")).map((part) => Buffer.from(part));
        const expected = Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [value, part])));
        expect(readFileSync(target).equals(expected)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the files", () => {
  test("keep their mode, and nothing is left beside them", () => {
    const at = place();
    const source = at.write("value", "secret\n");
    const targets = [0o600, 0o640, 0o755].map((mode) => {
      const target = at.write(`target-${mode}`, token("VALUE"));
      chmodSync(target, mode);
      return [target, mode] as const;
    });
    expect(at.bind("main", [fromFile("VALUE", source)], ...targets.map(([target]) => target)).status).toBe(0);
    for (const [target, mode] of targets) {
      expect(statSync(target).mode & 0o777).toBe(mode);
      expect(readFileSync(target, "utf8")).toBe("secret");
    }
    expect(readdirSync(at.path(".")).filter((name) => name !== "state")).toHaveLength(3 + 3);
  });

  test("are replaced, not written into: who has one open goes on reading the old", () => {
    const at = place();
    const target = at.write("target", token("VALUE"));
    const before = statSync(target).ino;
    at.bind("main", [fromFile("VALUE", at.write("value", "x\n"))], target);
    expect(statSync(target).ino).not.toBe(before);
  });

  test("without a token are left alone, and a second run changes nothing", () => {
    const at = place();
    const plain = at.write("plain", "nothing to do");
    const target = at.write("target", token("VALUE"));
    const tokens = [fromFile("VALUE", at.write("value", "x\n"))];
    const before = statSync(plain);
    at.bind("main", tokens, plain, target);
    const after = statSync(target).ino;
    expect(at.bind("main", tokens, plain, target).status).toBe(0);
    expect(statSync(plain).ino).toBe(before.ino);
    expect(statSync(target).ino).toBe(after);
  });

  test("stay as they are at a second start, even where a value looks like a token", () => {
    const at = place();
    const target = at.write("target", token("VALUE"));
    const tokens = [fromFile("VALUE", at.write("value", `${token("OTHER")}\n`))];
    expect(at.bind("main", tokens, target).status).toBe(0);
    const again = at.bind("main", tokens, target);
    expect(again.output).toBe("");
    expect(again.status).toBe(0);
    expect(readFileSync(target, "utf8")).toBe(token("OTHER"));
    // A file that is written anew is bound anew.
    at.write("target", `new ${token("VALUE")}`);
    expect(at.bind("main", tokens, target).status).toBe(0);
    expect(readFileSync(target, "utf8")).toBe(`new ${token("OTHER")}`);
  });

  test("are not touched, not one, when a value is missing", () => {
    const at = place();
    const good = at.write("good", token("VALUE"));
    const bad = at.write("bad", token("MISSING"));
    const tokens = [fromFile("VALUE", at.write("value", "x\n")), fromFile("MISSING", at.path("no-such-file"))];
    const { status, output } = at.bind("main", tokens, good, bad);
    expect(status).toBe(1);
    expect(output).toContain(`${token("MISSING")} in ${bad}: no value from machineFile ${at.path("no-such-file")}`);
    expect(readFileSync(good, "utf8")).toBe(token("VALUE"));
  });

  test("with a token that the table does not have stop it, by name", () => {
    const at = place();
    const target = at.write("target", token("STRAY"));
    const { status, output } = at.bind("main", [], target);
    expect(status).toBe(1);
    expect(output).toContain(`${token("STRAY")} in ${target}`);
  });

  test("in manifests take no value that is not UTF-8", () => {
    const at = place();
    const target = at.write("target", `a: "${token("VALUE")}"`);
    const source = at.write("value", Buffer.from([0x61, 0xff, 0x62]));
    const { status, output } = at.bind("main-manifests", [fromFile("VALUE", source)], target);
    expect(status).toBe(1);
    expect(output).toContain(
      `${token("VALUE")} in ${target}: no value from machineFile ${source}: it is not UTF-8 text`,
    );
  });

  test("a value with a NUL byte is refused", () => {
    const at = place();
    const target = at.write("target", token("VALUE"));
    const { status, output } = at.bind("main", [fromFile("VALUE", at.write("value", "a\0b\n"))], target);
    expect(status).toBe(1);
    expect(output).toContain("NUL");
  });
});

const AWS_STAND_IN = `
case "$*" in
  *'ssm get-parameter'*' --name /shop/key '*) printf '%s\\n' "from ssm" ;;
  *'secretsmanager get-secret-value --secret-id shop/database '*) printf '%s\\n' '{"user": "u", "password": "p\\n\\"&/x", "port": 3306}' ;;
  *'secretsmanager get-secret-value --secret-id arn:of:the:output '*) printf '%s\\n' "by output" ;;
  *'--secret-id shop/binary '*) echo None ;;
  *) echo "An error occurred (ParameterNotFound)" >&2; exit 254 ;;
esac`;

const of = (kind: SourceKind, reference: string, key: string | null = null): Token =>
  named("VALUE", { kind, reference, key });

describe("the sources", () => {
  const CASES: readonly (readonly [string, Token, string])[] = [
    ["an SSM parameter", of("ssm", "/shop/key"), "from ssm"],
    ["a key of a secret", of("secretsmanager", "shop/database", "password"), 'p\n"&/x'],
    ["a number in a secret", of("secretsmanager", "shop/database", "port"), "3306"],
    ["a secret by an output of Terraform", of("secretsmanager", "terraform:data/secret_arn"), "by output"],
    ["an output of Terraform", of("terraform", "data/secret_arn"), "arn:of:the:output"],
    ["a variable", of("environment", "SHOP"), "from\nthe environment"],
  ];

  test.each(CASES)("%s", (_what, source, expected) => {
    const at = place({ SHOP: "from\nthe environment" });
    standIn(at, "aws", AWS_STAND_IN);
    standIn(at, "terraform", `printf '%s' arn:of:the:output`);
    const target = at.write("target", `<${token("VALUE")}>`);
    const { output } = at.bind("main", [source], target);
    expect(output).toBe("");
    expect(readFileSync(target, "utf8")).toBe(`<${expected}>`);
  });

  const FAILURES: readonly (readonly [string, Token])[] = [
    ["a parameter that is not there", of("ssm", "/shop/other")],
    ["a key that the secret does not have", of("secretsmanager", "shop/database", "other")],
    ["a secret that is no JSON object", of("secretsmanager", "terraform:data/secret_arn", "password")],
    ["a secret that holds no text", of("secretsmanager", "shop/binary")],
    ["a variable that is not set", of("environment", "CLUSTERWRIGHT_NOT_SET")],
  ];

  test.each(FAILURES)("%s stops it, and the message names token and file", (_what, source) => {
    const at = place();
    standIn(at, "aws", AWS_STAND_IN);
    standIn(at, "terraform", `printf '%s' arn:of:the:output`);
    const target = at.write("target", token("VALUE"));
    const { status, output } = at.bind("main", [source], target);
    expect(status).toBe(1);
    expect(output).toContain(`${token("VALUE")} in ${target}`);
    expect(output).not.toContain('p\\n\\"');
    expect(readFileSync(target, "utf8")).toBe(token("VALUE"));
  });

  test("metadata, with a session token that is no argument of any program", () => {
    const at = place();
    // The real curl behind a recorder, against nothing that listens: the failure is the point of the message.
    const failing = at.bind("main", [of("metadata", "local-ipv4")], at.write("target", token("VALUE")));
    expect(failing.status).toBe(1);
    standIn(
      at,
      "curl",
      `case "$*" in *latest/api/token) printf session-token ;; *) config=$(cat); [[ $config == *session-token* ]] && printf 10.0.0.1 ;; esac`,
    );
    const target = at.write("target", token("VALUE"));
    expect(at.bind("main", [of("metadata", "local-ipv4")], target).output).toBe("");
    expect(readFileSync(target, "utf8")).toBe("10.0.0.1");
    expect(readFileSync(at.path("calls"), "utf8")).not.toContain("session-token\n");
    expect(readFileSync(at.path("calls"), "utf8")).not.toMatch(/X-aws-ec2-metadata-token:/);
  });

  test("each is asked once, however often the token stands", () => {
    const at = place();
    standIn(at, "aws", AWS_STAND_IN);
    const targets = ["a", "b"].map((name) => at.write(name, `${token("VALUE")} ${token("VALUE")}`));
    at.bind("main", [of("ssm", "/shop/key")], ...targets);
    expect(readFileSync(at.path("calls"), "utf8").trim().split("\n")).toHaveLength(1);
  });

  test("every source of a late token has a piece of the program", () => {
    const late = (Object.keys(SOURCES) as SourceKind[]).filter((kind) => SOURCES[kind].phase !== "synth");
    for (const kind of late) expect(resolverScript([of(kind, "x")], "main")).toContain(`fetch_${kind}()`);
  });
});

describe("secrecy", () => {
  const SECRET = "hunter2-correct-horse";

  test("a value is an argument of no program, even for a moment", () => {
    const at = place();
    const source = at.write("value", `${SECRET}\n`);
    // Everything the script may start is a recorder in front of the real program.
    for (const name of ["cat", "mktemp", "chmod", "chown", "mv", "rm", "stat", "tr", "wc", "jq"]) {
      standIn(at, name, `exec "$(PATH=/usr/local/bin:/usr/bin:/bin command -v ${name})" "$@"`);
    }
    const target = at.write("target", token("VALUE"));
    expect(at.bind("main", [fromFile("VALUE", source)], target).status).toBe(0);
    expect(readFileSync(target, "utf8")).toBe(SECRET);
    const calls = readFileSync(at.path("calls"), "utf8");
    expect(calls).toContain("mktemp");
    expect(calls).not.toContain(SECRET);
  });

  test("a value is not printed, not even where the shell was told to trace", () => {
    const at = place({ SHELLOPTS: "xtrace" });
    const target = at.write("target", token("VALUE"));
    const { stdout, stderr } = at.bind("main", [fromFile("VALUE", at.write("value", `${SECRET}\n`))], target);
    expect(readFileSync(target, "utf8")).toBe(SECRET);
    expect(stdout + stderr).not.toContain(SECRET);
  });

  test("what is listed says where a value comes from, and not the value", () => {
    const at = place();
    const target = at.write("target", `a\n${token("VALUE")}\n`);
    const source = at.write("value", `${SECRET}\n`);
    const { stdout, status } = at.bind("main-manifests", [fromFile("VALUE", source)], "--list", target);
    expect(status).toBe(0);
    expect(stdout).toBe(`${token("VALUE")}\t${target}:2\tmachineFile ${source}\n`);
    expect(readFileSync(target, "utf8")).toContain(token("VALUE"));
  });
});
