import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { PLATFORMS } from "../generators/platforms/index.ts";
import { SUPPORTED_LINES } from "../generators/variants/kubernetes/index.ts";
import { NETWORKS } from "../generators/variants/network/index.ts";
import { OPERATING_SYSTEMS } from "../generators/variants/os/index.ts";
import nativeSchema from "../schema/cluster.schema.json" with { type: "json" };
import { follow, OWN_KEYWORDS, requiredOf, type SchemaNode, schemaOf, valuesOf } from "../schema/definitions.ts";
import { EXPLAINED, explain } from "../schema/explain.ts";
import { FORMATS } from "../schema/formats.ts";
import { platformsAlone, platformsPrefix } from "../schema/platforms.ts";
import legacySchema from "../schema/ycluster.schema.json" with { type: "json" };
import { generateReference } from "../tools/generate-reference.ts";
import { generateSchema } from "../tools/generate-schema.ts";
import { generateTypes } from "../tools/generate-types.ts";
import { compileText, ROOT, resolved, specOf } from "./support/cases.ts";

/** Every property and list item of a schema, with its path. */
function properties(node: SchemaNode, path: string): readonly (readonly [string, SchemaNode])[] {
  const whole = follow(node);
  const below = Object.entries(whole.properties ?? {}).flatMap(([key, child]) => properties(child, `${path}.${key}`));
  const items = whole.items === undefined ? [] : properties(whole.items, `${path}[]`);
  const values = valuesOf(whole);
  const named = values === undefined ? [] : properties(values, `${path}.<name>`);
  return [[path, whole], ...below, ...items, ...named];
}

const all = [
  ...properties(nativeSchema as unknown as SchemaNode, "cluster").slice(1),
  ...properties(legacySchema as unknown as SchemaNode, "ycluster").slice(1),
];

const ajv = new Ajv({ keywords: [...OWN_KEYWORDS], allErrors: true });
for (const [name, check] of Object.entries(FORMATS)) ajv.addFormat(name, (text) => check(text) === undefined);
ajv.addSchema(nativeSchema).addSchema(legacySchema);

describe.each(all)("%s", (_path, node) => {
  test("has title, description and an example that it accepts itself", () => {
    expect(node.title).toBeTruthy();
    expect(node.description).toMatch(/\.$/);
    expect(node.examples?.length).toBeGreaterThan(0);
    const check = ajv.compile({ ...node, $defs: { ...nativeSchema.$defs, ...legacySchema.$defs } });
    for (const example of node.examples ?? []) expect(check(example), JSON.stringify(check.errors)).toBe(true);
  });
});

const lacking = all.flatMap(([path, node]) => requiredOf(node).map((key) => [`${path}.${key}`, node, key] as const));

test.each(lacking)("%s that is missing comes as YAML that can be pasted", (_path, schema, key) => {
  const example = follow(schema.properties?.[key] ?? {}).examples?.[0];
  const help = explain({ keyword: "required", path: [], params: { missingProperty: key }, value: {}, schema })?.help;
  const pasted = /^add it, such as (.*)$/s.exec(help ?? "")?.[1];
  if (typeof example === "object") expect(help).toContain(`explain ${key}`);
  else expect(parse((pasted ?? "").replace(/^"(.*)"$/, "$1"))).toEqual({ [key]: example });
});

test.each(["yes", "0x10", "1.10", "null", "a b", "%%X%%\n", "a: b", "true", "12"])(
  "%j as a list comes as itself",
  (text) => {
    const schema: SchemaNode = { type: "array", items: { type: "string" } };
    const help = explain({ keyword: "type", path: ["zones"], params: { type: "array" }, value: text, schema })?.help;
    for (const version of ["1.1", "1.2"] as const)
      expect(parse(help?.replace("write a list: ", "") ?? "", { version })).toEqual([text]);
  },
);

test.each(["https://999.1.1.1/x", "http://0:80", "https://a..b/x", "https://xn--a/x", "https://a-.example.com"])(
  "%s is refused wherever a URL may stand",
  (url) => {
    const { diagnostics } = compileText(
      specOf("every-key")
        .toString()
        .replace(/https:\/\/discovery\.etcd\.io\/\w+/, url),
    );
    const messages = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
    expect(messages).toEqual([expect.stringMatching(`^"${url}" is not a`)]);
  },
);

/** Keywords of a schema, of what stands below its keys, and of definitions; a key's own name is none. */
function keywords(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(keywords);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (/^(properties|\$defs)$/.test(key)) return [key, ...Object.values(value as object).flatMap(keywords)];
    return /^(items|additionalProperties|propertyNames)$/.test(key) ? [key, ...keywords(value)] : [key];
  });
}

/** Keywords that no value fails. */
const SILENT = [
  "$schema",
  "$id",
  "$ref",
  "$defs",
  "title",
  "description",
  "default",
  "examples",
  "properties",
  "items",
];

test("there are words for whatever a value can fail", () => {
  const used = new Set([...keywords(nativeSchema), ...keywords(legacySchema)]);
  expect(used.size).toBeGreaterThan(20);
  const without = [...used].filter((each) => ![...SILENT, ...OWN_KEYWORDS, ...EXPLAINED].includes(each));
  expect(without).toEqual([]);
});

test("what is generated from the schemas is not stale", async () => {
  expect(readFileSync(join(ROOT, "schema/generated/types.ts"), "utf8")).toBe(await generateTypes());
  expect(readFileSync(join(ROOT, "docs/reference.md"), "utf8")).toBe(await generateReference());
});

test("a description says first which platforms have its key, as the schema does", async () => {
  expect(readFileSync(join(ROOT, "schema/cluster.schema.json"), "utf8")).toBe(await generateSchema());
  const { properties } = nativeSchema.$defs.platform;
  expect(properties.tenancy).toMatchObject({ "x-platforms": ["aws-autoscaling"] });
  expect(properties.tenancy.description).toMatch(/^aws-autoscaling only: /);
  expect(properties.nat.description).toMatch(/^aws and aws-autoscaling only: /);
  expect(properties.environment.description).toMatch(/^aws-autoscaling only, and needed there: /);
  expect(platformsPrefix(["aws", "hosts", "other"])).toBe("aws, hosts and other only: ");
  expect(platformsAlone(["aws", "hosts"])).toBe('the platforms "aws" and "hosts" alone have');
});

test("a key that speaks of AWS says which platforms have it", () => {
  const amazon = /\b(AWS|EC2|S3|IAM|VPC|RDS|ACM|ARN|AMI|Elastic|Route 53|auto-scaling)\b/;
  /** Where every platform may name something of AWS's: tokens' sources, buckets that an add-on uses, what a type is. */
  const MAY = /^(tokens|addons|platform\.type|os\.family|nodePools\[\]\.count|zones)/;
  const unmarked = (node: SchemaNode, path: string): readonly string[] => {
    const whole = follow(node);
    if (whole["x-platforms"] !== undefined || MAY.test(path)) return [];
    const below = Object.entries(whole.properties ?? {}).flatMap(([key, child]) =>
      unmarked(child, path === "" ? key : `${path}.${key}`),
    );
    const items = whole.items === undefined ? [] : unmarked(whole.items, `${path}[]`);
    return [...(amazon.test(whole.description ?? "") ? [path] : []), ...below, ...items];
  };
  expect(unmarked(schemaOf("native"), "")).toEqual([]);
});

test("every platform that a key names is one", () => {
  const named = JSON.stringify(nativeSchema).matchAll(/"x-platforms":(\[[^\]]*\])/g);
  const all = [...named].flatMap(([, list]) => JSON.parse(list ?? "[]") as readonly string[]);
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter((name) => !Object.hasOwn(PLATFORMS.plain, name))).toEqual([]);
});

test("the schema admits exactly the variants that are registered", () => {
  const { platform, os, network } = nativeSchema.$defs;
  for (const platforms of Object.values(PLATFORMS)) {
    expect(platform.properties.type.enum).toEqual(Object.keys(platforms));
  }
  expect(os.properties.family.enum).toEqual(Object.keys(OPERATING_SYSTEMS));
  for (const variants of Object.values(NETWORKS)) {
    expect(network.properties.type.enum).toEqual(Object.keys(variants));
  }
  expect(SUPPORTED_LINES.length).toBeGreaterThan(0);
});

test("the defaults of the schema are what resolve decides", () => {
  const { network, kubernetes, diskSize } = nativeSchema.$defs;
  const { cluster } = resolved({
    apiVersion: "clusterwright/v1",
    name: "least",
    kubernetes: { version: "0.9.2" },
    platform: { type: "aws", region: "eu-central-1", zones: ["eu-central-1a"], keyPair: "operator" },
    os: { family: "coreos", image: "ami-12ae980f" },
    controlPlane: { instanceType: "t2.small" },
    nodePools: [{ name: "minion", instanceType: "t2.small", count: 1 }],
  });
  const hardware = { instanceType: "t2.small", diskSize: diskSize.default };
  expect(cluster.platform).toMatchObject({
    vpcCidr: network.properties.vpcCidr.default,
    routeQuota: network.properties.routeQuota.default,
    hardware: { controlPlane: hardware, pools: [hardware] },
  });
  expect(cluster.network.type).toBe("routes");
  expect(cluster.network.podCidr).toBe("10.0.0.0/8");
  expect(cluster.network.serviceCidr).toBe(network.properties.serviceCidr.default);
  expect(cluster.kubernetes.binariesUrl.startsWith("https://storage.googleapis.com/kubernetes-release/release")).toBe(
    true,
  );
  expect(cluster.kubernetes.registerUrl).toBe(kubernetes.properties.registerUrl.default);
  expect(cluster.network.dnsServiceIp).toBe("10.255.0.2");
  expect(cluster.network.domain).toBe("least.local");
  expect(cluster.controlPlane.host).toBe("172.31.0.10");
});

test("an editor finds the schema where the golden cases point", () => {
  for (const name of ["one-zone", "every-key"]) {
    const line = specOf(name).toString().split("\n")[0] ?? "";
    const schema = line.replace("# yaml-language-server: $schema=", "");
    expect(JSON.parse(readFileSync(join(ROOT, "test/cases", name, schema), "utf8")).$id).toBe("cluster.schema.json");
  }
});

test("the spec at the top compiles", () => {
  expect(compileText(readFileSync(join(ROOT, "cluster.yml"))).ok).toBe(true);
});

describe("what consumers take", () => {
  const good = specOf("one-zone").toString();
  const errors = (text: string): readonly string[] =>
    compileText(text)
      .diagnostics.filter(({ severity }) => severity === "error")
      .map(({ message }) => message);
  const KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIGNsdXN0ZXJ3cmlnaHQtZXhhbXBsZS1rZXktb25lLS0t";

  test.each([
    ["letters of any script in a tag", good.replace("keyPair:", "tags: { Köln: Größe, 部署: 店 }\n  keyPair:")],
    ["double blanks in a tag's key", good.replace("keyPair:", 'tags: { "Cost  center": a }\n  keyPair:')],
    [
      "letters beyond ASCII in a key's comment",
      good.replace(/^os:\n/m, `os:\n  sshAuthorizedKeys: ["ssh-ed25519 ${KEY} José@büro"]\n`),
    ],
    [
      "double blanks in a key",
      good.replace(/^os:\n/m, `os:\n  sshAuthorizedKeys: ["ssh-ed25519  ${KEY}  operator"]\n`),
    ],
  ])("takes %s", (_what, text) => {
    expect(text).not.toBe(good);
    expect(errors(text)).toEqual([]);
  });

  test.each([
    ["a control character in a tag", good.replace("keyPair:", 'tags: { Team: "a\\tb" }\n  keyPair:')],
    ["a mark that AWS has no place for in a tag", good.replace("keyPair:", 'tags: { Team: "a;b" }\n  keyPair:')],
    [
      "a bidirectional override in a key's comment",
      good.replace(/^os:\n/m, `os:\n  sshAuthorizedKeys: ["ssh-ed25519 ${KEY} a\\u202eb"]\n`),
    ],
  ])("refuses %s", (_what, text) => {
    expect(text).not.toBe(good);
    expect(errors(text)).not.toEqual([]);
  });
});
