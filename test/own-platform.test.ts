/**
 * A platform that has no region, no VPC and no Terraform goes through the whole compiler with nothing but its folder,
 * an entry in two registries, and the schema: what every place shares knows no other.
 */
import { afterAll, describe, expect, test, vi } from "vitest";
import { sortDiagnostics } from "../schema/diagnostics.ts";
import { compileText } from "./support/cases.ts";

vi.mock("../generators/platforms/places.ts", async (original) => {
  const { PLACES } = await original<typeof import("../generators/platforms/places.ts")>();
  const { place } = await import("./support/lone-host/place.ts");
  const also = <Places extends object>(places: Places) => ({ ...places, "lone-host": place });
  return { PLACES: { plain: also(PLACES.plain), tls: also(PLACES.tls) } };
});

vi.mock("../generators/platforms/index.ts", async (original) => {
  const { PLATFORMS } = await original<typeof import("../generators/platforms/index.ts")>();
  const { platform } = await import("./support/lone-host/index.ts");
  const also = <Platforms extends object>(platforms: Platforms) => ({ ...platforms, "lone-host": platform });
  return { PLATFORMS: { plain: also(PLATFORMS.plain), tls: also(PLATFORMS.tls) } };
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

// Test files of one worker share their modules: this one takes fresh ones, and leaves none of its own.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

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
    const [head, programs = ""] = (text ?? "").split("\n## Say what the machines fetch\n");
    expect(head).toBe("# lone at 192.168.7.20\n- The host is there.\n");
    expect(programs).toContain("| `kubelet` |");
    expect(programs).toMatch(/\n\nServices are in 10\.255\.0\.0\/16\.\n$/);
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

  const amazon = /\bAWS\b|Amazon|\bEC2\b|\bVPC\b|\bS3\b|\bIAM\b|terraform|security group|secretsmanager|\bssm\b/i;

  test("says no word of AWS anywhere", () => {
    const found = good(SPEC).artifacts.filter(({ content }) => amazon.test(content));
    expect(found.map(({ path, content }) => `${path}: ${amazon.exec(content)?.[0]}`)).toEqual([]);
  });

  const findingsOf = (text: string) => sortDiagnostics(compileText(text).diagnostics);
  const codes = (text: string): readonly string[] => findingsOf(text).map(({ code }) => code);

  test("is asked by the rules of every cluster, and by none of another place", () => {
    expect(codes(SPEC)).toEqual([]);
    expect(codes(`${SPEC}network: { podCidr: 224.0.0.0/8 }\n`)).toEqual(["range-reserved"]);
    expect(codes(`${SPEC}tokens: { VPC: { terraform: vpc_id } }\n`)).toEqual(["token-source", "token-unused"]);
    expect(codes(SPEC.replace("192.168.7.20", "192.168.255.7"))).toEqual(["address-overlap"]);
  });

  test.each([
    ["platform.region", SPEC.replace("address:", "region: eu-central-1, address:")],
    ["platform.tags", SPEC.replace("address:", "tags: { Team: shop }, address:")],
    ["platform.state", SPEC.replace("address:", "state: { bucket: some-state }, address:")],
    ["os.image", SPEC.replace("family: coreos", "family: coreos, image: ami-12ae980f")],
    ["controlPlane.instanceType", SPEC.replace("controlPlane: {}", "controlPlane: { instanceType: t2.small }")],
    ["nodePools[].diskSize", SPEC.replace("count: 1", "count: 1, diskSize: 40")],
    ["network.vpcCidr", `${SPEC}network: { vpcCidr: 172.16.0.0/16 }\n`],
    ["loadBalancer", `${SPEC}loadBalancer: {}\n`],
    ["data", `${SPEC}data: { buckets: { media: some-media } }\n`],
  ])("refuses %s, which belongs to AWS", (_key, text) => {
    const found = findingsOf(text);
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([["misplaced-key", "error"]]);
    expect(found[0]?.message).toMatch(/has no effect here: the platforms? "aws".* alone ha(s|ve) it$/);
  });

  test("says no word of AWS in what is wrong with a spec", () => {
    const texts = [
      `${SPEC}network: { podCidr: 10.0.0.0/9 }\n`,
      `${SPEC}addons: { consul: { atlas: a/b } }\n`,
      `${SPEC}tokens: { KEY: { value: AKIAABCDEFGHIJKLMNOP } }\n`,
      `${SPEC}tokens: { KEY: {} }\n`,
      `${SPEC}files: [{ path: /x, content: "%%KEY%%" }]\ntokens: { KEY: { env: HOME, key: x } }\n`,
      SPEC.replace("192.168.7.20", "192.168.255.7"),
      SPEC.replace("1.2.7", "3.1.0"),
      SPEC.replace("coreos", "centos"),
      `${SPEC}network: { type: flannel }\n`,
    ];
    const all = texts.flatMap((text) => {
      const found = findingsOf(text);
      expect(found.length).toBeGreaterThan(0);
      return found.flatMap(({ message, notes, help, ranges }) => [
        message,
        ...notes,
        help ?? "",
        ...ranges.map(({ label }) => label ?? ""),
      ]);
    });
    expect(all.filter((text) => amazon.test(text))).toEqual([]);
  });

  test("has no add-on that needs what it does not bring", () => {
    const { diagnostics } = compileText(`${SPEC}addons: { registry: { bucket: some-bucket } }\n`);
    const messages = diagnostics.filter(({ code }) => code === "addon-unavailable").map(({ message }) => message);
    expect(messages).toEqual([
      'the add-on "registry" keeps its images in S3, which the platform "lone-host" does not have',
    ]);
  });
});
