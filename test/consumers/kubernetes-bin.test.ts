/**
 * With the release's own programs, where they are: KUBERNETES_BIN names a directory that holds kubeadm, kubelet, kube-apiserver,
 * kube-controller-manager, kubectl and etcd of a supported minor (and kube-proxy, if it is there). Anybody can download them;
 * CONTRIBUTING says how. Where it is not set, none of this is tried, and the run says so.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, test as anyTest, beforeAll, describe, expect } from "vitest";
import { parse, parseAllDocuments, stringify } from "yaml";
import { KNOWN_RELEASES } from "../../generators/variants/kubernetes/pins.ts";
import { caseNames, compileCase, compileText, ROOT, specOf } from "../support/cases.ts";
import { run } from "../support/tools.ts";

const BIN = process.env.KUBERNETES_BIN ?? "";
const has = (program: string): boolean => BIN !== "" && existsSync(join(BIN, program));
/** Shown as skipped where the programs are not: nobody can be made to have them. */
const test = has("kubeadm") ? anyTest : anyTest.skip;
// Said in the block at the end of a run.
if (!has("kubeadm")) anyTest.skip("needs KUBERNETES_BIN, a directory with the programs of a release", () => undefined);

const isRoot = process.getuid?.() === 0;

const program = (name: string, ...args: readonly string[]) => run(join(BIN, name), args);

/** e.g. `1.36.4` */
const version = has("kubeadm") ? program("kubeadm", "version", "--output=short").stdout.trim().slice(1) : "1.36.4";

/** A case's spec for the release that is there, with digests where the table has none. */
function specFor(name: string): string {
  const text = specOf(name)
    .toString()
    .replace(/version: 1\.3\d\.\d+/, `version: ${version}`);
  if (KNOWN_RELEASES.includes(version)) return text;
  const names = ["kubeadm", "kubelet", "kubectl"].flatMap((each) => [each, `${each}-arm64`]);
  return `${text}\nprograms:\n${names.map((each) => `  ${each}: ${"ab".repeat(32)}`).join("\n")}\n`;
}

const bound = (text: string): string =>
  text
    .replaceAll("%%MACHINE_NAME%%", "cp1")
    .replaceAll("%%MACHINE_ADDRESS%%", "172.31.10.11")
    .replaceAll("%%MACHINE_CONTAINERS%%", "10.10.11.0/24");

const compiled = (name: string) => {
  const made = compileText(specFor(name));
  if (!made.ok) throw new Error(made.diagnostics.map(({ message }) => message).join("; "));
  return made.artifacts;
};

const today = caseNames().filter((name) => !compileCase(name).cluster.kubernetes.features.plainApi);

describe("with the release's own programs", () => {
  const place = mkdtempSync(join(tmpdir(), "clusterwright-kubernetes-"));
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  test.each(today)("kubeadm takes every document of %s", (name) => {
    const configs = compiled(name).filter(({ path }) => path.endsWith("/etc/kubernetes/kubeadm.yaml"));
    expect(configs.length).toBeGreaterThan(0);
    for (const { path, content } of configs) {
      const file = join(place, `${name}-${path.split("/")[1]}.yaml`);
      writeFileSync(file, bound(content));
      const { status, output } = program("kubeadm", "config", "validate", `--config=${file}`);
      expect(status, `${path}: ${output}`).toBe(0);
      expect(output).not.toMatch(/strict|unknown field|deprecated/i);
    }
  });

  test.each(today)("the kubelet takes the flags and the configuration of %s", (name) => {
    const artifacts = compiled(name);
    const config = artifacts.find(({ path }) =>
      /control-plane[^/]*\/files\/etc\/kubernetes\/kubeadm\.yaml$/.test(path),
    );
    const kubelet = parseAllDocuments(bound(config?.content ?? ""))
      .map((document) => document.toJS() as { kind: string })
      .find(({ kind }) => kind === "KubeletConfiguration");
    const file = join(place, `${name}-kubelet.yaml`);
    writeFileSync(file, stringify(kubelet));
    const unit = artifacts.find(({ path }) => path.endsWith("/units/kubelet.service"))?.content ?? "";
    const [, ...words] = (/^ExecStart=(.*(?:\\\n.*)*)$/m.exec(unit)?.[1] ?? "").replaceAll("\\\n", " ").split(/\s+/);
    const flags = words
      .filter((word) => word.startsWith("--"))
      .map((word) => word.replace(/^--config=.*/, `--config=${file}`));
    const init = parseAllDocuments(bound(config?.content ?? ""))[0]?.toJS() as {
      nodeRegistration: { kubeletExtraArgs: readonly { name: string; value: string }[] };
    };
    const extra = init.nodeRegistration.kubeletExtraArgs.map(({ name: flag, value }) => `--${flag}=${value}`);
    // A flag that it does not know ends it before anything else.
    const parsed = program("kubelet", ...flags, ...extra, "--version");
    expect(parsed.status, parsed.output).toBe(0);
    // It goes on with a field that it does not know, and says so: it ends later, for want of a cluster.
    const tried = run("timeout", ["10", join(BIN, "kubelet"), ...flags, ...extra]);
    expect(tried.output).not.toMatch(/strict decoding error|unknown field|unknown flag/);
  });

  (has("kube-proxy") ? anyTest : anyTest.skip)("kube-proxy takes its configuration", () => {
    const [name = ""] = today;
    const config = compiled(name).find(({ path }) => path.endsWith("/etc/kubernetes/kubeadm.yaml"));
    const own = parseAllDocuments(bound(config?.content ?? ""))
      .map((document) => document.toJS() as { kind: string })
      .find(({ kind }) => kind === "KubeProxyConfiguration");
    const [file, written] = [join(place, "kube-proxy.yaml"), join(place, "kube-proxy-written.yaml")];
    writeFileSync(file, stringify(own));
    const { status, output } = program("kube-proxy", `--config=${file}`, `--write-config-to=${written}`);
    expect(status, output).toBe(0);
    expect(output).not.toMatch(/strict|unknown field/);
    expect(parse(readFileSync(written, "utf8"))).toMatchObject({ mode: "iptables" });
  });

  describe("a control plane of its own", () => {
    const scratch = join(place, "scratch");
    const out = join(place, "out");
    const read = (file: string): string => readFileSync(join(scratch, file), "utf8");
    const canRun = has("kubeadm") && isRoot;

    beforeAll(() => {
      if (!canRun) return;
      mkdirSync(scratch, { recursive: true });
      for (const { path, content, mode } of compiled("hosts-ubuntu")) {
        mkdirSync(dirname(join(out, path)), { recursive: true });
        writeFileSync(join(out, path), content, { mode: mode ?? 0o644 });
      }
      const namespaces = ["--mount", "--net", "--pid", "--fork", "--kill-child"];
      const made = run("unshare", [...namespaces, join(ROOT, "test/support/kubernetes-bin.sh"), out, scratch], {
        env: { KUBERNETES_BIN: BIN, ADDRESS: "172.31.10.11", ENDPOINT: "api.ycluster.internal", PODS: "4" },
      });
      if (made.status !== 0) throw new Error(made.output);
    });

    test("has the certificates, and static pods with our flags and mounts", () => {
      for (const file of ["ca.key", "sa.key", "front-proxy-ca.key", "apiserver-kubelet-client.crt"]) {
        expect(read("pki")).toContain(file);
      }
      const server = read("kube-apiserver.command").split("\n");
      for (const flag of [
        "--encryption-provider-config=/etc/kubernetes/pki/encryption.yaml",
        "--audit-policy-file=/etc/kubernetes/api-server/audit-policy.yaml",
        "--authentication-config=/etc/kubernetes/api-server/authentication.yaml",
        "--profiling=false",
        "--advertise-address=172.31.10.11",
      ]) {
        expect(server).toContain(flag);
      }
      const pod = parse(read("manifests/kube-apiserver.yaml"));
      const mounts = pod.spec.containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
      expect(mounts).toEqual(expect.arrayContaining(["/etc/kubernetes/api-server", "/var/log/kubernetes/audit"]));
      expect(readdirSync(join(scratch, "manifests")).sort()).toEqual([
        "etcd.yaml",
        "kube-apiserver.yaml",
        "kube-controller-manager.yaml",
        "kube-scheduler.yaml",
      ]);
    });

    test("answers to nobody without a name but about its health", () => {
      const answers = new Map(
        read("anonymous")
          .trim()
          .split("\n")
          .map((line) => line.split(" ") as [string, string]),
      );
      for (const path of ["/readyz", "/livez", "/healthz"]) expect(answers.get(path)).toBe("200");
      for (const [path, code] of answers)
        if (!/^\/(readyz|livez|healthz)$/.test(path)) expect(code).toMatch(/^40[13]$/);
    });

    test("keeps secrets sealed at rest", () => {
      expect(read("at-rest").trim()).toBe("sealed");
    });

    test("takes every manifest, twice, and prunes nothing of them", () => {
      expect(read("apply")).not.toMatch(/Warning|error/i);
      expect(read("apply-again")).not.toMatch(/created|Warning|error/i);
      expect(read("prune")).toContain("nothing is there that the spec has dropped");
    });

    test("makes the pods, and services select them", () => {
      interface Labelled {
        readonly metadata: {
          readonly name: string;
          readonly namespace: string;
          readonly labels?: Readonly<Record<string, string>>;
        };
        readonly spec: { readonly selector?: Readonly<Record<string, string>> };
      }
      const items = (file: string): readonly Labelled[] => JSON.parse(read(file)).items;
      const pods = items("pods.json");
      expect(pods.some(({ metadata }) => metadata.namespace === "kube-flannel")).toBe(true);
      for (const { metadata, spec } of items("services.json")) {
        if (spec.selector === undefined) continue;
        const found = pods.filter(
          (pod) =>
            pod.metadata.namespace === metadata.namespace &&
            Object.entries(spec.selector ?? {}).every(([key, value]) => pod.metadata.labels?.[key] === value),
        );
        expect(found.length, metadata.name).toBeGreaterThan(0);
      }
    });
  });
});
