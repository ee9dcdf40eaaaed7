import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import { newCount, withCount } from "../commands/scale.ts";
import { compiledSide } from "../commands/side.ts";
import { RESOURCES } from "../generators/terraform/resources.ts";
import { NOTHING, stackChanges } from "../generators/terraform/side.ts";
import { caseNames, compileCase, compileText, ROOT, specOf } from "./support/cases.ts";
import { program, type Ran, run, scratch, testWith } from "./support/tools.ts";

const BIN = join(ROOT, "dist", "main.js");
const STACK = "stacks/cluster/cdk.tf.json";

let place = "";
beforeEach(() => {
  place = scratch();
  writeFileSync(join(place, "cluster.yml"), specOf("ycluster-document"));
  writeFileSync(join(place, "larger.yml"), specOf("scaled-up-by-one"));
  mkdirSync(join(place, "larger"));
  writeFileSync(join(place, "larger", "cluster.yml"), specOf("scaled-up-by-one"));
});

const clusterwright = (...args: readonly string[]): Ran => run(process.execPath, [BIN, ...args], { cwd: place });
const read = (path: string): string => readFileSync(join(place, path), "utf8");

describe("synth --check", () => {
  test("is content with what synth wrote", () => {
    clusterwright("synth");
    expect(clusterwright("synth", "--check")).toMatchObject({ status: 0, stdout: "" });
  });

  test("prints a diff that patch takes, and fails", () => {
    clusterwright("synth");
    writeFileSync(join(place, "cluster.yml"), specOf("scaled-up-by-one"));
    const { status, stdout } = clusterwright("synth", "--check");
    expect(status).toBe(1);
    expect(stdout).toContain('+      "minion-4": {');
    expect(read(`out/ycluster/${STACK}`)).not.toContain("minion-4");
    const patched = run("patch", ["-p1", "-d", join(place, "out/ycluster")], { input: stdout });
    expect(patched.status, patched.output).toBe(0);
    expect(clusterwright("synth", "--check").status).toBe(0);
  });

  test("notices an edited file and one that is no longer asked for", () => {
    clusterwright("synth");
    writeFileSync(join(place, "out/ycluster/Makefile"), "edited\n");
    const { stdout } = clusterwright("synth", "--check", "--format", "json");
    const { outputs } = JSON.parse(stdout) as { outputs: { files: object[]; patch: string }[] };
    expect(outputs[0]?.files).toEqual([{ path: "Makefile", change: "changed" }]);
    expect(outputs[0]?.patch).toContain("-edited");
  });

  test("fails where nothing was written yet", () => {
    expect(clusterwright("synth", "--check").status).toBe(1);
  });
});

describe("synth over a cluster that is there", () => {
  const IMAGE = ["ami-12ae980f", "ami-0123456789abcdef0"] as const;

  test.each([
    ["quorum-lost", IMAGE],
    ["kubernetes-downgrade", ["0.9.2", "0.9.1"]],
    ["other-cluster", ["region: eu-central-1", "region: eu-west-1"]],
  ] as const)("refuses %s, and writes it to whom takes it upon themselves", (code, [old, now]) => {
    clusterwright("synth");
    const whole = read(`out/ycluster/${STACK}`);
    const text = read("cluster.yml").replace(old, now);
    writeFileSync(
      join(place, "cluster.yml"),
      code === "other-cluster" ? text.replaceAll("- eu-central-1", "- eu-west-1") : text,
    );
    for (const check of [[], ["--check"]]) {
      const { status, stderr } = clusterwright("synth", ...check);
      expect(status).toBe(1);
      expect(stderr).toContain(`error[${code}]`);
      expect(stderr).toContain(`--accept ${code}`);
    }
    expect(clusterwright("synth", "--accept", "kubernetes-skipped").status).toBe(1);
    expect(read(`out/ycluster/${STACK}`)).toBe(whole);
    expect(clusterwright("synth", "--accept", "kubernetes-skipped", "--accept", code, "cluster.yml").status).toBe(0);
    expect(clusterwright("synth").status).toBe(0);
  });

  test("refuses no other spec with it", () => {
    clusterwright("synth");
    writeFileSync(join(place, "one.yml"), specOf("one-zone"));
    writeFileSync(join(place, "cluster.yml"), read("cluster.yml").replace(...IMAGE));
    const { outputs } = JSON.parse(clusterwright("synth", "cluster.yml", "one.yml", "--format", "json").stdout);
    expect(outputs.map(({ directory }: { directory: string }) => directory)).toEqual(["out/small"]);
  });

  test.each(["{", '{"files": []}', '{"cluster":"ycluster","identity":{"etcd":3},"files":[]}'])(
    "makes nothing of an inventory that was edited into %s",
    (text) => {
      clusterwright("synth");
      writeFileSync(join(place, "out/ycluster/inventory.json"), text);
      writeFileSync(join(place, "cluster.yml"), read("cluster.yml").replace(...IMAGE));
      expect(clusterwright("synth").stderr).not.toContain("    at ");
    },
  );

  test("knows the codes that can be taken", () => {
    const { status, stderr } = clusterwright("synth", "--accept", "quorum");
    expect(status).toBe(2);
    expect(stderr).toContain(
      "Allowed choices are ground-rebuilt, kubernetes-downgrade, kubernetes-skipped, other-cluster, quorum-lost.",
    );
  });
});

describe("diff", () => {
  test("names the resources that one node more brings", () => {
    const { status, stdout } = clusterwright("diff", "cluster.yml", "larger/cluster.yml", "--format", "json");
    expect(status).toBe(0);
    const { files, stacks } = JSON.parse(stdout) as { files: { path: string }[]; stacks: object };
    expect(files.map(({ path }) => path)).toEqual(["README.md", STACK]);
    expect(stacks).toEqual({
      network: { added: [], changed: [], replaced: [], removed: [], interrupted: [], rolled: [] },
      cluster: {
        added: [
          'aws_elb_attachment.minion["minion-4"]',
          'aws_instance.minion["minion-4"]',
          'aws_route.minion["minion-4"]',
        ],
        changed: [],
        replaced: [],
        removed: [],
        interrupted: [],
        rolled: [],
      },
    });
  });

  test("takes an output directory on either side", () => {
    clusterwright("synth");
    expect(clusterwright("diff", "out/ycluster", "cluster.yml").stdout).toBe("no difference\n");
    expect(clusterwright("diff", "larger.yml", "out/ycluster").stdout).toContain(
      '- aws_instance.minion["minion-4"] is destroyed',
    );
  });

  test("says what stops a machine, and what only changes it", () => {
    writeFileSync(join(place, "type.yml"), read("cluster.yml").replaceAll("t2.small", "m3.large"));
    writeFileSync(join(place, "disk.yml"), read("cluster.yml").replaceAll("disk_size: 40", "disk_size: 60"));
    expect(clusterwright("diff", "cluster.yml", "type.yml").stdout).toContain(
      '~ aws_instance.minion["minion-1"] is changed in place, and is stopped for it and started again\n',
    );
    expect(clusterwright("diff", "cluster.yml", "disk.yml").stdout).toContain(
      '~ aws_instance.minion["minion-1"] is changed in place\n',
    );
    const groups = `${specOf("multi-zone-one-nat")}data: { database: { instanceClass: db.r5.large } }\n`;
    writeFileSync(join(place, "groups.yml"), groups);
    writeFileSync(join(place, "class.yml"), groups.replace("db.r5.large", "db.r5.xlarge"));
    expect(clusterwright("diff", "groups.yml", "class.yml").stdout).toContain(
      "~ aws_db_instance.database is changed in place, and is down for it in its next maintenance window\n",
    );
  });

  test("tells another cluster from a change", () => {
    writeFileSync(join(place, "name.yml"), read("cluster.yml").replace("name: ycluster", "name: other"));
    writeFileSync(join(place, "region.yml"), read("cluster.yml").replaceAll("eu-central-1", "eu-west-1"));
    const renamed = clusterwright("diff", "cluster.yml", "name.yml");
    expect(renamed.status).toBe(0);
    expect(renamed.stderr).toContain('"other" is another cluster than "ycluster": everything is created');
    clusterwright("synth");
    for (const before of ["cluster.yml", "out/ycluster"]) {
      const moved = clusterwright("diff", before, "region.yml");
      expect(moved.status).toBe(1);
      expect(moved.stderr).toContain("error[other-cluster]");
      for (const { stdout } of [renamed, moved]) {
        expect(stdout).toContain("+ aws_vpc.main is created\n");
        expect(stdout).not.toMatch(/is changed in place|destroyed/);
      }
    }
    const json = JSON.parse(clusterwright("diff", "cluster.yml", "name.yml", "--format", "json").stdout);
    expect(json).toMatchObject({ otherCluster: true, diagnostics: [] });
  });

  test("says what synth would refuse, wherever the later version comes from", () => {
    writeFileSync(join(place, "older.yml"), read("cluster.yml").replace("0.9.2", "0.9.1"));
    clusterwright("synth", "older.yml");
    for (const after of ["older.yml", "out/ycluster"]) {
      const { status, stderr, stdout } = clusterwright("diff", "cluster.yml", after);
      expect(status).toBe(1);
      expect(stderr).toContain("error[kubernetes-downgrade]: Kubernetes 0.9.2 does not go back to 0.9.1");
      expect(stdout).toContain("is changed in place");
      expect(clusterwright("diff", "cluster.yml", after, "--accept", "kubernetes-downgrade").status).toBe(0);
    }
  });

  test("sees that a new image replaces machines and what hangs on them", () => {
    writeFileSync(join(place, "image.yml"), read("cluster.yml").replace("ami-12ae980f", "ami-0123456789abcdef0"));
    const { stdout } = clusterwright("diff", "cluster.yml", "image.yml");
    expect(stdout).toContain("-/+ aws_instance.control_plane is likely destroyed and created anew");
    expect(stdout).toContain('-/+ aws_elb_attachment.minion["minion-1"]');
    expect(stdout).toContain("~ aws_route.control_plane is changed in place");
  });

  test.each(["ycluster-document", "multi-zone-document"])(
    "%s is told nothing by the name of its file alone",
    (name) => {
      for (const file of ["one.yml", "other.yml"]) writeFileSync(join(place, file), specOf(name));
      const { stacks } = JSON.parse(clusterwright("diff", "one.yml", "other.yml", "--format", "json").stdout) as {
        stacks: Readonly<Record<string, object>>;
      };
      const nothing = { added: [], changed: [], replaced: [], removed: [], interrupted: [], rolled: [] };
      expect(Object.values(stacks).every((changes) => JSON.stringify(changes) === JSON.stringify(nothing))).toBe(true);
      expect(clusterwright("diff", "one.yml", "other.yml").stdout).toBe("no difference\n");
      const directory = `out/${name === "ycluster-document" ? "ycluster" : "example"}`;
      clusterwright("synth", "one.yml");
      expect(clusterwright("diff", directory, "other.yml").stdout).toBe("no difference\n");
      expect(clusterwright("diff", "other.yml", directory).stdout).toBe("no difference\n");
    },
  );

  test("says which groups replace their machines, and follows what one stack hands to the next", () => {
    const spec = specOf("multi-zone-document").toString();
    writeFileSync(join(place, "groups.yml"), spec);
    writeFileSync(join(place, "other.yml"), spec.replace("kubernetes-example-prod", "kubernetes-example-two"));
    writeFileSync(join(place, "image.yml"), spec.replace("ami-0123456789abcdef0", "ami-0123456789abcdef1"));
    expect(clusterwright("diff", "groups.yml", "image.yml").stdout).toContain(
      "~ aws_autoscaling_group.minion is changed in place, and replaces its machines one after the other",
    );
    const renamed = clusterwright("diff", "groups.yml", "other.yml").stdout;
    expect(renamed).toContain('-/+ aws_s3_bucket.data["cluster"] is likely destroyed and created anew');
    expect(renamed).toMatch(
      /-\/\+ aws_s3_object\.machine\["minion\/opt\/bin\/dns-record@[0-9a-f]{16}"\] is likely destroyed/,
    );
  });

  /** What `diff` says of two specs, by stack. */
  function foretold(
    before: string,
    after: string,
  ): Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> {
    writeFileSync(join(place, "before.yml"), before);
    writeFileSync(join(place, "after.yml"), after);
    return JSON.parse(clusterwright("diff", "before.yml", "after.yml", "--format", "json").stdout).stacks;
  }

  test("a zone, or a bucket, that comes or goes touches what hangs on it and no more", () => {
    const zone = specOf("one-zone").toString();
    const two = zone.replace("zones: [eu-central-1a]", "zones: [eu-central-1a, eu-central-1b]");
    expect(two).not.toBe(zone);
    for (const stacks of [foretold(zone, two), foretold(two, zone)])
      expect([stacks.cluster?.replaced, stacks.cluster?.rolled]).toEqual([[], []]);
    const bare = specOf("multi-zone-one-nat").toString();
    const media = foretold(bare, `${bare}data: { buckets: { media: small-dev-media } }\n`);
    expect(media.data?.added).toContain('aws_s3_bucket.data["media"]');
    expect(media.cluster).toEqual({ added: [], changed: [], replaced: [], removed: [], interrupted: [], rolled: [] });
  });

  test("a group that is made anew is not also said to replace its machines", () => {
    const spec = specOf("multi-zone-one-nat").toString();
    const [before, after] = [spec, spec.replace("name: small", "name: other")].map((text) => {
      const compiled = compileText(text);
      return compiled.ok ? compiledSide(compiled) : NOTHING;
    });
    const { cluster } = stackChanges(before ?? NOTHING, after ?? NOTHING);
    expect(cluster?.replaced).toContain("aws_autoscaling_group.minion");
    expect(cluster?.rolled).toEqual([]);
  });

  test.each(["null", '{"output":{"a":null}}', '{"data":{"terraform_remote_state":{"cluster":{}}}}', "[]", "{"])(
    "a stack that was edited into %s gets no stack trace",
    (text) => {
      clusterwright("synth");
      writeFileSync(join(place, "out/ycluster/stacks/network/cdk.tf.json"), text);
      const { status, stderr } = clusterwright("diff", "cluster.yml", "out/ycluster");
      expect(stderr).not.toContain("    at ");
      expect([0, 1]).toContain(status);
    },
  );

  test("refuses a directory that is no output", () => {
    const { status, stderr } = clusterwright("diff", ".", "cluster.yml");
    expect(status).toBe(1);
    expect(stderr).toContain("no inventory");
  });

  test("its table knows every type that is emitted, and no other", () => {
    const types = caseNames().flatMap((name) =>
      compileCase(name).contents.stacks.flatMap(({ json }) => Object.keys(json.resource as object)),
    );
    expect([...new Set(types)].sort()).toEqual(Object.keys(RESOURCES).sort());
  });
});

describe("scale", () => {
  test.each([
    ["+1", 4],
    ["-1", 2],
    ["7", 7],
    ["0", 0, ["--accept", "quorum-lost"]],
  ] as const)("%s", (asked, count, more: readonly string[] = []) => {
    const before = read("cluster.yml");
    expect(clusterwright("scale", ...more, "minion", asked).status).toBe(0);
    expect(read("cluster.yml")).toBe(before.replace("number: 3", `number: ${count}`));
  });

  test("keeps etcd its majority, and the spec as it is", () => {
    const before = read("cluster.yml");
    const { status, stderr } = clusterwright("scale", "minion", "1");
    expect(status).toBe(1);
    expect(stderr).toContain("error[quorum-lost]: this takes 2 of etcd's 4 members away at once; 3 have to stay");
    expect(stderr).toContain("number: 1");
    expect(read("cluster.yml")).toBe(before);
    const { diagnostics } = JSON.parse(clusterwright("scale", "minion", "1", "--format", "json").stdout);
    expect(diagnostics.map(({ code }: { code: string }) => code)).toEqual(["quorum-lost"]);
  });

  test("keeps comments, layout and mode of a native spec, and writes through a link", () => {
    const text = `# top\n${specOf("every-key").toString().replace("count: 2", "count:   2   # two for now")}`;
    writeFileSync(join(place, "real.yml"), text);
    chmodSync(join(place, "real.yml"), 0o640);
    symlinkSync("real.yml", join(place, "link.yml"));
    expect(clusterwright("scale", "front", "+3", "link.yml").status).toBe(0);
    expect(read("real.yml")).toBe(text.replace("count:   2   #", "count:   5   #"));
    expect(statSync(join(place, "real.yml")).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(place, "link.yml")).isSymbolicLink()).toBe(true);
  });

  test.each([
    ["a count the spec would be refused for", ["minion", "60"], 1, "route-quota"],
    ["less than none", ["minion", "-4"], 1, "invalid-value"],
    ["no such pool", ["mnion", "4"], 2, 'did you mean "minion"?'],
    ["no number", ["minion", "many"], 2, "write: clusterwright scale minion 5 cluster.yml"],
    ["the order of another tool", ["cluster.yml", "minion=7"], 2, "write: clusterwright scale minion 7 cluster.yml"],
    [
      "the spec before the count",
      ["minion", "cluster.yml", "+2"],
      2,
      "write: clusterwright scale minion +2 cluster.yml",
    ],
  ])("leaves the spec as it is: %s", (_what, args, code, message) => {
    const before = read("cluster.yml");
    const { status, stderr } = clusterwright("scale", ...args);
    expect(status).toBe(code);
    expect(stderr).toContain(message);
    expect(read("cluster.yml")).toBe(before);
  });

  test("changes the number and nothing else, in any layout", () => {
    const specs = caseNames().map((name) => specOf(name).toString());
    const layouts = [
      (text: string) => text,
      (text: string) => text.replaceAll("\n", "\r\n"),
      (text: string) => `\ufeff${text}`,
      (text: string) => text.replaceAll(/^(\s*)(count|number): (\d+)$/gm, "$1# how many\n$1$2 : $3 # nodes"),
      (text: string) => text.replaceAll(/^(\s*)(count|number): (\d+)$/gm, "$1'$2': !!int $3"),
      (text: string) => text.replaceAll(/^ +count: \d+\n/gm, "").replaceAll(/^( +- name: \w+)$/gm, "$1 # a name"),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...specs), fc.constantFrom(...layouts), fc.nat(999), (spec, layout, count) => {
        const text = layout(spec);
        const scaled = withCount(text, 0, count) ?? "";
        const expected = parse(text) as { nodePools?: { count: number }[]; ycluster?: { minions: { number: number } } };
        if (expected.nodePools?.[0] !== undefined) expected.nodePools[0].count = count;
        if (expected.ycluster !== undefined) expected.ycluster.minions.number = count;
        expect(parse(scaled)).toEqual(expected);
        expect(scaled.match(/#.*/g)).toEqual(text.match(/#.*/g));
        expect(parseDocument(scaled).errors).toEqual([]);
      }),
    );
  });

  test("counts", () => {
    expect([newCount(3, "5"), newCount(3, "+2"), newCount(3, "-2"), newCount(3, "1e3"), newCount(3, "")]).toEqual([
      5,
      5,
      1,
      undefined,
      undefined,
    ]);
  });
});

describe("what an operator's directory may hold by now", () => {
  const lie = (entry: unknown): void => {
    const path = join(place, "out/ycluster/inventory.json");
    const inventory = JSON.parse(readFileSync(path, "utf8")) as { files: unknown[] };
    inventory.files.unshift(entry);
    writeFileSync(path, JSON.stringify(inventory));
  };

  test.each([
    [null],
    [{ path: 5 }],
    [{ path: "README.md/x", sha256: "x" }],
    [{ path: "a\0b", sha256: "x" }],
    [{ path: "x/".repeat(600), sha256: "x" }],
    [{ path: "../../cluster.yml", sha256: "x" }],
    [{ path: "stacks/cluster/errored.tfstate.backup", sha256: "x" }],
  ])("an inventory with %j is read as if it were not in it", (entry) => {
    clusterwright("synth");
    writeFileSync(join(place, "out/ycluster/stacks/cluster/errored.tfstate.backup"), "SECRET-STATE");
    lie(entry);
    for (const command of [
      ["diff", "out/ycluster", "cluster.yml"],
      ["synth", "--check"],
      ["explain", "--output", "out/ycluster/README.md"],
      ["synth"],
    ]) {
      const { stdout, stderr } = clusterwright(...command);
      expect(stdout + stderr).not.toMatch(/^\s+at |SECRET-STATE|key_name: operator/m);
    }
    expect(clusterwright("synth", "--check").status).toBe(0);
    expect(read("out/ycluster/stacks/cluster/errored.tfstate.backup")).toBe("SECRET-STATE");
  });

  test("--check fails where synth would refuse, or write a mode", () => {
    clusterwright("synth");
    chmodSync(join(place, "out/ycluster/README.md"), 0o755);
    const mode = clusterwright("synth", "--check");
    expect(mode.status).toBe(1);
    expect(mode.stdout).toContain("a/README.md b/README.md\nold mode 100755\nnew mode 100644\n");
    clusterwright("synth");
    renameSync(join(place, "out/ycluster/stacks"), join(place, "out/ycluster/elsewhere"));
    symlinkSync("elsewhere", join(place, "out/ycluster/stacks"));
    expect(clusterwright("synth", "--check")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("stacks is a symbolic link"),
    });
  });

  test("a stack that somebody edited into something else is named, without a stack trace", () => {
    clusterwright("synth");
    writeFileSync(join(place, "out/ycluster", STACK), "oops");
    const { status, stderr } = clusterwright("diff", "out/ycluster", "cluster.yml");
    expect(status).toBe(1);
    expect(stderr).toBe(
      `${stderr.split("error: stacks")[0]}error: ${STACK} is not what synth writes: it was edited into something else\n`,
    );
  });

  test.each([["cluster.yml/x"], ["a".repeat(300)], [""]])("diff of %j says what is wrong with it", (path) => {
    const { status, stderr } = clusterwright("diff", path, "cluster.yml");
    expect(status).toBe(1);
    expect(stderr).toContain("cannot read the spec");
  });
});

describe("an output that git has carried", () => {
  const git = (where: string, ...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: where,
      encoding: "utf8",
    });

  test.each([
    ["to where line ends are changed", ["-c", "core.autocrlf=true", "-c", "core.eol=crlf"]],
    ["to where nobody else may read", []],
  ])("%s is up to date", (_where, options) => {
    clusterwright("synth");
    git(place, "init", "-q");
    git(place, "add", ".");
    git(place, "commit", "-qm", "out");
    const umask = process.umask(0o077);
    try {
      git(place, ...options, "clone", "-q", ".", "copy");
    } finally {
      process.umask(umask);
    }
    const checked = clusterwright("synth", "--check", "copy/cluster.yml", "--out", "copy/out");
    expect(checked.stderr).toContain("up to date");
    expect(checked.status).toBe(0);
    expect(clusterwright("synth", "copy/cluster.yml", "--out", "copy/out").status).toBe(0);
  });
});

describe("scale, when others are about", () => {
  test("knows the files beside the spec, as every other command does", () => {
    const own = `files:\n  - { path: /etc/own, content: "%%OWN%%" }\ntokens:\n  OWN: { file: own.txt }\n`;
    writeFileSync(join(place, "with-token.yml"), specOf("one-zone") + own);
    writeFileSync(join(place, "own.txt"), "value\n");
    const { status, stderr } = clusterwright("scale", "minion", "+1", "with-token.yml");
    expect(stderr).not.toContain("error");
    expect(status).toBe(0);
  });

  test("does not drag another pool along through an alias", () => {
    const text = specOf("every-key").toString().replace("count: 2", "count: &n 2").replace("count: 3", "count: *n");
    writeFileSync(join(place, "alias.yml"), text);
    const { status, stderr } = clusterwright("scale", "front", "5", "alias.yml");
    expect(status).toBe(1);
    expect(stderr).toContain("batch-jobs would change as well");
    expect(read("alias.yml")).toBe(text);
  });

  test("keeps a byte order mark", () => {
    writeFileSync(join(place, "bom.yml"), `\ufeff${specOf("one-zone").toString()}`);
    expect(clusterwright("scale", "minion", "5", "bom.yml").status).toBe(0);
    expect(readFileSync(join(place, "bom.yml")).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  });

  const self = {
    pid: process.pid,
    start: readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")[19],
    boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
    namespace: readlinkSync("/proc/self/ns/pid"),
  };

  test("is not stopped by what a killed run left", () => {
    writeFileSync(join(place, ".cluster.yml.clusterwright-new"), "half");
    writeFileSync(
      join(place, ".cluster.yml.clusterwright-lock"),
      JSON.stringify({ ...self, pid: 4_194_303, start: "1" }),
    );
    expect(clusterwright("scale", "minion", "+1").status).toBe(0);
    expect(read("cluster.yml")).toContain("number: 4");
  });

  test("stops when another is at it", () => {
    writeFileSync(join(place, ".cluster.yml.clusterwright-lock"), JSON.stringify(self));
    const { status, stderr } = clusterwright("scale", "minion", "+1");
    expect(status).toBe(1);
    expect(stderr).toContain("another run");
    expect(read("cluster.yml")).toContain("number: 3");
  });

  test("knows its own options only", () => {
    expect(clusterwright("scale", "minion", "5", "--bogus").status).toBe(2);
  });
});

describe("explain", () => {
  test("says what a key is", () => {
    const { status, stdout } = clusterwright("explain", "nodePools[0].diskSize");
    expect(status).toBe(0);
    expect(stdout).toContain("type: integer, 8 to 16384");
    expect(stdout).toContain("default: 40");
  });

  test.each(["__proto__", "constructor", "platform.toString"])("has no key %s", (key) => {
    expect(clusterwright("explain", key)).toMatchObject({ status: 2, stdout: "" });
  });

  test("goes below keys that the spec chooses itself", () => {
    expect(clusterwright("explain", "tokens.ANY_NAME.ssm").stdout).toContain("Systems Manager parameter");
    expect(clusterwright("explain", "tokens").stdout).toContain("keys: value, env, file, terraform");
    expect(clusterwright("explain", "addons.yapache.replicas").stdout).toContain("default: 3");
  });

  test("knows the older form", () => {
    expect(clusterwright("explain", "ycluster.minions.number").stdout).toContain("How many nodes");
  });

  test("lists the keys of a part, and suggests", () => {
    expect(JSON.parse(clusterwright("explain", "--format", "json").stdout).keys).toContain("nodePools");
    expect(clusterwright("explain", "platfrom")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean "platform"?'),
    });
  });

  test("says where a file comes from, and each resource in it", () => {
    clusterwright("synth");
    const { stdout } = clusterwright("explain", "--output", `out/ycluster/${STACK}`, "--format", "json");
    const { spec, parts } = JSON.parse(stdout) as { spec: string; parts: { name: string; from: string[] }[] };
    expect(spec).toBe("cluster.yml");
    expect(parts.find(({ name }) => name === "aws_instance.minion")?.from[0]).toBe("ycluster.minions");
    expect(clusterwright("explain", "--output", "out/ycluster/machines/minion/units/docker.service").status).toBe(0);
  });

  test("does not claim a file it did not write", () => {
    clusterwright("synth");
    writeFileSync(join(place, "out/ycluster/notes.txt"), "mine");
    expect(clusterwright("explain", "--output", "out/ycluster/notes.txt")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("did not write it"),
    });
    expect(clusterwright("explain", "--output", "cluster.yml")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("no cluster's directory"),
    });
  });
});

describe("completion", () => {
  const script = (shell: string): string => clusterwright("completion", shell).stdout;

  testWith(program("bash"), program("shellcheck"))("bash completes commands, options and fixed words", () => {
    const file = join(place, "completion.bash");
    writeFileSync(file, script("bash"));
    expect(run("shellcheck", ["-S", "style", "-s", "bash", file]).output).toBe("");
    const complete = (...words: readonly string[]): readonly string[] => {
      const quoted = words.map((word) => `'${word}'`).join(" ");
      const command = `source ${file}; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _clusterwright; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return run("bash", ["-c", command], { cwd: place }).stdout.trim().split("\n");
    };
    expect(complete("clusterwright", "sy")).toEqual(["synth"]);
    expect(complete("clusterwright", "synth", "--fo")).toEqual(["--force", "--format"]);
    expect(complete("clusterwright", "synth", "--format", "j")).toEqual(["json"]);
    expect(complete("clusterwright", "completion", "f")).toEqual(["fish"]);
    expect(complete("clusterwright", "scale", "--accept", "q")).toEqual(["quorum-lost"]);
    expect(complete("clusterwright", "validate", "clu")).toEqual(["cluster.yml"]);
  });

  testWith(program("zsh"))("zsh takes its script", () => {
    writeFileSync(join(place, "_clusterwright"), script("zsh"));
    expect(run("zsh", ["-n", "_clusterwright"], { cwd: place }).output).toBe("");
    const loaded = run(
      "zsh",
      ["-fc", "autoload -Uz compinit && compinit -u -D && source ./_clusterwright && print $_comps[clusterwright]"],
      { cwd: place },
    );
    expect(loaded.output).toBe("_clusterwright\n");
  });

  testWith(program("fish"))("fish completes commands and options", () => {
    writeFileSync(join(place, "clusterwright.fish"), script("fish"));
    const complete = (line: string): string =>
      run("fish", ["--no-config", "-c", `source clusterwright.fish; complete -C '${line}'`], {
        cwd: place,
        env: { HOME: place },
      }).output;
    expect(complete("clusterwright sy")).toContain("synth\t");
    expect(complete("clusterwright synth --f")).toContain("--force\t");
    const formats = complete("clusterwright diff --format ").trim().split("\n");
    expect(formats.map((line) => line.split("\t")[0]).sort()).toEqual(["json", "text"]);
  });
});

describe("the ground that machines stand in", () => {
  const zones = (list: string, more = ""): string =>
    specOf("multi-zone-external-etcd")
      .toString()
      .replace(/ {2}zones: .*\n/, `  zones: [${list}]\n${more}`);
  const synthOver = (old: string, now: string, ...args: readonly string[]) => {
    writeFileSync(join(place, "cluster.yml"), old);
    expect(clusterwright("synth").status).toBe(0);
    writeFileSync(join(place, "cluster.yml"), now);
    return clusterwright("synth", ...args);
  };
  const ABC = "eu-central-1a, eu-central-1b, eu-central-1c";

  test("does not move under them: the first of the zones goes", () => {
    const { status, stderr } = synthOver(zones(ABC), zones("eu-central-1b, eu-central-1c"));
    expect(status).toBe(1);
    // The way out, as it was printed.
    const said = /where they are: (subnets: \{.*?\}), and (publicSubnets: \{.*?\});/.exec(stderr) ?? [];
    const way = zones("eu-central-1b, eu-central-1c", `  ${said[1]}\n  ${said[2]}\n`);
    writeFileSync(join(place, "cluster.yml"), way);
    const again = clusterwright("synth");
    expect([again.status, again.stderr]).toEqual([0, expect.not.stringContaining("error")]);
  });

  test("is not handed from zone to zone in one step", () => {
    const { status, stderr } = synthOver(zones("eu-central-1a, eu-central-1b"), zones("eu-central-1a, eu-central-1c"));
    expect(status).toBe(1);
    expect(stderr).toContain("eu-central-1c would get");
    expect(stderr).toContain("until its machines are gone");
  });

  test("is not made anew with another range of the VPC", () => {
    const { stderr } = synthOver(zones(ABC), `${zones(ABC)}network: { vpcCidr: 10.40.0.0/16 }\n`);
    expect(stderr).toContain("aws_vpc.main would be deleted and made anew");
  });

  test("the last of the zones goes, and more zones come", () => {
    expect(synthOver(zones(ABC), zones("eu-central-1a, eu-central-1b")).status).toBe(0);
    expect(synthOver(zones("eu-central-1a, eu-central-1b"), zones(ABC)).status).toBe(0);
  });
});
