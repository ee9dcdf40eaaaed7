/** What kubeadm, the kubelet, kube-proxy and the API server are told, against schemas of what they read. */
import Ajv from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { KNOWN_RELEASES, programsOf } from "../generators/variants/kubernetes/pins.ts";
import schema from "./kubernetes/today.schema.json" with { type: "json" };
import { caseNames, compileCase, compileText, specOf } from "./support/cases.ts";
import { REMOVED } from "./support/removed.ts";

const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addSchema(schema, "today");

type Document = { readonly kind: string; readonly [key: string]: unknown };

const validate = (kind: string, document: unknown): readonly unknown[] => {
  const check = ajv.getSchema(`today#/$defs/${kind}`);
  if (check === undefined) return [`no schema of ${kind}`];
  return check(document) ? [] : (check.errors ?? []);
};

const today = caseNames()
  .map((name) => [name, compileCase(name)] as const)
  .filter(([, { cluster }]) => !cluster.kubernetes.features.plainApi);

/** Every file of the kinds, by the machine's own path. */
const told = today.flatMap(([name, { artifacts }]) =>
  artifacts
    .filter(({ path }) => /\/etc\/kubernetes\/(kubeadm\.yaml|api-server\/.*\.yaml)$/.test(path))
    .flatMap(({ path, content }) =>
      parseAllDocuments(content).map(
        (document) => [`${name}/${path}`, document.toJS() as Document, document.errors] as const,
      ),
    ),
);

describe("what machines are told", () => {
  test("is there in every document's kind", () => {
    expect(new Set(told.map(([, { kind }]) => kind))).toEqual(
      new Set([
        "InitConfiguration",
        "ClusterConfiguration",
        "JoinConfiguration",
        "KubeletConfiguration",
        "KubeProxyConfiguration",
        "AuthenticationConfiguration",
        "Policy",
      ]),
    );
  });

  test.each(told)("%s", (_path, document, errors) => {
    expect(errors).toEqual([]);
    expect(validate(document.kind, document)).toEqual([]);
  });

  test.each([
    ["a misspelt field", "KubeletConfiguration", { failSwapon: true }],
    [
      "arguments as a map, as v1beta3 had them",
      "ClusterConfiguration",
      { apiServer: { extraArgs: { profiling: "false" } } },
    ],
    ["an address as the endpoint", "ClusterConfiguration", { controlPlaneEndpoint: "10.0.0.1:6443" }],
    ["no mode of kube-proxy", "KubeProxyConfiguration", { mode: undefined }],
    ["a level that audit does not know", "Policy", { rules: [{ level: "All" }] }],
    ["a timeout of v1beta3", "ClusterConfiguration", { apiServer: { timeoutForControlPlane: "4m0s" } }],
  ])("the schemas refuse %s", (_what, kind, wrong) => {
    const good = told.find(([, document]) => document.kind === kind)?.[1];
    const bad = JSON.parse(JSON.stringify({ ...good, ...wrong }));
    expect(validate(kind, good)).toEqual([]);
    expect(validate(kind, bad)).not.toEqual([]);
  });

  test("names the version, a name and a mode, and looks nothing up", () => {
    const of = (kind: string) => told.filter(([, document]) => document.kind === kind).map(([, document]) => document);
    for (const { kubernetesVersion } of of("ClusterConfiguration"))
      expect(kubernetesVersion).toMatch(/^v1\.3[567]\.\d+$/);
    for (const { mode } of of("KubeProxyConfiguration")) expect(mode).toBe("iptables");
    for (const { discovery } of of("JoinConfiguration")) expect(Object.keys(discovery as object)).toEqual(["file"]);
  });

  test("who is anonymous asks for health alone", () => {
    const found = told.filter(([, { kind }]) => kind === "AuthenticationConfiguration");
    expect(found.length).toBeGreaterThan(0);
    for (const [, { anonymous }] of found) {
      expect(anonymous).toEqual({
        enabled: true,
        conditions: [{ path: "/livez" }, { path: "/readyz" }, { path: "/healthz" }],
      });
    }
  });
});

describe("what the lines differ in", () => {
  const spec = specOf("hosts-flatcar-user-data").toString();
  const told = (version: string): string => {
    const compiled = compileText(spec.replace("1.35.8", version));
    if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
    return compiled.artifacts
      .filter(({ path }) => path.startsWith("machines/"))
      .map(({ content }) => content)
      .join("\n");
  };

  test.each([
    ["1.35.8", "registry.k8s.io/pause:3.10.1", "coredns:v1.12.4", "crictl-v1.35.0", "etcd-v3.6.14", true],
    ["1.36.4", "registry.k8s.io/pause:3.10.2", "coredns:v1.14.2", "crictl-v1.36.0", "etcd-v3.6.14", false],
    ["1.37.1", "registry.k8s.io/pause:3.10.2", "coredns:v1.14.6", "crictl-v1.36.0", "etcd-v3.7.1", false],
  ])("%s", (version, pause, coredns, crictl, etcd, flexVolumes) => {
    const text = told(version);
    for (const each of [pause, coredns, crictl, etcd, `kubernetesVersion: v${version}`]) expect(text).toContain(each);
    // kubeadm up to 1.35 mounts the directory, which has to be where it can be made.
    expect(text.includes("name: flex-volume-plugin-dir")).toBe(flexVolumes);
  });
});

describe("releases", () => {
  test("every one that is known has all digests, for both architectures", () => {
    for (const version of KNOWN_RELEASES) {
      const programs = programsOf(version, "https://mirror.example.com", {});
      expect(programs.map(({ architecture, name }) => `${name} ${architecture}`)).toHaveLength(16);
      for (const { digest } of programs) expect(digest).toMatch(/^[0-9a-f]{64}$/);
      expect(new Set(programs.map(({ digest }) => digest)).size).toBe(16);
    }
  });

  test("one that is not is taken with the spec's digests, each in its place", () => {
    const names = ["kubeadm", "kubelet", "kubectl"].flatMap((name) => [name, `${name}-arm64`]);
    const digests = names.map((name, index) => `  ${name}: ${`${index}a`.repeat(32)}`).join("\n");
    const compiled = compileText(
      `${specOf("hosts-ubuntu").toString().replace("1.36.4", "1.36.9")}\nprograms:\n${digests}\n`,
    );
    expect(compiled.diagnostics).toEqual([]);
    if (!compiled.ok) return;
    const table = compiled.artifacts.find(({ path }) =>
      path.endsWith("worker/files/etc/kubernetes/programs.tsv"),
    )?.content;
    expect(table).toContain(
      `kubelet\t1.36.9\tamd64\t${"2a".repeat(32)}\thttps://dl.k8s.io/release/v1.36.9/bin/linux/amd64/kubelet\t`,
    );
    expect(table).toContain(`kubelet\t1.36.9\tarm64\t${"3a".repeat(32)}\t`);
  });

  test("a mirror has every program below the name of its host", () => {
    const { artifacts } = compileCase("hosts-alone");
    const table = artifacts.find(({ path }) => path.endsWith("/etc/kubernetes/programs.tsv"))?.content ?? "";
    const urls = table
      .split("\n")
      .flatMap((line) => line.split("\t")[4] ?? [])
      .filter((url) => url.startsWith("http"));
    expect(urls).toHaveLength(16);
    expect(
      urls.filter((url) => !/^https:\/\/mirror\.example\.com\/programs\/(dl\.k8s\.io|github\.com)\//.test(url)),
    ).toEqual([]);
  });
});

describe("nothing that today's releases have removed is in any output", () => {
  test.each(REMOVED.map((each) => [`${each.what} (${each.since})`, each.pattern] as const))("%s", (_what, pattern) => {
    // Scripts and the runbook are not read by Kubernetes' programs but for what they hand on: all of it is looked at.
    const found = today.flatMap(([name, { artifacts }]) =>
      artifacts.filter(({ content }) => pattern.test(content)).map(({ path }) => `${name}/${path}`),
    );
    expect(found).toEqual([]);
  });

  test("the table finds what it looks for", () => {
    const samples = [
      "--network-plugin=cni",
      "--pod-infra-container-image=x",
      "kubeadm.k8s.io/v1beta3",
      "k8s.gcr.io/pause",
    ];
    for (const sample of samples) expect(REMOVED.filter(({ pattern }) => pattern.test(sample))).toHaveLength(1);
  });
});
