/**
 * A platform that has no region, no VPC and no Terraform goes through the whole compiler with nothing but its folder,
 * an entry in two registries, and the schema: what every place shares knows no other.
 */
import { describe, expect, test, vi } from "vitest";
import { sortDiagnostics } from "../schema/diagnostics.ts";
import { compileText } from "./support/cases.ts";

vi.mock("../generators/platforms/places.ts", async (original) => {
  const { PLACES } = await original<typeof import("../generators/platforms/places.ts")>();
  const { place } = await import("./support/lone-host/place.ts");
  return { PLACES: { ...PLACES, "lone-host": place } };
});

vi.mock("../generators/platforms/index.ts", async (original) => {
  const { PLATFORMS } = await original<typeof import("../generators/platforms/index.ts")>();
  const { platform } = await import("./support/lone-host/index.ts");
  return { PLATFORMS: { ...PLATFORMS, "lone-host": platform } };
});

vi.mock("../generators/text/generated/templates.js", async (original) => {
  const { TEMPLATES } = await original<typeof import("../generators/text/generated/templates.js")>();
  const { templateCode } = await import("../tools/generate-templates.ts");
  const own = (name: string, text: string): object => new Function(templateCode(name, text))();
  return {
    TEMPLATES: {
      ...TEMPLATES,
      "lone-host.md": own(
        "lone-host.md",
        "# @{ name | md }@ at @{ address | md }@\n@% for thing in things %@- @{ thing | md }@\n@% endfor %@",
      ),
      "lone-host-reference.md": own("lone-host-reference.md", "Services are in @{ serviceCidr | md }@.\n"),
    },
  };
});

vi.mock("../schema/generated/validators.js", async (original) => {
  const validators = await original<typeof import("../schema/generated/validators.js")>();
  const { checkWith } = await import("./support/schema-with.ts");
  const checkNative = checkWith((schema) => {
    const { platform } = schema.$defs;
    platform.properties.type.enum.push("lone-host");
    platform.properties.address = { $ref: "#/$defs/address" };
  });
  return { ...validators, checkNative };
});

const SPEC = `apiVersion: clusterwright/v1
name: lone
kubernetes: { version: 1.2.7 }
platform: { type: lone-host, address: 192.168.7.20 }
os: { family: coreos }
controlPlane: {}
nodePools: [{ name: guest, count: 1 }]
`;

const good = (text: string) => {
  const compiled = compileText(text);
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
  return compiled;
};

describe("a platform of the test's own", () => {
  test("compiles to a runbook and user-data, and to nothing of Terraform's", () => {
    const paths = good(SPEC).artifacts.map(({ path }) => path);
    expect(paths).toContain("README.md");
    expect(paths).toContain("machines/control-plane/user-data.yml");
    expect(paths.filter((path) => /^stacks\/|Makefile|gitignore/.test(path))).toEqual([]);
  });

  test("has its own words in the runbook, and what every cluster has", () => {
    const text = good(SPEC).artifacts.find(({ path }) => path === "README.md")?.content;
    expect(text).toBe("# lone at 192.168.7.20\n- The host is there.\n\nServices are in 10.255.0.0/16.\n");
  });

  test("has machines of the parts that its operating system, network, runtime and bootstrap bring", () => {
    const { contents, artifacts } = good(SPEC);
    expect(contents.payloads[0]?.machine.units.map(({ name }) => name)).toEqual([
      "etcd2.service",
      "etcd-environment.service",
      "docker.service",
      "kube-apiserver.service",
      "kube-controller-manager.service",
      "kube-scheduler.service",
      "kube-proxy.service",
    ]);
    const unit = artifacts.find(({ path }) => path.endsWith("kube-apiserver.service"))?.content;
    expect(unit).toContain("--advertise-address=192.168.7.20");
  });

  test("says no word of AWS anywhere", () => {
    const amazon = /\bAWS\b|Amazon|\bEC2\b|\bVPC\b|\bS3\b|terraform/i;
    const found = good(SPEC).artifacts.filter(({ content }) => amazon.test(content));
    expect(found.map(({ path, content }) => `${path}: ${amazon.exec(content)?.[0]}`)).toEqual([]);
  });

  test("is asked by the rules of every cluster, and by none of another place", () => {
    const codes = (text: string): readonly string[] =>
      sortDiagnostics(compileText(text).diagnostics).map(({ code }) => code);
    expect(codes(SPEC)).toEqual([]);
    expect(codes(`${SPEC}network: { podCidr: 224.0.0.0/8 }\n`)).toEqual(["range-reserved"]);
    expect(codes(SPEC.replace("address: 192", "nat: single, address: 192"))).toEqual(["misplaced-key"]);
    expect(codes(`${SPEC}tokens: { VPC: { terraform: vpc_id } }\n`)).toEqual(["token-source", "token-unused"]);
  });

  test("has no add-on that needs what it does not bring", () => {
    const { diagnostics } = compileText(`${SPEC}addons: { registry: { bucket: some-bucket } }\n`);
    const messages = diagnostics.filter(({ code }) => code === "addon-unavailable").map(({ message }) => message);
    expect(messages).toEqual([
      'the add-on "registry" keeps its images in S3, which the platform "lone-host" does not have',
    ]);
  });
});
