/**
 * `manifests/apply.sh` of the shop, with the real AWS command line against a stand-in AWS, real Terraform with a
 * state of its own, and a kubectl that records.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { parse } from "yaml";
import { type AwsApi, moto, startAwsApi } from "../support/aws-api.ts";
import { compileCase } from "../support/cases.ts";
import { start, until } from "../support/processes.ts";
import { awsProvider, init, writeArtifacts } from "../support/terraform.ts";
import { program, run, testWith, works } from "../support/tools.ts";

const aws = works("the AWS command line", "aws", "--version");
const needs = [program("terraform"), awsProvider(), moto(), aws, program("jq"), program("bash")];
const test = testWith(...needs);
const LIMIT = { timeout: 120_000 };

const REGISTRY = { id: "AKIA-not-a-real-one", secret: 'wJalr"XUt\\nFEMI/K7&MDENG $(x) %%X%%' };
const DATABASE = { username: "hybris", password: "p'a\"s\\s\nw#o: rd" };
const SECRETS = [REGISTRY.id, "wJalr", "p'a"];

/** kubectl as far as the script uses it: what it is given is recorded, what it created is there. */
const KUBECTL = `#!/bin/bash
set -euo pipefail
printf '%s\\n' "$*" >>"$RECORD/calls"
verb=\${*: -2:1}
case " $* " in
  *" get "*) [[ -e "$RECORD/created/\${*: -2:1}-\${*: -1}" ]] ;;
  *" create -f "*)
    file=\${*: -1}
    if [[ -n \${FAIL_AT-} && $file == "$FAIL_AT" ]]; then echo "the server says no" >&2; exit 1; fi
    if [[ -n \${SLOW-} ]]; then sleep 30; fi
    mkdir -p "$RECORD/created" "$RECORD/files"
    cp "$file" "$RECORD/files/"
    kind=$(sed -n 's/^kind: //p' "$file")
    id=$(sed -n 's/^id: //p' "$file")
    touch "$RECORD/created/\${kind,}-$id"
    echo "$id"
    ;;
esac
`;

describe("apply.sh of the shop", () => {
  const place = mkdtempSync(join(tmpdir(), "clusterwright-manifests-"));
  const [scratchDirectory, bin] = [join(place, "tmp"), join(place, "bin")];
  const { artifacts } = compileCase("shop");
  const manifests = artifacts
    .filter(({ path }) => /^manifests\/.*\.yaml$/.test(path))
    .map(({ path }) => path.slice(10));
  let api: AwsApi | undefined;
  let env: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    if (!needs.every(({ met }) => met)) return;
    writeArtifacts(place, artifacts);
    api = await startAwsApi(place, ["ami-12ae980f"]);
    for (const path of [scratchDirectory, bin]) mkdirSync(path);
    const real = run("bash", ["-c", "command -v aws"]).stdout.trim();
    writeFileSync(
      join(bin, "aws"),
      `#!/bin/bash\nprintf '%s\\n' "$*" >>"$RECORD/aws"\nexec ${real} --endpoint-url ${api.url} "$@"\n`,
    );
    writeFileSync(join(bin, "kubectl"), KUBECTL);
    for (const name of ["aws", "kubectl"]) chmodSync(join(bin, name), 0o755);
    env = {
      PATH: `${bin}:${process.env.PATH}`,
      TMPDIR: scratchDirectory,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_DEFAULT_REGION: "eu-central-1",
      TF_CLI_CONFIG_FILE: "/dev/null",
      CHECKPOINT_DISABLE: "1",
    };
    const made = run(
      real,
      [
        "--endpoint-url",
        api.url,
        "secretsmanager",
        "create-secret",
        "--name",
        "rds!db-1",
        "--secret-string",
        JSON.stringify(DATABASE),
      ],
      { env },
    );
    const { ARN } = JSON.parse(made.stdout);
    run(
      real,
      [
        "--endpoint-url",
        api.url,
        "secretsmanager",
        "create-secret",
        "--name",
        "ycluster/registry",
        "--secret-string",
        JSON.stringify(REGISTRY),
      ],
      { env },
    );
    const data = join(place, "stacks/data");
    const outputs = {
      database_address: { value: "db.example.com", type: "string" },
      database_secret_arn: { value: ARN, type: "string" },
    };
    writeFileSync(
      join(data, "terraform.tfstate"),
      JSON.stringify({ version: 4, terraform_version: "1.5.0", serial: 1, lineage: "x", outputs, resources: [] }),
    );
    expect(init(data).status).toBe(0);
  }, 120_000);

  afterAll(() => {
    api?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  /** A run with a record of its own. */
  function apply(record: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) {
    mkdirSync(join(place, record), { recursive: true });
    const ran = run(join(place, "manifests/apply.sh"), args, {
      cwd: "/",
      env: { ...env, RECORD: join(place, record), ...more },
    });
    const read = (name: string): string => {
      const path = join(place, record, name);
      return existsSync(path) ? readFileSync(path, "utf8") : "";
    };
    return {
      ...ran,
      read,
      calls: read("calls")
        .trim()
        .split("\n")
        .filter((call) => call !== ""),
    };
  }

  test("says what is open, and touches nothing", LIMIT, () => {
    const { status, stdout, calls, read } = apply("dry", ["--dry-run"]);
    expect(status).toBe(0);
    expect(stdout.trim().split("\n")).toEqual([
      "%%REGISTRY_AWS_KEY%%\t17-registry.controller.yaml:36\tsecretsmanager ycluster/registry, key id",
      "%%REGISTRY_AWS_SECRET%%\t17-registry.controller.yaml:38\tsecretsmanager ycluster/registry, key secret",
      "%%DATABASE_HOST%%\t27-hybris-platform.controller.yaml:24\tterraform data/database_address",
      "%%DATABASE_PASSWORD%%\t27-hybris-platform.controller.yaml:26\tsecretsmanager terraform:data/database_secret_arn, key password",
    ]);
    expect(calls).toEqual([]);
    expect(read("aws")).toBe("");
  });

  test("creates everything in order, bound, and leaves what exists", LIMIT, () => {
    const first = apply("all", []);
    expect(first.stderr).toBe("");
    expect(first.status).toBe(0);
    const created = first.calls.filter((call) => call.includes(" create -f "));
    expect(created.map((call) => call.split(" ").at(-1))).toEqual(manifests);
    expect(new Set(created.map((call) => call.split(" ").slice(0, 2).join(" ")))).toEqual(
      new Set(["--server=http://localhost:8080 --namespace=default"]),
    );
    const envOf = (file: string, container: number): Map<string, string> => {
      const rc = parse(first.read(`files/${file}`), { version: "1.1" });
      const { containers } = rc.desiredState.podTemplate.desiredState.manifest;
      return new Map(
        containers[container].env.map(({ name, value }: { name: string; value: string }) => [name, value]),
      );
    };
    expect(envOf("17-registry.controller.yaml", 0).get("AWS_KEY")).toBe(REGISTRY.id);
    expect(envOf("17-registry.controller.yaml", 0).get("AWS_SECRET")).toBe(REGISTRY.secret);
    expect(envOf("27-hybris-platform.controller.yaml", 0).get("DATABASE_PASSWORD")).toBe(DATABASE.password);
    expect(envOf("27-hybris-platform.controller.yaml", 0).get("DATABASE_HOST")).toBe("db.example.com");

    for (const secret of SECRETS) {
      expect(first.output + first.read("calls") + first.read("aws")).not.toContain(secret);
      expect(readFileSync(join(place, "manifests/17-registry.controller.yaml"), "utf8")).not.toContain(secret);
    }
    expect(readdirSync(scratchDirectory)).toEqual([]);

    const second = apply("all", []);
    expect(second.status).toBe(0);
    expect(second.stdout.match(/^exists, left as it is: /gm)).toHaveLength(manifests.length);
    expect(second.calls.filter((call) => call.includes(" create "))).toHaveLength(manifests.length);
  });

  test("creates one add-on, and no other's namesake", LIMIT, () => {
    const { calls, status } = apply("one", ["registry"]);
    expect(status).toBe(0);
    const created = calls.filter((call) => call.includes(" create -f ")).map((call) => call.split(" ").at(-1));
    expect(created).toEqual(["16-registry.service.yaml", "17-registry.controller.yaml"]);
  });

  test("knows its add-ons", LIMIT, () => {
    const { status, stderr, calls } = apply("unknown", ["registri"]);
    expect(status).toBe(1);
    expect(stderr).toContain("there is no add-on registri; there is dns hybris-platform registry registry-ui");
    expect(calls).toEqual([]);
  });

  test("stops where the API refuses, and says what was not created", LIMIT, () => {
    const { status, stderr, calls } = apply("refused", [], { FAIL_AT: "16-registry.service.yaml" });
    expect(status).toBe(1);
    expect(stderr).toContain("the server says no");
    expect(stderr).toContain("stopped at 16-registry.service.yaml: service registry was not created");
    expect(calls.at(-1)).toContain("16-registry.service.yaml");
    expect(readdirSync(scratchDirectory)).toEqual([]);
  });

  test("creates nothing when a secret cannot be had, and names the token", LIMIT, () => {
    const { status, stderr, calls } = apply("unreachable", [], {
      AWS_SECRET_ACCESS_KEY: "",
      AWS_ACCESS_KEY_ID: "",
      AWS_EC2_METADATA_DISABLED: "true",
      HOME: scratchDirectory,
    });
    expect(status).toBe(1);
    expect(stderr).toContain(
      "%%REGISTRY_AWS_KEY%% in 17-registry.controller.yaml: no value from secretsmanager ycluster/registry",
    );
    expect(calls).toEqual([]);
    expect(readdirSync(scratchDirectory).filter((name) => name.startsWith("tmp."))).toEqual([]);
  });

  test("leaves no secret behind when it is ended half-way", LIMIT, async () => {
    const record = join(place, "ended");
    mkdirSync(record);
    const running = start(join(place, "manifests/apply.sh"), ["registry"], { ...env, RECORD: record, SLOW: "1" });
    await until(
      "the first create",
      () => existsSync(join(record, "calls")) && readFileSync(join(record, "calls"), "utf8").includes("create"),
      60,
    );
    process.kill(-(running.process.pid ?? 0), "SIGTERM");
    expect(await running.ended).not.toBe(0);
    expect(readdirSync(scratchDirectory).filter((name) => name.startsWith("tmp."))).toEqual([]);
  });
});
