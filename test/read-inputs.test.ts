/** What a spec may have of the machine that compiles it: what whoever runs the compiler allows, and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { inputsFor } from "../commands/read-inputs.ts";
import { compileText, specOf } from "./support/cases.ts";

const SECRET = "canary-1f9c";
let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "clusterwright-inputs-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true });
});

const put = (path: string, content: string | Uint8Array = SECRET): void => {
  mkdirSync(dirname(join(place, path)), { recursive: true });
  writeFileSync(join(place, path), content);
};

const asking = (source: string): string =>
  `${specOf("one-zone")}files: [{ path: /etc/own, content: "%%ASKED%%" }]\ntokens: { ASKED: { ${source} } }\n`;

/** What a compile in this place says and writes, as one text. */
const compiled = (source: string): string =>
  JSON.stringify(compileText(asking(source), inputsFor(join(place, "c.yml"))));

describe("the environment", () => {
  test.each(["AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "HOME", "RELEASE"])("%s is not read unasked", (name) => {
    vi.stubEnv(name, SECRET);
    vi.stubEnv("CLUSTERWRIGHT_ALLOW_ENV", `X${name},${name}X`);
    const output = compiled(`env: ${name}`);
    expect(output).not.toContain(SECRET);
    expect(output).toContain(`cannot read the environment variable ${name}: a spec may not read it`);
    expect(output).toContain(`CLUSTERWRIGHT_ALLOW_ENV='${name}' clusterwright`);
  });

  test("says the same of a variable that is not set", () => {
    const before = compiled("env: RELEASE");
    vi.stubEnv("RELEASE", SECRET);
    expect(compiled("env: RELEASE")).toBe(before);
  });

  test("leads what is named for a credential to where secrets are kept", () => {
    expect(compiled("env: AWS_SECRET_ACCESS_KEY")).toContain("a secret is bound to ssm, secretsmanager or machineFile");
    expect(compiled("env: RELEASE")).not.toContain("a secret is bound");
  });

  test("is read where it is allowed by name", () => {
    vi.stubEnv("RELEASE", SECRET);
    vi.stubEnv("CLUSTERWRIGHT_ALLOW_ENV", "OTHER, RELEASE");
    expect(compiled("env: RELEASE")).toContain(SECRET);
  });

  test("binds no empty value without a word", () => {
    vi.stubEnv("RELEASE", "");
    vi.stubEnv("CLUSTERWRIGHT_ALLOW_ENV", "RELEASE");
    expect(compiled("env: RELEASE")).toContain("its value is empty");
  });

  test("holds no credential that would be laid open, allowed or not", () => {
    vi.stubEnv("RELEASE", "AKIAIOSFODNN7EXAMPLE");
    vi.stubEnv("CLUSTERWRIGHT_ALLOW_ENV", "RELEASE");
    expect(compiled("env: RELEASE")).toContain("looks like the id of an access key");
  });
});

describe("files", () => {
  const PRIVATE = [
    ".git/config",
    ".env",
    "values/.netrc",
    ".aws/credentials",
    "id_rsa",
    "keys/tls.key",
    "registry-password",
    "terraform.tfstate",
    "prod.tfvars",
    "api_token.txt",
    "kubeconfig",
  ];

  test.each(PRIVATE)("%s is not read unasked", (path) => {
    put(path);
    const output = compiled(`file: ${path}`);
    expect(output).not.toContain(SECRET);
    expect(output).toContain(`cannot read the file ${path}: a spec may not read it`);
    expect(output).toContain(`CLUSTERWRIGHT_ALLOW_FILES='${path}' clusterwright`);
  });

  test("a link to one is refused as itself", () => {
    put(".env");
    symlinkSync(".env", join(place, "release.txt"));
    expect(compiled("file: release.txt")).not.toContain(SECRET);
  });

  test("one is read where it is allowed by name", () => {
    put(".release");
    vi.stubEnv("CLUSTERWRIGHT_ALLOW_FILES", ".release");
    expect(compiled("file: .release")).toContain(SECRET);
  });

  test.each(["release.txt", "certificate.pem", "tokenizer.txt", "keys.txt", "secretary.txt"])("%s is read", (path) => {
    put(path);
    expect(compiled(`file: ${path}`)).toContain(SECRET);
  });

  test("a private key is refused for what it holds, whatever its name", () => {
    put("certificate.pem", "-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----\n");
    expect(compiled("file: certificate.pem")).toContain("looks like a private key");
  });

  test.each([
    ["the mark of a byte order before it", "\ufeff2026.11\n"],
    ["the line break of Windows behind it", "2026.11\r\n"],
  ])("a text is bound without %s", (_what, content) => {
    put("release.txt", content);
    const result = compileText(asking("file: release.txt"), inputsFor(join(place, "c.yml")));
    const file = result.ok ? result.artifacts.find(({ path }) => path.endsWith("files/etc/own")) : undefined;
    expect(file?.content).toBe("2026.11");
  });

  test.each(["", "\n"])("an empty one is not bound without a word", (content) => {
    put("release.txt", content);
    expect(compiled("file: release.txt")).toContain("its value is empty");
  });
});

describe("credentials that stand in the spec", () => {
  const KEY = "AKIAIOSFODNN7EXAMPLE";
  const warnings = (more: string): readonly string[] => {
    const result = compileText(`${specOf("one-zone")}${more}`);
    return result.diagnostics
      .filter(({ code }) => code === "token-secret")
      .map(({ message, severity }) => `${severity}: ${message}`);
  };
  const container = (text: string): string =>
    `workloads: [{ name: web, containers: [{ name: web, image: "example/web:1", ${text} }] }]\n`;

  test.each([
    ["env", container(`env: { ID: ${KEY} }`)],
    ["command", container(`command: [run, --id, ${KEY}]`)],
    ["files", `files: [{ path: /etc/own, content: "id = ${KEY}" }]\n`],
  ])("are warned of in %s", (_where, more) => {
    expect(warnings(more)).toEqual([
      "warning: the text looks like it holds the id of an access key, and stands in the spec and in the output",
    ]);
  });

  test("nothing is said of other words", () => {
    expect(warnings(container("env: { ID: AKIA-EXAMPLE, NOTE: BEGIN PRIVATE KEY }"))).toEqual([]);
  });
});
