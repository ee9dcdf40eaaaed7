/** Manifests in the words of each API: old ones against schemas of our own, today's against the typed model. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { ALL_ADDONS } from "../generators/manifests/addons/index.ts";
import { OWN_NUMBER } from "../generators/manifests/objects.ts";
import { SHAPES } from "../generators/manifests/shapes/index.ts";
import type { WorkloadApi } from "../generators/model/kubernetes.ts";
import { linesWith, SUPPORTED_LINES } from "../generators/variants/kubernetes/index.ts";
import { FORMATS } from "../schema/formats.ts";
import v1Schema from "./kubernetes/v1.schema.json" with { type: "json" };
import v1beta1Schema from "./kubernetes/v1beta1.schema.json" with { type: "json" };
import { caseNames, compileCase, compileText, ROOT } from "./support/cases.ts";

const ajv = new Ajv({ allErrors: true });
for (const [name, check] of Object.entries(FORMATS)) ajv.addFormat(name, (text) => check(text) === undefined);

/** v1 as 0.17 has it: what services call addresses of nodes was renamed before 1.0 (pkg/api/v1/types.go of both). */
const { $id: _, ...earlySchema } = JSON.parse(
  JSON.stringify(v1Schema).replaceAll('"deprecatedPublicIPs"', '"publicIPs"'),
) as typeof v1Schema;
const LEGACY = {
  v1beta1: ajv.compile(v1beta1Schema),
  v1: ajv.compile(v1Schema),
  "v1 of 0.17": ajv.compile(earlySchema),
} as const;

const isLegacy = (api: string): api is keyof typeof LEGACY => api in LEGACY;

const manifestsOf = caseNames().flatMap((name) => {
  const { artifacts, cluster } = compileCase(name);
  const { workloadApi, publicAddresses } = cluster.kubernetes.features;
  const isEarly = workloadApi === "v1" && publicAddresses === "publicIPs";
  const api = isEarly ? "v1 of 0.17" : workloadApi;
  return artifacts
    .filter(({ path }) => /^manifests\/.*\.yaml$/.test(path))
    .map(({ path, content }) => [`${name}/${path}`, api, content] as const);
});

const legacyManifests = manifestsOf.filter(([, api]) => isLegacy(api));

test("the golden cases have manifests of both old APIs", () => {
  expect(new Set(legacyManifests.map(([, api]) => api))).toEqual(new Set(["v1beta1", "v1", "v1 of 0.17"]));
  expect(legacyManifests.length).toBeGreaterThan(20);
});

test.each(legacyManifests)("%s is what its API takes", (_name, api, content) => {
  if (!isLegacy(api)) throw new Error(`no schema for ${api}`);
  // One object a file: kubectl of 0.9 reads no more.
  expect(parseAllDocuments(content)).toHaveLength(1);
  const valid = LEGACY[api](parse(content, { version: "1.1" }));
  expect(LEGACY[api].errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

describe("the schemas themselves", () => {
  const service = { kind: "Service", apiVersion: "v1beta1", id: "a", port: 80, selector: { app: "a" } };
  const WRONG: readonly (readonly [string, keyof typeof LEGACY, object])[] = [
    [
      "the document's podTemplate beside desiredState",
      "v1beta1",
      {
        kind: "ReplicationController",
        apiVersion: "v1beta1",
        id: "a",
        desiredState: { replicas: 1, replicaSelector: { app: "a" } },
        podTemplate: {},
      },
    ],
    ["metadata in v1beta1", "v1beta1", { ...service, metadata: { name: "a" } }],
    ["several ports in v1beta1", "v1beta1", { ...service, ports: [{ port: 80 }] }],
    ["a name that is too long", "v1beta1", { ...service, id: "a".repeat(25) }],
    ["an id in v1", "v1", { ...service, apiVersion: "v1" }],
    ["a Deployment in v1", "v1", { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "a" }, spec: {} }],
  ];

  test("take a good object", () => {
    expect(LEGACY.v1beta1(service)).toBe(true);
  });

  test.each(WRONG)("refuse %s", (_what, api, object) => {
    expect(LEGACY[api](object)).toBe(false);
  });
});

/** Today's, by the model's own validator, which is made from Kubernetes' published schema. */
describe("today's manifests", () => {
  const today = manifestsOf.filter(([, api]) => api === "apps/v1");

  test("are of every supported line that has them", () => {
    const lines = caseNames().map((name) => compileCase(name).cluster.kubernetes.version.replace(/\.\d+$/, ""));
    expect(new Set(lines.filter((line) => linesWith(["apps/v1"]).includes(line)))).toEqual(
      new Set(linesWith(["apps/v1"])),
    );
    expect(today.length).toBeGreaterThan(40);
  });

  test.each(today)("%s is what its API takes", async (_name, _api, content) => {
    const object = parse(content, { version: "1.1" }) as { apiVersion: string; kind: string };
    const group = await import(/* @vite-ignore */ `kubernetes-models/${object.apiVersion}`);
    const model = new group[object.kind](object) as { validate: () => Promise<void> | void };
    await model.validate();
  });

  test("the model's validator refuses what is wrong", async () => {
    const { Deployment } = await import("kubernetes-models/apps/v1");
    const wrong = new Deployment({ metadata: { name: "a" }, spec: { replicas: "three" } } as never);
    await expect(async () => wrong.validate()).rejects.toThrow();
  });
});

describe("every line", () => {
  test("is found by its shape", () => {
    const apis = Object.keys(SHAPES) as readonly WorkloadApi[];
    expect(apis.flatMap((api) => linesWith([api]))).toEqual(SUPPORTED_LINES);
  });
});

describe("what an operator sees of consul", () => {
  const consulOf = (version: string, config: string) => {
    const text = readFileSync(join(ROOT, "test/cases/consul-and-vault/spec.yml"), "utf8")
      .replace("1.1.8", version)
      .replace(/consul: \{.*\}/, `consul: ${config}`)
      .replace(config.includes("atlas") ? "\0" : /tokens:[\s\S]*/, "");
    const compiled = compileText(text);
    if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
    const file = compiled.artifacts.find(({ path }) => path.includes("consul.controller"));
    return { container: parse(file?.content ?? "").spec.template.spec.containers[0], artifacts: compiled.artifacts };
  };

  test("the document's arguments, with the token in the environment", () => {
    const { container } = consulOf("1.1.8", "{ atlas: account_user_name/consul }");
    expect([...container.command, ...container.args]).toEqual([
      "/bin/start",
      "-server",
      "-bootstrap-expect",
      "3",
      "-atlas",
      "account_user_name/consul",
      "-atlas-join",
    ]);
    expect(container.env).toEqual([{ name: "ATLAS_TOKEN", value: "%%ATLAS_TOKEN%%" }]);
  });

  test("without Atlas the servers find each other by a headless service", () => {
    const { container, artifacts } = consulOf("1.0.7", "{ replicas: 5, namespace: default }");
    expect(container.args).toEqual([
      "-server",
      "-bootstrap-expect",
      "5",
      "-retry-join",
      "consul-servers.default.svc.secrets.local",
    ]);
    const headless = artifacts.find(({ path }) => path.includes("consul.service-consul-servers"));
    expect(parse(headless?.content ?? "").spec).toMatchObject({ clusterIP: "None", selector: { app: "consul" } });
  });

  test("the document's ports", () => {
    const service = compileCase("consul-and-vault").artifacts.find(({ path }) => path.endsWith("consul.service.yaml"));
    const ports = parse(service?.content ?? "").spec.ports.map(({ port }: { port: number }) => port);
    // DNS over TCP and over UDP.
    expect(ports).toEqual([8500, 8400, 8301, 8302, 8300, 8600, 8600]);
  });
});

/** The four manifests of the slide deck's database and web server, in the words of each version. */
describe("the deck's own applications", () => {
  const APPLICATIONS = `
services:
  - { name: db-service, labels: { name: db }, selector: { name: db }, ports: [{ name: db, port: 3306 }] }
  - name: webserver-service
    labels: { name: webserver }
    selector: { name: webserver }
    publicAddresses: [192.168.122.15]
    ports: [{ name: http, port: 80 }]
workloads:
  - name: db-controller
    replicas: 2
    ownLabels: { name: db-controller }
    selector: { selectorname: db }
    labels: { name: db, selectorname: db }
    containers:
      - name: db
        image: dbforweb
        command: [/usr/bin/mysqld_safe]
        args: [--basedir=/usr]
        ports: [{ name: db, port: 3306 }]
  - name: webserver-controller
    replicas: 2
    ownLabels: { name: webserver-controller }
    selector: { selectorname: webserver }
    labels: { name: webserver, selectorname: webserver, uses: db }
    containers:
      - name: apache-frontend
        image: webwithdb
        command: [/usr/sbin/httpd]
        args: ["-D", FOREGROUND]
        ports: [{ name: http, port: 80 }]
`;
  const specIn = (version: string): string => `apiVersion: clusterwright/v1
name: deck
kubernetes: { version: ${version} }
platform: { type: aws, region: eu-central-1, zones: [eu-central-1a, eu-central-1b], keyPair: operator }
os: { family: coreos, image: ami-0123456789abcdef0 }
controlPlane: { instanceType: t2.small }
nodePools: [{ name: minion, instanceType: t2.small, count: 2 }]
${APPLICATIONS}`;
  const manifestsIn = (version: string) => {
    const compiled = compileText(specIn(version));
    if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
    const all = compiled.artifacts.filter(({ path }) => /^manifests\/.*\.yaml$/.test(path));
    for (const { content } of all) {
      const api = compiled.cluster.kubernetes.features.workloadApi;
      if (!isLegacy(api)) throw new Error(api);
      LEGACY[api](parse(content));
      expect(LEGACY[api].errors ?? []).toEqual([]);
    }
    return all.map(({ content }) => parse(content));
  };

  test("are its four manifests, with its labels and selectors", () => {
    const [db, webserver, dbController, webController] = manifestsIn("1.0.7");
    expect(db).toMatchObject({
      kind: "Service",
      metadata: { name: "db-service", namespace: "default", labels: { name: "db" } },
      spec: { selector: { name: "db" }, ports: [{ port: 3306 }] },
    });
    expect(webserver).toMatchObject({
      metadata: { name: "webserver-service", labels: { name: "webserver" } },
      spec: { selector: { name: "webserver" }, deprecatedPublicIPs: ["192.168.122.15"], ports: [{ port: 80 }] },
    });
    expect(dbController).toMatchObject({
      kind: "ReplicationController",
      metadata: { name: "db-controller", labels: { name: "db-controller" } },
      spec: {
        replicas: 2,
        selector: { selectorname: "db" },
        template: {
          metadata: { labels: { name: "db", selectorname: "db" } },
          spec: {
            containers: [
              {
                name: "db",
                image: "dbforweb",
                command: ["/usr/bin/mysqld_safe"],
                args: ["--basedir=/usr"],
                ports: [{ containerPort: 3306 }],
                // docker import makes no other tag than latest, and nobody else has the image.
                imagePullPolicy: "IfNotPresent",
              },
            ],
          },
        },
      },
    });
    expect(webController.spec).toMatchObject({
      selector: { selectorname: "webserver" },
      template: {
        metadata: { labels: { name: "webserver", selectorname: "webserver", uses: "db" } },
        spec: { containers: [{ command: ["/usr/sbin/httpd"], args: ["-D", "FOREGROUND"] }] },
      },
    });
  });

  test.each([
    ["1.1.8", "externalIPs"],
    ["1.0.7", "deprecatedPublicIPs"],
  ])("in %s a service's public addresses are its %s", (version, key) => {
    const [, webserver] = manifestsIn(version);
    expect(webserver.spec[key]).toEqual(["192.168.122.15"]);
  });

  test("configuration files are a config map, which comes before its workload", () => {
    const text = "# two lines\nworkers = 4\n";
    const spec = specIn("1.2.7").concat(`  - name: settled
    containers: [{ name: settled, image: "example/settled:1", mounts: [{ volume: settings, path: /etc/settled }] }]
    volumes: [{ name: settings, files: { settled.conf: ${JSON.stringify(text)}, "on": "yes" } }]
`);
    const compiled = compileText(spec);
    if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
    const all = compiled.artifacts.filter(({ path }) => path.includes("settled"));
    expect(all.map(({ path }) => path)).toEqual([
      "manifests/90-own.configmap-settled.settings.yaml",
      "manifests/92-own.controller-settled.yaml",
    ]);
    const [map, controller] = all.map(({ content }) => parse(content));
    for (const manifest of [map, controller]) {
      LEGACY.v1(manifest);
      expect(LEGACY.v1.errors ?? []).toEqual([]);
    }
    expect(map).toMatchObject({ kind: "ConfigMap", data: { "settled.conf": text, on: "yes" } });
    expect(controller.spec.template.spec.volumes).toEqual([
      { name: "settings", configMap: { name: map.metadata.name } },
    ]);
  });

  test("in 0.9 they are its publicIPs, and the controller counts by its selector", () => {
    const [, webserver, dbController] = manifestsIn("0.9.2");
    expect(webserver).toMatchObject({ publicIPs: ["192.168.122.15"], labels: { name: "webserver" } });
    expect(dbController).toMatchObject({
      labels: { name: "db-controller" },
      desiredState: {
        replicaSelector: { selectorname: "db" },
        podTemplate: { labels: { name: "db", selectorname: "db" } },
      },
    });
  });
});

describe("the numbers of the add-ons' files", () => {
  const numbers = Object.fromEntries(ALL_ADDONS.map(({ name, number }) => [name, number]));

  test("never change: operators know the files by them", () => {
    expect(numbers).toMatchObject({
      dns: 10,
      registry: 15,
      "registry-ui": 20,
      "hybris-platform": 25,
      solr: 30,
      yapache: 35,
      "yapache-watcher": 40,
      consul: 45,
      vault: 50,
    });
  });

  test("leave each add-on five of its own, before those of the spec", () => {
    const sorted = Object.values(numbers).sort((a, b) => a - b);
    for (const [index, number] of sorted.entries()) {
      expect((sorted[index + 1] ?? OWN_NUMBER) - number).toBeGreaterThanOrEqual(5);
    }
  });
});
