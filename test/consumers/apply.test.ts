/**
 * `manifests/apply.sh` of the shop, with the real AWS command line against a stand-in AWS, real Terraform with a
 * state of its own, and a kubectl that records.
 */
import {
  chmodSync,
  cpSync,
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
import { compileCase, filesBelow } from "../support/cases.ts";
import { start, until } from "../support/processes.ts";
import { awsProvider, init, writeArtifacts } from "../support/terraform.ts";
import { program, run, testWith, works } from "../support/tools.ts";

const aws = works("the AWS command line", "aws", "--version");
const needs = [program("terraform"), awsProvider(), moto(), aws, program("jq"), program("bash")];
const test = testWith(...needs);

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
  *" create -f -"*)
    if [[ -n \${SLOW-} ]]; then sleep 30; fi
    text=$(cat)
    kind=$(sed -n 's/^kind: //p' <<<"$text")
    id=$(sed -n 's/^id: //p' <<<"$text")
    if [[ -n \${FAIL_AT-} && $kind-$id == "$FAIL_AT" ]]; then echo "the server says no" >&2; exit 1; fi
    mkdir -p "$RECORD/created" "$RECORD/files"
    printf '%s\\n' "$text" >"$RECORD/files/\${kind,}-$id"
    touch "$RECORD/created/\${kind,}-$id"
    printf '%s\\n' "$kind-$id" >>"$RECORD/order"
    echo "$id"
    ;;
esac
`;

describe("apply.sh of the shop", () => {
  const place = mkdtempSync(join(tmpdir(), "clusterwright-manifests-"));
  const [scratchDirectory, bin] = [join(place, "tmp"), join(place, "bin")];
  const { artifacts } = compileCase("shop");
  /** Every object as the stand-in calls it, in the order of the table: `Service-registry` */
  const objects = (artifacts.find(({ path }) => path === "manifests/objects.tsv")?.content ?? "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t"))
    .map(([, , resource = "", , name = ""]) => `${resource.replace(/^./, (letter) => letter.toUpperCase())}-${name}`);
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
  });

  afterAll(() => {
    api?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  /** A run with a record of its own. */
  function apply(
    record: string,
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
    cwd = "/",
    script = join(place, "manifests/apply.sh"),
  ) {
    mkdirSync(join(place, record), { recursive: true });
    const ran = run(script, args, {
      cwd,
      env: { ...env, RECORD: join(place, record), ...more },
    });
    const read = (name: string): string => {
      const path = join(place, record, name);
      return existsSync(path) ? readFileSync(path, "utf8") : "";
    };
    return {
      ...ran,
      read,
      order: read("order").split("\n").slice(0, -1),
      calls: read("calls")
        .trim()
        .split("\n")
        .filter((call) => call !== ""),
    };
  }

  test("says what is open, and touches nothing", () => {
    const { status, stdout, calls, read } = apply("dry", ["--dry-run"]);
    expect(status).toBe(0);
    expect(stdout.trim().split("\n")).toEqual([
      "%%REGISTRY_AWS_KEY%%\t17-registry.controller.yaml:38\tsecretsmanager ycluster/registry, key id",
      "%%REGISTRY_AWS_SECRET%%\t17-registry.controller.yaml:40\tsecretsmanager ycluster/registry, key secret",
      "%%DATABASE_HOST%%\t27-hybris-platform.controller.yaml:24\tterraform data/database_address",
      "%%DATABASE_PASSWORD%%\t27-hybris-platform.controller.yaml:26\tsecretsmanager terraform:data/database_secret_arn, key password",
    ]);
    expect(calls).toEqual([]);
    expect(read("aws")).toBe("");
  });

  test("creates everything in order, bound, and leaves what exists", () => {
    const first = apply("all", ["--yes"]);
    expect(first.stderr).toBe("");
    expect(first.status).toBe(0);
    expect(first.order).toEqual(objects);
    const created = first.calls.filter((call) => call.includes(" create -f -"));
    expect(new Set(created)).toEqual(new Set(["--server=http://localhost:8080 --namespace=default create -f -"]));
    const envOf = (name: string, container: number): Map<string, string> => {
      const rc = parse(first.read(`files/replicationController-${name}`), { version: "1.1" });
      const { containers } = rc.desiredState.podTemplate.desiredState.manifest;
      return new Map(
        containers[container].env.map(({ name, value }: { name: string; value: string }) => [name, value]),
      );
    };
    expect(envOf("registry", 0).get("AWS_KEY")).toBe(REGISTRY.id);
    expect(envOf("registry", 0).get("AWS_SECRET")).toBe(REGISTRY.secret);
    expect(envOf("hybris-platform", 0).get("DATABASE_PASSWORD")).toBe(DATABASE.password);
    expect(envOf("hybris-platform", 0).get("DATABASE_HOST")).toBe("db.example.com");

    for (const secret of SECRETS) {
      expect(first.output + first.read("calls") + first.read("aws")).not.toContain(secret);
      expect(readFileSync(join(place, "manifests/17-registry.controller.yaml"), "utf8")).not.toContain(secret);
    }
    expect(readdirSync(scratchDirectory)).toEqual([]);

    const second = apply("all", ["--yes"]);
    expect(second.status).toBe(0);
    expect(second.stdout.match(/^exists, left as it is: /gm)).toHaveLength(objects.length);
    expect(second.calls.filter((call) => call.includes(" create "))).toHaveLength(objects.length);
  });

  test("creates one add-on, and no other's namesake", () => {
    const { order, status } = apply("one", ["--yes", "registry"]);
    expect(status).toBe(0);
    expect(order).toEqual(["Service-registry", "ReplicationController-registry"]);
  });

  const ASKED = [
    "secretsmanager terraform:data/database_secret_arn, key password",
    "secretsmanager ycluster/registry, key id",
  ];

  test("says what it would read, and reads nothing where nobody can be asked", () => {
    const { status, stderr, calls, read } = apply("unasked", []);
    expect(status).toBe(1);
    for (const each of ASKED) expect(stderr).toContain(`  ${each}\n`);
    expect(stderr).toContain("say --yes, and best --allow; nothing was read");
    expect([calls, read("aws")]).toEqual([[], ""]);
  });

  test.each([
    ["y", 0],
    ["n", 1],
    ["", 1],
  ])("asks once on a terminal, and is told %j", (answer, code) => {
    const record = `told-${answer || "nothing"}`;
    mkdirSync(join(place, record), { recursive: true });
    const { status, stdout } = run("script", ["-qec", `${join(place, "manifests/apply.sh")} registry`, "/dev/null"], {
      env: { ...env, RECORD: join(place, record) },
      input: `${answer}\n`,
    });
    expect(stdout.match(/Read them\? \[y\/N\]/g)).toHaveLength(1);
    expect(status).toBe(code);
    expect(existsSync(join(place, record, "order"))).toBe(code === 0);
    expect(existsSync(join(place, record, "aws"))).toBe(code === 0);
  });

  test.each([
    ["another prefix", ["--allow", "secretsmanager:shop/"]],
    ["another source", ["--allow", "ssm:ycluster/"]],
    ["part of a name", ["--allow", "secretsmanager:registry"]],
  ])("reads nothing that is not allowed: %s", (_what, allow) => {
    const { status, stderr, calls, read } = apply("not-allowed", ["--yes", ...allow]);
    expect(status).toBe(1);
    expect(stderr).toContain("the manifests ask for secretsmanager ycluster/registry, key id, which no --allow covers");
    expect([calls, read("aws")]).toEqual([[], ""]);
  });

  test.each(["no list", "a list that breaks off"])("takes %s for a failure, not for nothing to ask", (what) => {
    const record = what.replaceAll(" ", "-");
    const copy = join(place, record);
    cpSync(join(place, "manifests"), join(copy, "manifests"), { recursive: true });
    if (what === "no list") rmSync(join(copy, "manifests/tokens.tsv"));
    else
      writeFileSync(
        join(copy, "manifests/bind-tokens"),
        '#!/bin/bash\nif [[ $1 == --list ]]; then exit 3; fi\nexec "$(dirname "$0")/../../manifests/bind-tokens" "$@"\n',
      );
    const { status, calls, read } = apply(record, [], {}, "/", join(copy, "manifests/apply.sh"));
    expect(status).not.toBe(0);
    expect([calls, read("aws")]).toEqual([[], ""]);
  });

  test("reads what is allowed", () => {
    expect(apply("allowed", ["--yes", "--allow", "ssm:/", "--allow", "secretsmanager:ycluster/"]).order).toEqual(
      objects,
    );
  });

  test("takes a kubectl by a path from where it is run", () => {
    expect(apply("relative", ["dns"], { KUBECTL: "./kubectl" }, bin).status).toBe(0);
  });

  test("knows its add-ons", () => {
    const { status, stderr, calls } = apply("unknown", ["registri"]);
    expect(status).toBe(1);
    expect(stderr).toContain("there is no add-on registri; there is dns hybris-platform registry registry-ui");
    expect(calls).toEqual([]);
  });

  test("stops where the API refuses, and says what was not created", () => {
    const { status, stderr, calls } = apply("refused", ["--yes"], { FAIL_AT: "Service-registry" });
    expect(status).toBe(1);
    expect(stderr).toContain("the server says no");
    expect(stderr).toContain("stopped at 16-registry.service.yaml: service registry was not created");
    expect(calls.at(-1)).toContain("create -f -");
    expect(readdirSync(scratchDirectory)).toEqual([]);
  });

  test("creates nothing when a secret cannot be had, and names the token", () => {
    const { status, stderr, calls } = apply("unreachable", ["--yes"], {
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

  test.each(["SIGTERM", "SIGKILL"] as const)("leaves no secret behind when %s ends it half-way", async (signal) => {
    const record = join(place, `ended-${signal}`);
    mkdirSync(record);
    const script = join(place, "manifests/apply.sh");
    const running = start(script, ["--yes", "registry"], { ...env, RECORD: record, SLOW: "1" });
    await until(
      "the first create",
      () => existsSync(join(record, "calls")) && readFileSync(join(record, "calls"), "utf8").includes("create"),
    );
    process.kill(-(running.process.pid ?? 0), signal);
    expect(await running.ended).not.toBe(0);
    expect(readdirSync(scratchDirectory).filter((name) => name.startsWith("tmp."))).toEqual([]);
    const left = filesBelow(join(place, "manifests")).map((path) =>
      readFileSync(join(place, "manifests", path), "utf8"),
    );
    for (const secret of SECRETS) expect(left.join("\n")).not.toContain(secret);
  });
});
