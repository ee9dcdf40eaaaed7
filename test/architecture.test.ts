import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "./support/cases.ts";

/**
 * Rooms of the house, and which rooms each may look into, types included. Data flows one way: nothing below
 * `generators/` looks into a room that looks into it. `schema/` is open to every room.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["commands", "generators/emit", "package.json", "schema"],
  commands: [
    "generators",
    "generators/client",
    "generators/emit",
    "generators/facts",
    "generators/installation",
    "generators/model",
    "generators/terraform",
    "generators/text",
    "generators/tokens",
  ],
  schema: ["schema/generated"],
  "schema/generated": ["schema"],

  generators: [
    "generators/emit",
    "generators/images",
    "generators/machines",
    "generators/manifests",
    "generators/manifests/shapes",
    "generators/model",
    "generators/platforms",
    "generators/reports",
    "generators/resolve",
    "generators/rules",
    "generators/terraform",
    "generators/tokens",
    "generators/variants/bootstrap",
    "generators/variants/kubernetes",
    "generators/variants/network",
    "generators/variants/os",
    "generators/variants/runtime",
  ],

  "generators/model": ["generators/text/generated"],
  "generators/facts": ["generators/model"],
  "generators/text/generated": [],
  "generators/text": ["generators/model", "generators/text/generated"],
  "generators/emit": ["generators/model", "generators/text"],
  "generators/terraform": ["generators/facts", "generators/model", "generators/text"],
  "generators/parts": ["generators/facts", "generators/model", "generators/text"],

  "generators/variants/kubernetes": ["generators/facts", "generators/model"],
  "generators/variants/os": ["generators/facts", "generators/model", "generators/parts", "generators/text"],
  "generators/variants/network/cni": [
    "generators/facts",
    "generators/model",
    "generators/parts",
    "generators/text",
    "generators/variants/network/common",
  ],
  "generators/variants/network/bridge": [
    "generators/facts",
    "generators/model",
    "generators/parts",
    "generators/variants/network/common",
  ],
  "generators/variants/network/common": ["generators/facts", "generators/model", "generators/parts"],
  "generators/variants/network": [
    "generators/model",
    "generators/variants/network/bridge",
    "generators/variants/network/cni",
  ],
  "generators/variants/runtime": ["generators/facts", "generators/model", "generators/parts", "generators/text"],
  "generators/variants/bootstrap/units": ["generators/facts", "generators/model", "generators/parts"],
  "generators/variants/bootstrap/packaged": ["generators/facts", "generators/model", "generators/parts"],
  "generators/variants/bootstrap/kubeadm": [
    "generators/facts",
    "generators/manifests",
    "generators/model",
    "generators/parts",
    "generators/text",
    "generators/variants/kubernetes",
  ],
  "generators/variants/bootstrap": [
    "generators/model",
    "generators/variants/bootstrap/kubeadm",
    "generators/variants/bootstrap/packaged",
    "generators/variants/bootstrap/units",
  ],

  "generators/machines": ["generators/facts", "generators/model", "generators/parts", "generators/text"],
  "generators/manifests/shapes": ["generators/model"],
  "generators/manifests/addons": ["generators/facts", "generators/model", "generators/text"],
  "generators/manifests": [
    "generators/facts",
    "generators/manifests/addons",
    "generators/model",
    "generators/parts",
    "generators/text",
  ],
  "generators/client": ["generators/model", "generators/text"],
  "generators/images": ["generators/manifests/addons", "generators/model", "generators/text"],

  "generators/platforms/aws/place": ["generators/facts", "generators/model", "generators/terraform"],
  "generators/platforms/aws/rules": [
    "generators/facts",
    "generators/machines",
    "generators/model",
    "generators/platforms/aws/place",
    "generators/text",
  ],
  "generators/platforms/aws/stacks": [
    "generators/facts",
    "generators/machines",
    "generators/manifests/addons",
    "generators/model",
    "generators/platforms/aws/place",
    "generators/terraform",
  ],
  "generators/platforms/aws": [
    "generators/facts",
    "generators/model",
    "generators/platforms/aws/place",
    "generators/terraform",
  ],
  "generators/platforms/aws/placed/place": [
    "generators/facts",
    "generators/model",
    "generators/platforms/aws/place",
    "generators/variants/kubernetes",
  ],
  "generators/platforms/aws/placed/rules": [
    "generators/facts",
    "generators/model",
    "generators/platforms/aws/place",
    "generators/platforms/aws/placed/place",
    "generators/platforms/aws/rules",
  ],
  "generators/platforms/aws/placed/stacks": [
    "generators/facts",
    "generators/model",
    "generators/platforms/aws/place",
    "generators/platforms/aws/placed/place",
    "generators/platforms/aws/stacks",
    "generators/terraform",
  ],
  "generators/platforms/aws/placed": [
    "generators/facts",
    "generators/model",
    "generators/parts",
    "generators/platforms/aws",
    "generators/platforms/aws/placed/place",
    "generators/platforms/aws/placed/rules",
    "generators/platforms/aws/placed/stacks",
    "generators/text",
  ],
  "generators/platforms/aws/fetching/place": ["generators/facts", "generators/model", "generators/platforms/aws/place"],
  "generators/platforms/aws/fetching/machines": [
    "generators/facts",
    "generators/manifests",
    "generators/manifests/addons",
    "generators/model",
    "generators/parts",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/place",
    "generators/text",
  ],
  "generators/platforms/aws/fetching/rules": [
    "generators/facts",
    "generators/model",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/place",
    "generators/platforms/aws/rules",
    "generators/text",
  ],
  "generators/platforms/aws/fetching/stacks": [
    "generators/facts",
    "generators/manifests/addons",
    "generators/model",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/place",
    "generators/platforms/aws/stacks",
    "generators/terraform",
  ],
  "generators/platforms/aws/fetching": [
    "generators/facts",
    "generators/model",
    "generators/platforms/aws",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/place",
    "generators/text",
  ],
  "generators/platforms/aws/fixed/place": [
    "generators/facts",
    "generators/model",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/place",
    "generators/platforms/aws/placed/place",
  ],
  "generators/platforms/aws/fixed/rules": [
    "generators/model",
    "generators/platforms/aws/fetching/rules",
    "generators/platforms/aws/fixed/place",
    "generators/platforms/aws/place",
    "generators/platforms/aws/placed/rules",
    "generators/platforms/aws/rules",
  ],
  "generators/platforms/aws/fixed/stacks": [
    "generators/facts",
    "generators/manifests/addons",
    "generators/model",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/fetching/stacks",
    "generators/platforms/aws/fixed/place",
    "generators/platforms/aws/place",
    "generators/platforms/aws/placed/place",
    "generators/platforms/aws/stacks",
    "generators/terraform",
  ],
  "generators/platforms/aws/fixed": [
    "generators/model",
    "generators/parts",
    "generators/platforms/aws",
    "generators/platforms/aws/fetching",
    "generators/platforms/aws/fetching/machines",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/fixed/place",
    "generators/platforms/aws/fixed/rules",
    "generators/platforms/aws/fixed/stacks",
    "generators/platforms/aws/place",
    "generators/platforms/aws/placed/place",
  ],
  "generators/platforms/aws/groups/place": [
    "generators/facts",
    "generators/model",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/place",
  ],
  "generators/platforms/aws/groups/machines": [
    "generators/facts",
    "generators/manifests",
    "generators/manifests/addons",
    "generators/model",
    "generators/parts",
    "generators/platforms/aws/fetching/machines",
    "generators/platforms/aws/groups/place",
  ],
  "generators/platforms/aws/groups/rules": [
    "generators/model",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/fetching/rules",
    "generators/platforms/aws/groups/place",
    "generators/platforms/aws/place",
    "generators/platforms/aws/rules",
    "generators/text",
  ],
  "generators/platforms/aws/groups/stacks": [
    "generators/facts",
    "generators/manifests/addons",
    "generators/model",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/fetching/stacks",
    "generators/platforms/aws/groups/place",
    "generators/platforms/aws/place",
    "generators/platforms/aws/stacks",
    "generators/terraform",
  ],
  "generators/platforms/aws/groups": [
    "generators/facts",
    "generators/model",
    "generators/parts",
    "generators/platforms/aws",
    "generators/platforms/aws/fetching",
    "generators/platforms/aws/fetching/machines",
    "generators/platforms/aws/fetching/place",
    "generators/platforms/aws/groups/machines",
    "generators/platforms/aws/groups/place",
    "generators/platforms/aws/groups/rules",
    "generators/platforms/aws/groups/stacks",
    "generators/platforms/aws/place",
  ],
  "generators/installation": ["generators/model", "generators/text"],
  "generators/platforms/hosts/place": ["generators/facts", "generators/model"],
  "generators/platforms/hosts/rules": [
    "generators/facts",
    "generators/machines",
    "generators/model",
    "generators/platforms/hosts/place",
    "generators/text",
  ],
  "generators/platforms/hosts": [
    "generators/facts",
    "generators/installation",
    "generators/model",
    "generators/parts",
    "generators/platforms/hosts/place",
    "generators/platforms/hosts/rules",
    "generators/text",
  ],
  "generators/platforms": [
    "generators/model",
    "generators/platforms/aws/fixed",
    "generators/platforms/aws/fixed/place",
    "generators/platforms/aws/groups",
    "generators/platforms/aws/groups/place",
    "generators/platforms/aws/placed",
    "generators/platforms/aws/placed/place",
    "generators/platforms/hosts",
    "generators/platforms/hosts/place",
  ],

  "generators/resolve": [
    "generators/facts",
    "generators/images",
    "generators/manifests/addons",
    "generators/model",
    "generators/variants/kubernetes",
  ],
  "generators/tokens": ["generators/emit", "generators/images", "generators/model", "generators/text"],
  "generators/rules": [
    "generators/facts",
    "generators/machines",
    "generators/manifests/addons",
    "generators/model",
    "generators/text",
    "generators/tokens",
    "generators/variants/kubernetes",
    "generators/variants/os",
  ],
  "generators/reports": [
    "generators/facts",
    "generators/images",
    "generators/manifests",
    "generators/manifests/addons",
    "generators/model",
    "generators/text",
    "generators/tokens",
  ],
};

const isSource = (path: string): boolean => /\.(ts|js)$/.test(path) && !path.endsWith(".d.ts");

const below = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter(isSource);

const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const importsOf = (path: string): readonly string[] =>
  [...textOf(path).matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map((match) => match[1] ?? "");

/** Paths from the root of what a module imports of ours, data among it. */
const ownImports = (path: string): readonly string[] =>
  importsOf(path)
    .filter((name) => name.startsWith("."))
    .map((name) => normalize(join(dirname(path), name)));

const roomOf = (path: string): string => (path.includes("/") ? dirname(path) : path);

const generators = below("generators");
const all = ["main.ts", ...below("commands"), ...below("schema"), ...generators];
const GRAPH: ReadonlyMap<string, readonly string[]> = new Map(all.map((path) => [path, ownImports(path)]));

/** Rooms that a room really looks into. */
const roomsSeen = (room: string): readonly string[] => [
  ...new Set(
    all
      .filter((path) => roomOf(path) === room)
      .flatMap((path) => (GRAPH.get(path) ?? []).map(roomOf))
      .filter((other) => other !== room),
  ),
];

const rooms = [...new Set(all.map(roomOf))];

/** Every module that is reached from one, itself first. */
function reached(path: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const next of GRAPH.get(path) ?? []) reached(next, found);
  return found;
}

const knowsCdktf = (path: string): boolean =>
  GRAPH.has(path) && importsOf(path).some((name) => /^(cdktf|constructs|@cdktf\/)/.test(name));

describe("the rooms", () => {
  test("are all in the table, and the table names no other", () => {
    expect(rooms.toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted());
    expect(generators.length).toBeGreaterThan(150);
  });

  test.each(rooms)("%s looks only where it may", (room) => {
    const allowed = [...(MAY_IMPORT[room] ?? []), "schema", "schema/generated"];
    expect(roomsSeen(room).filter((other) => !allowed.includes(other))).toEqual([]);
  });

  test.each(rooms)("%s is allowed nothing that it does not use", (room) => {
    const seen = roomsSeen(room);
    expect((MAY_IMPORT[room] ?? []).filter((other) => !seen.includes(other))).toEqual([]);
  });

  test("none of those below generators/ looks into one that looks into it", () => {
    const pairs = Object.entries(MAY_IMPORT).flatMap(([room, seen]) =>
      seen.filter((other) => other.startsWith("generators") && MAY_IMPORT[other]?.includes(room)),
    );
    expect(pairs).toEqual([]);
  });

  test("no module reaches itself", () => {
    const circular = all.filter((path) => (GRAPH.get(path) ?? []).some((next) => reached(next).has(path)));
    expect(circular).toEqual([]);
  });

  test("each below generators/ can be read at a glance", () => {
    expect(generators.filter((path) => roomOf(path) === "generators").length).toBeLessThan(6);
  });
});

describe("inside generators/", () => {
  test("only terraform/ and the stacks of platforms know cdktf", () => {
    const importers = all.filter(knowsCdktf);
    expect(importers.length).toBeGreaterThan(0);
    expect(importers.filter((path) => !/^generators\/(terraform\/|platforms\/.*\/stacks\/)/.test(path))).toEqual([]);
  });

  test.each(["resolve", "variants", "machines", "manifests", "rules", "reports", "model", "facts"])(
    "%s/ reaches cdktf through no chain",
    (room) => {
      const from = generators.filter((path) => path.startsWith(`generators/${room}/`));
      expect(from.length).toBeGreaterThan(0);
      expect(from.filter((path) => [...reached(path)].some(knowsCdktf))).toEqual([]);
    },
  );

  test("what resolve has to know of platforms reaches no cdktf either", () => {
    expect([...reached("generators/platforms/places.ts")].filter(knowsCdktf)).toEqual([]);
  });

  test("provider resources are imported by their own path", () => {
    const names = all.flatMap(importsOf).filter((name) => name.startsWith("@cdktf/provider-aws"));
    expect(names.filter((name) => !/^@cdktf\/provider-aws\/lib\/[a-z0-9-]+\/index\.js$/.test(name))).toEqual([]);
  });

  test("only emit writes, and only render reads templates", () => {
    const users = generators.filter((path) => importsOf(path).includes("node:fs"));
    expect(users.map((path) => relative("generators", path)).sort()).toEqual([
      "emit/emit.ts",
      "emit/lock.ts",
      "emit/look.ts",
      "emit/write.ts",
      "text/render.ts",
    ]);
  });

  test("the compile knows neither clock, chance, network nor environment", () => {
    const impure = /\bprocess\.|\bDate\b|Math\.random|\bfetch\(|node:(http|https|net|os|child_process)/;
    const compile = [...generators, ...below("schema")].filter(
      (path) => !path.startsWith("generators/emit/") && !path.includes("/generated/"),
    );
    expect(compile.filter((path) => impure.test(textOf(path)))).toEqual([]);
  });

  const AWS = /^generators\/platforms\/aws\//;
  const outside = generators.filter((path) => !/^generators\/(variants|platforms)\//.test(path));

  test("no condition on a variant outside variants/ and platforms/", () => {
    const condition =
      /[!=]==?\s*"(aws|aws-autoscaling|static|hosts|coreos|flatcar|centos|atomic|ubuntu|routes|flannel|weave|none|docker|containerd|units|kubeadm)"|"(aws|coreos|routes)"\s*[!=]==?|\b(workloadApi|api)\s*[!=]==?\s*"|case "(aws|coreos|centos|routes)"/;
    expect(outside.filter((path) => condition.test(textOf(path)))).toEqual([]);
  });

  test("a variant is looked up in one place", () => {
    const lookUp = /\b(OPERATING_SYSTEMS|NETWORKS|RUNTIMES|BOOTSTRAPS|PLACES|PLATFORMS|SHAPES)\[/;
    expect(generators.filter((path) => lookUp.test(textOf(path)))).toEqual(["generators/choose.ts"]);
  });

  test("what lays a machine down names no operating system, network, runtime or bootstrap", () => {
    const named = /coreos|centos|flannel|routes|docker|etcd-environment|kubelet|apiserver/i;
    expect(textOf("generators/machines/compose.ts")).not.toMatch(named);
  });

  test("no comparison of versions outside variants/", () => {
    const comparison = /semver|version\.(minor|major|split|startsWith)|version\s*[<>]=?|[!=]==\s*"\d+\.\d+/;
    const others = generators.filter((path) => !path.startsWith("generators/variants/"));
    const features = /features\.etcd === "0\.4"/g;
    expect(
      [...others, ...below("commands")].filter((path) => comparison.test(textOf(path).replaceAll(features, ""))),
    ).toEqual([]);
  });

  test("what every place shares knows nothing of AWS", () => {
    const amazon =
      /\bAWS\b|\bVPC\b|\bEC2\b|\bIAM\b|\bRDS\b|\bAMI\b|\bS3\b|Amazon|[Aa]uto-scaling|[Kk]ey pair|keyPair|vpcCidr|instanceType|[sS]ecurityGroup|elasticIps|aws_/;
    /** What is about AWS wherever it is: sources of tokens, credentials, an image's facts, S3 that an add-on keeps its things in. */
    const about: readonly string[] = [
      "facts/credentials.ts",
      "model/token.ts",
      "model/cluster.ts",
      "model/place.ts",
      "manifests/addons/registry.ts",
      "manifests/addons/hybris-platform.ts",
    ].map((path) => `generators/${path}`);
    const shared = generators.filter(
      (path) => !AWS.test(path) && !path.startsWith("generators/terraform/") && !path.includes("/generated/"),
    );
    expect(shared.filter((path) => !about.includes(path) && amazon.test(textOf(path)))).toEqual([]);
    expect(about.filter((path) => !amazon.test(textOf(path)))).toEqual([]);
    expect(generators.filter((path) => AWS.test(path)).length).toBeGreaterThan(50);
  });

  test("a default comes from the schema, through resolve, a place or an add-on", () => {
    const readers = generators.filter((path) => ownImports(path).includes("schema/generated/defaults.ts"));
    const may = /^generators\/(resolve|manifests\/addons|platforms\/.*\/place)\//;
    expect(readers.length).toBeGreaterThan(5);
    expect(readers.filter((path) => !may.test(path))).toEqual([]);
  });
});

test("every export is used by another module", () => {
  const others = [...all, ...below("tools"), ...below("test").filter((path) => !/^test\/(cases|errors)\//.test(path))];
  const withoutComments = (path: string): string => textOf(path).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const words = new Map(others.map((path) => [path, new Set(withoutComments(path).match(/\w+/g))]));
  const unused = [...all, ...below("tools")]
    .filter((path) => !path.includes("/generated/"))
    .flatMap((path) => {
      const names = [...textOf(path).matchAll(/^export (?:async )?(?:const|function|interface|type|class) (\w+)/gm)];
      return names
        .map(([, name = ""]) => name)
        .filter((name) => others.every((other) => other === path || !words.get(other)?.has(name)))
        .map((name) => `${path}: ${name}`);
    });
  expect(unused).toEqual([]);
});

test("no file is longer than the next engineer wants to read", () => {
  const long = all.filter((path) => !path.includes("generated") && textOf(path).split("\n").length > 400);
  expect(long).toEqual([]);
});

test("nothing of this machine or of how the product was made stands in the repository", () => {
  const files = [
    ...all,
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "package.json",
    "package-lock.json",
    "docs/reference.md",
  ];
  // Homes on the machines that are compiled for have their user from the spec.
  const unwanted = /\/(work|root)\/|\/home\/(?!\$\{)|registry\.npmjs|deb\.debian\.org/;
  expect(files.filter((path) => unwanted.test(textOf(path)))).toEqual([]);
});
