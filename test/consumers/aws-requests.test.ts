/**
 * What stands for the AWS command line where an image brings none, on a machine of today with its own curl, against moto: what it
 * writes the real command line reads, and the other way round. Instance metadata lends the keys.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { asset } from "../../generators/text/render.ts";
import { moto } from "../support/aws-api.ts";
import { BOOT_NEEDS, Machine } from "../support/booted.ts";
import { ROOT } from "../support/cases.ts";
import { Cloud } from "../support/cloud.ts";
import { until } from "../support/processes.ts";
import { prepareTodayTree, TODAY } from "../support/today.ts";
import { testWith, works } from "../support/tools.ts";

const NEEDS = [...BOOT_NEEDS, moto(), works("the AWS command line", "aws", "--version")];
const test = testWith(...NEEDS);
const canBoot = NEEDS.every(({ met }) => met);

const BUCKET = "example-cluster";
const HOSTILE = `p"a's\\s\n$(id) \`id\` %%X%% &<>; /x?y#z\tü 日本 🚀`;

describe("requests that curl signs", () => {
  const place = mkdtempSync(join(tmpdir(), "clusterwright-requests-"));
  let cloud: Cloud;
  let machine: Machine;

  beforeAll(async () => {
    if (!canBoot) return;
    prepareTodayTree();
    cloud = new Cloud(place, "example");
    await cloud.start();
    cloud.furnish(BUCKET, "prod.kube");
    machine = new Machine(place, "today", cloud.network, "172.31.10.5", TODAY);
    cloud.machines.push(machine);
    const library = ["lib", "metadata"].map((name) => asset(`scripts/machine/${name}.sh`)).join("\n");
    machine.write("opt/lib/machine.sh", library);
    machine.write("opt/bin/aws", asset("scripts/machine/aws-requests.sh"), 0o755);
    machine.write(
      "etc/cluster-environment",
      "AWS_DEFAULT_REGION=eu-central-1\nAWS_ENDPOINT_URL=http://172.31.255.254:5000\n",
    );
    machine.boot();
    await until("the machine", () => machine.is("systemctl -q is-active multi-user.target"));
  });

  afterAll(async () => {
    await cloud?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  const aws = (...words: readonly string[]) => machine.exec("/opt/bin/aws", ...words);
  /** With a text on standard input. */
  const given = (text: string, ...words: readonly string[]) => {
    machine.write("root/input", text);
    const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    return machine.exec("/bin/sh", "-c", `/opt/bin/aws ${quoted} </root/input`);
  };

  test("objects come as they are, by names that URLs escape", () => {
    const key = "minion/etc/a b+c@1f2e3d4c5b6a7988";
    const put = given(HOSTILE, "s3", "cp", "--only-show-errors", "-", `s3://${BUCKET}/${key}`);
    expect(put.status, put.output).toBe(0);
    expect(cloud.aws("s3", "cp", `s3://${BUCKET}/${key}`, "-")).toBe(HOSTILE.trim());
    const got = aws("s3", "cp", "--only-show-errors", `s3://${BUCKET}/${key}`, "-");
    expect(got.status, got.output).toBe(0);
    expect(got.stdout).toBe(HOSTILE);
    expect(
      aws(
        "s3api",
        "list-objects-v2",
        "--bucket",
        BUCKET,
        "--prefix",
        "minion/",
        "--query",
        "Contents[].[Key]",
        "--output",
        "text",
      ).stdout,
    ).toBe(`${key}\n`);
    const all = aws(
      "s3",
      "cp",
      "--recursive",
      "--only-show-errors",
      `s3://${BUCKET}/minion/`,
      "/root/all/",
      "--exclude",
      "*",
      "--include",
      "*@1f2e3d4c5b6a7988",
      "--include",
      "x",
    );
    expect(all.status, all.output).toBe(0);
    expect(readFileSync(join(machine.root, "root/all/etc/a b+c@1f2e3d4c5b6a7988"), "utf8")).toBe(HOSTILE);
    expect(aws("s3", "rm", "--only-show-errors", `s3://${BUCKET}/${key}`).status).toBe(0);
    const gone = aws("s3", "cp", "--only-show-errors", `s3://${BUCKET}/${key}`, "-");
    expect(gone.status).not.toBe(0);
    expect(gone.stdout).toBe("");
  });

  test("parameters and secrets are read and written byte for byte, and are on no command line", () => {
    const put = given(
      HOSTILE,
      "ssm",
      "put-parameter",
      "--name",
      "/example/join",
      "--type",
      "SecureString",
      "--value",
      "file:///dev/stdin",
    );
    expect(put.status, put.output).toBe(0);
    const read = [
      "ssm",
      "get-parameter",
      "--with-decryption",
      "--name",
      "/example/join",
      "--query",
      "Parameter.Value",
      "--output",
      "text",
    ];
    expect(cloud.aws(...read)).toBe(HOSTILE);
    expect(aws(...read).stdout).toBe(`${HOSTILE}\n`);
    // Made once, unless it is to be another.
    const again = given("x", "ssm", "put-parameter", "--name", "/example/join", "--value", "file:///dev/stdin");
    expect(again.status).toBe(254);
    expect(again.output).toContain("ParameterAlreadyExists");
    expect(
      given("x", "ssm", "put-parameter", "--overwrite", "--name", "/example/join", "--value", "file:///dev/stdin")
        .status,
    ).toBe(0);
    expect(aws(...read).stdout).toBe("x\n");
    expect(aws("ssm", "put-parameter", "--name", "/example/join", "--value", "open").status).toBe(252);
    cloud.aws("secretsmanager", "create-secret", "--name", "example", "--secret-string", HOSTILE);
    expect(
      aws("secretsmanager", "get-secret-value", "--secret-id", "example", "--query", "SecretString", "--output", "text")
        .stdout,
    ).toBe(`${HOSTILE}\n`);
    expect(aws("ssm", "get-parameter", "--name", "/none", "--query", "Parameter.Value").status).not.toBe(0);
  });

  test("groups and alarms are told", () => {
    const metric = aws(
      "cloudwatch",
      "put-metric-data",
      "--namespace",
      "clusterwright/example",
      "--metric-name",
      "FailedBoots",
      "--unit",
      "Count",
      "--value",
      "1",
    );
    expect(metric.status, metric.output).toBe(0);
    expect(cloud.aws("cloudwatch", "list-metrics", "--namespace", "clusterwright/example")).toContain("FailedBoots");
    const refreshes = aws(
      "autoscaling",
      "describe-instance-refreshes",
      "--auto-scaling-group-name",
      "none",
      "--query",
      "x",
      "--output",
      "json",
    );
    expect(refreshes.stdout).toBe("");
  });

  test("every request is signed as AWS wants it, by botocore's arithmetic", async () => {
    const record = join(place, "signed.log");
    const server = cloud.network.start(
      "python3",
      join(ROOT, "test/support/signed.py"),
      "172.31.255.254",
      "5001",
      record,
    );
    try {
      machine.write(
        "etc/cluster-environment",
        "AWS_DEFAULT_REGION=eu-central-1\nAWS_ENDPOINT_URL=http://172.31.255.254:5001\n",
      );
      await until(
        "the server",
        () => cloud.network.run("curl", "-s", "-o", "/dev/null", "http://172.31.255.254:5001").status === 0,
      );
      writeFileSync(record, "");
      const key = `s3://${BUCKET}/minion/etc/a b+c(1)!'*@1f2e`;
      given(HOSTILE, "s3", "cp", "--only-show-errors", "-", key);
      aws("s3", "cp", "--only-show-errors", key, "-");
      aws("s3", "rm", "--only-show-errors", key);
      aws("s3", "cp", "--recursive", `s3://${BUCKET}/minion/`, "/root/signed/", "--include", "*@1");
      given(HOSTILE, "ssm", "put-parameter", "--name", "/example/join", "--value", "file:///dev/stdin");
      aws("ssm", "get-parameter", "--name", "/example/join", "--query", "Parameter.Value");
      aws("secretsmanager", "get-secret-value", "--secret-id", "a/b+c", "--query", "SecretString");
      aws("autoscaling", "describe-instance-refreshes", "--auto-scaling-group-name", "a.b", "--query", "x");
      aws(
        "cloudwatch",
        "put-metric-data",
        "--namespace",
        "a/b c",
        "--metric-name",
        "m",
        "--unit",
        "Count",
        "--value",
        "1",
      );
      const lines = readFileSync(record, "utf8").trim().split("\n");
      expect(lines).toHaveLength(10);
      expect(lines.filter((line) => !line.endsWith(" right"))).toEqual([]);
    } finally {
      server.kill();
    }
  });

  test("what it does not know it refuses, and a machine without a role has no keys", () => {
    const { status, output } = aws("ec2", "terminate-instances", "--instance-ids", "i-1");
    expect(status).toBe(252);
    expect(output).toContain("does not know: aws ec2 terminate-instances");
    expect(aws().status).toBe(252);
  });
});
