/** Hosts that are there already: what their output may not say, and what is said of a change. */
import { describe, expect, test } from "vitest";
import { hostChanges } from "../generators/installation/changes.ts";
import { readManifest } from "../generators/installation/manifest.ts";
import { conditions } from "../generators/platforms/hosts/user-data.ts";
import { sha256 } from "../generators/text/digest.ts";
import { caseNames, compileCase, compileText, contentOf, specOf } from "./support/cases.ts";

const cases = caseNames().filter((name) => /^ {2}type: hosts$/m.test(specOf(name).toString()));

test("there are cases of hosts", () => {
  expect(cases.length).toBeGreaterThan(4);
});

test.each(cases)("%s says no word of a cloud", (name) => {
  const cloud =
    /\b(aws|amazon|ec2|vpc|iam|s3|ssm|secretsmanager|terraform|stacks?)\b|elastic|security group|user-data size/i;
  const found = compileCase(name).artifacts.filter(({ content }) => cloud.test(content));
  expect(found.map(({ path, content }) => `${path}: ${cloud.exec(content)?.[0]}`)).toEqual([]);
});

describe.each(cases)("the manifests of %s", (name) => {
  const compiled = compileCase(name);
  const paths = compiled.artifacts.map(({ path }) => path).filter((path) => path.endsWith("/manifest"));

  test("have every file and unit of their role, with its digest", () => {
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) {
      const place = path.slice(0, -"manifest".length);
      const { files } = readManifest(contentOf(compiled, path));
      const there = files.filter(({ source }) => source !== "-").map(({ source }) => source);
      const own = compiled.artifacts.filter((artifact) => artifact.path.startsWith(place) && artifact.path !== path);
      expect(there.toSorted()).toEqual(own.map((artifact) => artifact.path.slice(place.length)).toSorted());
      for (const { source, digest } of files.filter((file) => file.source !== "-"))
        expect(sha256(contentOf(compiled, place + source))).toBe(digest);
    }
  });
});

describe("what a change does to hosts", () => {
  const SPEC = specOf("hosts-three-zones").toString();
  const treeOf = (text: string): ReadonlyMap<string, string> => {
    const compiled = compileText(text);
    if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
    return new Map(compiled.artifacts.map(({ path, content }) => [path, content]));
  };
  const changes = (from: string, to: string) => {
    expect(SPEC).toContain(from);
    return hostChanges(treeOf(SPEC), treeOf(SPEC.replace(from, to)));
  };

  test("is nothing where nothing changes", () => {
    expect(hostChanges(treeOf(SPEC), treeOf(SPEC))).toEqual([]);
  });

  test("a label of one host restarts one unit there", () => {
    expect(changes("disk: ssd", "disk: hdd")).toEqual([
      {
        host: "edge-1",
        added: [],
        changed: ["/etc/machine-environment"],
        removed: [],
        started: [],
        restarted: ["label-node.service"],
        stopped: [],
      },
    ]);
  });

  test("a host that comes into use gets everything, and the others a route", () => {
    const found = changes("count: 6", "count: 7");
    const [come] = found.filter(({ host }) => host === "edge-7");
    expect(come?.started).toEqual([
      "container-routes.service",
      "docker.service",
      "kube-proxy.service",
      "kube-kubelet.service",
      "label-node.service",
      "kubernetes-node.target",
    ]);
    const others = found.filter(({ host }) => host !== "edge-7");
    expect(others).toHaveLength(49);
    for (const each of others) {
      expect(each).toMatchObject({
        added: [],
        changed: [...(each.host.startsWith("api-") ? ["/etc/sanity"] : []), "/etc/container-routes"],
        removed: [],
        started: [],
        stopped: [],
      });
      expect(each.restarted).toEqual(["container-routes.service"]);
    }
  });

  test("a host that is taken out keeps everything until its operator removes it", () => {
    const gone = changes(
      "    - { name: edge-1, address: 192.168.1.100, group: room-1, roles: [edge], labels: { disk: ssd } }\n",
      "",
    );
    const edge = gone.find(({ host }) => host === "edge-1");
    expect(edge?.removed).toContain("/etc/machine-environment");
    expect(edge?.stopped).toContain("kube-kubelet.service");
  });
});

test.each([
  [["a", "b"], [], []],
  [["a"], ["b", "c"], [["ConditionHost", "a"]]],
  [["b", "c"], ["a"], [["ConditionHost", "!a"]]],
  [
    ["a", "b"],
    ["c", "d"],
    [
      ["ConditionHost", "|a"],
      ["ConditionHost", "|b"],
    ],
  ],
])("a unit of %j and not of %j has the conditions %j", (here, others, expected) => {
  expect(conditions(here, others)).toEqual(expected);
});
