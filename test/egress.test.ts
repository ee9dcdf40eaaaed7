/** Whatever a machine asks the outside goes by the proxy, and nothing that belongs to the cluster does. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asksDirectly } from "../generators/facts/egress.ts";
import { compileText, contentOf, ROOT, specOf } from "./support/cases.ts";

const PROXY = "http://proxy.example.com:3128";

const SHOP = (egress: string, version = "1.1.3"): string => `apiVersion: clusterwright/v1
name: shop
kubernetes: { version: ${version} }
platform: { type: aws, region: eu-central-1, zones: [eu-central-1a, eu-central-1b], keyPair: operator }
os: { family: coreos, image: ami-0123456789abcdef0 }
controlPlane: { instanceType: t2.small }
nodePools:
  - { name: minion, instanceType: t2.small, count: 2 }
addons: { registry: { bucket: shop-registry } }
tokens:
  REGISTRY_AWS_KEY: { ssm: /shop/key }
  REGISTRY_AWS_SECRET: { ssm: /shop/secret }
egress: ${egress}
`;

/** Groups of a family. */
const groups = (family: string, egress: string): string =>
  specOf("multi-zone-one-nat")
    .toString()
    .replace(/family: \w+/, `family: ${family}`)
    .concat(`egress: ${egress}\n`);

function good(text: string) {
  const compiled = compileText(text);
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
  return compiled;
}

const errorsOf = (text: string): readonly string[] =>
  compileText(text).diagnostics.flatMap(({ severity, message, help }) =>
    severity === "error" ? [`${message}: ${help}`] : [],
  );

const unitsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    good(text).artifacts.flatMap(({ path, content }) =>
      /(?:units|system)\/[^/]+\.(?:service|timer)$/.test(path) ? [[path, content] as const] : [],
    ),
  );

describe("nodes behind a proxy", () => {
  const spec = SHOP(`{ proxy: "${PROXY}", noProxy: [.example.com, 192.0.2.10] }`);
  const compiled = good(spec);

  test("the machines are told of it in both spellings, and of what they ask by themselves", () => {
    const except = "localhost,127.0.0.1,169.254.169.254,registry.default.shop.local,.example.com,192.0.2.10";
    for (const role of ["control-plane", "minion"])
      expect(contentOf(compiled, `machines/${role}/files/etc/proxy-environment`)).toBe(
        `HTTP_PROXY=${PROXY}\nHTTPS_PROXY=${PROXY}\nNO_PROXY=${except}\nhttp_proxy=${PROXY}\nhttps_proxy=${PROXY}\nno_proxy=${except}\n`,
      );
  });

  test("docker pulls by it", () => {
    for (const role of ["control-plane", "minion"])
      expect(contentOf(compiled, `machines/${role}/units/docker.service`)).toContain(
        "EnvironmentFile=/etc/proxy-environment\n",
      );
  });

  test("programs are fetched by it", () => {
    expect(contentOf(compiled, "machines/minion/files/opt/bin/install-program")).toContain(
      "source /etc/proxy-environment\n",
    );
  });

  test("the updater of CoreOS is told, and started again", () => {
    const role = "machines/minion";
    expect(contentOf(compiled, `${role}/files/etc/systemd/system/update-engine.service.d/10-proxy.conf`)).toBe(
      `[Service]\nEnvironment=ALL_PROXY=${PROXY}\n`,
    );
    expect(contentOf(compiled, `${role}/units/updater-proxy.service`)).toContain(
      "ExecStart=/usr/bin/systemctl try-restart update-engine.service\n",
    );
  });

  test("the registry reaches S3 by it", () => {
    expect(contentOf(compiled, "manifests/17-registry.controller.yaml")).toMatch(
      /name: http_proxy\n +value: http:\/\/proxy\.example\.com:3128\n/,
    );
  });

  test("the runbook says what the proxy has to do", () => {
    expect(contentOf(compiled, "README.md")).toContain("http://proxy.example.com:3128, which takes HTTPS");
  });

  test.each([
    ["placed machines", spec],
    ["groups of CentOS", groups("centos", `{ proxy: "${PROXY}" }`)],
    ["groups of CoreOS", groups("coreos", `{ proxy: "${PROXY}" }`)],
  ])("of %s, no unit has it but those that ask the outside alone", (_what, text) => {
    const told = [...unitsOf(text)].filter(([, content]) => content.includes("proxy-environment"));
    expect(new Set(told.map(([path]) => path.split("/").at(-1)))).toEqual(new Set(["docker.service"]));
    expect([...unitsOf(text).values()].join("")).not.toMatch(/^Environment=.*_PROXY/im);
  });

  test("without it nothing is said of one", () => {
    const silent = good(SHOP("{}"));
    expect(silent.artifacts.filter(({ path }) => path.includes("proxy-env") || path.includes("updater"))).toEqual([]);
    expect(contentOf(silent, "machines/minion/units/docker.service")).not.toMatch(/proxy|mirror/);
    expect(contentOf(silent, "manifests/17-registry.controller.yaml")).not.toContain("proxy");
  });
});

describe("machines of groups", () => {
  test.each(["centos", "coreos"])("have it on %s before they fetch anything", (family) => {
    const compiled = good(groups(family, `{ proxy: "${PROXY}", timeServers: [ntp.example.com] }`));
    for (const role of ["control-plane", "minion", "front"]) {
      const userData = contentOf(compiled, `stacks/cluster/user-data/${role}.yml`);
      expect(userData).toContain("/etc/proxy-environment\n");
      expect(userData).toContain("time-servers.service");
      const fetched = compiled.artifacts.filter(({ path }) => path.startsWith(`stacks/cluster/bucket/${role}/`));
      expect(fetched.filter(({ path }) => /proxy-env|time-servers|chrony|ntp/.test(path))).toEqual([]);
      // Started by user-data, not by the list of what comes after the setup.
      expect(contentOf(compiled, `stacks/cluster/bucket/${role}/etc/machine-setup/units`)).not.toContain(
        "time-servers",
      );
    }
  });

  test("the AWS command line of CoreOS is pulled, and asks, by it", () => {
    const compiled = good(
      groups("coreos", `{ proxy: "${PROXY}", registryMirrors: { docker.io: ["https://mirror.example.com"] } }`),
    );
    const userData = contentOf(compiled, "stacks/cluster/user-data/minion.yml");
    const early = userData.slice(userData.indexOf("name: early-docker.service"));
    expect(early.slice(0, early.indexOf("[Install]"))).toMatch(
      /EnvironmentFile=\/etc\/proxy-environment[\s\S]*--registry-mirror=https:\/\/mirror\.example\.com/,
    );
    expect(userData).toContain("--env-file=/etc/proxy-environment");
  });
});

/** Scripts of machines that fetch from outside; every other asks the cluster itself. */
const OUTSIDE = [
  "install-program.sh",
  "machine/aws-requests.sh",
  "machine/fetch-first.sh",
  "machine/install-etcd.sh",
  "machine/kubeadm/install-programs.sh",
  "machine/unpack-release.sh",
];

test("every script that asks the cluster, or instance metadata, does so directly", () => {
  const directory = join(ROOT, "templates", "scripts");
  const calls = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sh"))
    .flatMap((name) =>
      readFileSync(join(directory, name), "utf8")
        .split("\n")
        .filter((line) => /\bcurl --/.test(line))
        .map((line) => ({ name, direct: line.includes("--noproxy '*'") })),
    );
  expect(calls.length).toBeGreaterThan(10);
  expect([...new Set(calls.filter(({ direct }) => !direct).map(({ name }) => name))].sort()).toEqual(
    [...OUTSIDE].sort(),
  );
});

test.each([
  ["example.com", true],
  ["a.example.com", true],
  ["A.Example.Com", true],
  ["notexample.com", false],
  ["192.0.2.1", true],
  ["192.0.2.10", false],
  ["169.254.169.254", true],
  ["ec2.eu-central-1.amazonaws.com", false],
])("%s is asked directly: %s", (host, direct) => {
  expect(asksDirectly({ url: PROXY, except: [".example.com", "192.0.2.1", "169.254.169.254"] }, host)).toBe(direct);
});

describe("etcd's discovery", () => {
  const found = (egress: string, version?: string): string =>
    SHOP(egress, version).concat(
      'etcd: { discoveryUrl: "https://discovery.etcd.io/6a28e078895c5ec737174db2419bb2f3" }\n',
    );
  const unit = (text: string, name: string): string => contentOf(good(text), `machines/minion/units/${name}`);

  test("goes by the proxy, and nothing else of etcd does", () => {
    expect(unit(found(`{ proxy: "${PROXY}" }`), "etcd2.service")).toContain(`--discovery-proxy=${PROXY}`);
    expect(unit(found(`{ proxy: "${PROXY}" }`), "etcd2.service")).not.toContain("EnvironmentFile=/etc/proxy");
  });

  test("is asked directly where it may be", () => {
    expect(unit(found(`{ proxy: "${PROXY}", noProxy: [etcd.io] }`), "etcd2.service")).not.toContain("discovery-proxy");
    expect(unit(found("{}"), "etcd2.service")).not.toContain("discovery-proxy");
  });

  test("of etcd 0.4 knows no proxy", () => {
    expect(errorsOf(found(`{ proxy: "${PROXY}" }`, "0.9.2"))).toEqual([
      expect.stringMatching(/^etcd 0\.4 asks .* directly/),
    ]);
    expect(errorsOf(found(`{ proxy: "${PROXY}", noProxy: [discovery.etcd.io] }`, "0.9.2"))).toEqual([]);
  });
});

describe("what is refused", () => {
  test.each([
    ["a proxy over TLS, which neither curl nor docker of the time know", '{ proxy: "https://proxy.example.com:3128" }'],
    ["a proxy without a port, for which curl takes 1080 and others 80", '{ proxy: "http://proxy.example.com" }'],
    ["a password, which would be readable on every machine", '{ proxy: "http://me:secret@proxy.example.com:3128" }'],
    ["a path", '{ proxy: "http://proxy.example.com:3128/" }'],
    ["a port that is none", '{ proxy: "http://proxy.example.com:65536" }'],
    ["a range", `{ proxy: "${PROXY}", noProxy: [10.0.0.0/8] }`],
    ["a star", `{ proxy: "${PROXY}", noProxy: ["*.example.com"] }`],
    ["everything", `{ proxy: "${PROXY}", noProxy: ["*"] }`],
    ["a port in the list", `{ proxy: "${PROXY}", noProxy: ["example.com:8080"] }`],
    ["two hosts in one", `{ proxy: "${PROXY}", noProxy: ["a.example.com,b.example.com"] }`],
    ["a proxy whose numbers are no address", '{ proxy: "http://999.1.1.1:3128" }'],
    ["a number, which some read as an address", '{ proxy: "http://0:3128" }'],
    ["a name that encodes nothing", '{ proxy: "http://xn--a:3128" }'],
    ["a name with an empty part", '{ registryMirrors: { docker.io: ["https://a..example.com"] } }'],
    ["half an address", `{ proxy: "${PROXY}", noProxy: ["10.1"] }`],
    ["half an address that YAML makes a number of", `{ proxy: "${PROXY}", noProxy: [10.1] }`],
    ["an address that is none", "{ timeServers: [256.1.1.1] }"],
    ["a mirror at an address that is none", '{ registryMirrors: { docker.io: ["https://10.0.0"] } }'],
    ["a proxy in the cluster that it is to bring up", '{ proxy: "http://proxy.default.shop.local:3128" }'],
    ["a proxy at a service's address", '{ proxy: "http://10.255.0.40:3128" }'],
    ["a time server in the cluster", "{ timeServers: [ntp.example.com, ntp.default.shop.local] }"],
    ["a time server's port", '{ timeServers: ["ntp.example.com:123"] }'],
    ["a line break", '{ timeServers: ["ntp.example.com\\nserver other"] }'],
    ["a time server twice", "{ timeServers: [ntp.example.com, 192.0.2.1, ntp.example.com] }"],
    ["no time server", "{ timeServers: [] }"],
    ["a mirror's slash, which docker refuses", '{ registryMirrors: { docker.io: ["https://mirror.example.com/"] } }'],
    ["a mirror's path", '{ registryMirrors: { docker.io: ["https://mirror.example.com/v2"] } }'],
    ["a mirror without a scheme", '{ registryMirrors: { docker.io: ["mirror.example.com"] } }'],
    [
      "mirrors of another registry, which docker never asks",
      '{ registryMirrors: { gcr.io: ["https://mirror.example.com"] } }',
    ],
  ])("%s", (_what, egress) => {
    expect(errorsOf(SHOP(egress))).toHaveLength(1);
  });

  test("hosts without a proxy to go by are no use, and said to be", () => {
    const { diagnostics } = compileText(SHOP("{ noProxy: [example.com] }"));
    const misplaced = diagnostics.filter(({ code }) => code === "misplaced-key");
    expect(misplaced.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: "noProxy" has no effect here: there is no proxy',
    ]);
  });

  test("a file of the spec in the place of one of these", () => {
    const files = 'files: [{ path: /etc/ntp.conf, content: "x", mode: "0644", neededBy: docker.service }]\n';
    expect(errorsOf(SHOP("{ timeServers: [ntp.example.com] }") + files)).toEqual([
      expect.stringContaining("/etc/ntp.conf"),
    ]);
  });
});
