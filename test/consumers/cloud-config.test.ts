import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test as plainTest } from "vitest";
import { parse } from "yaml";
import { machines } from "../../generators/machines/roles.ts";
import { unitText } from "../../generators/machines/units.ts";
import { caseNames, compileCase, contentOf } from "../support/cases.ts";
import { program, run, scratch, testWith, works } from "../support/tools.ts";

const EC2_LIMIT = 16_384;

interface CloudConfig {
  readonly write_files: readonly { path: string; permissions: string; owner: string; content: string }[];
  readonly coreos: { readonly units: readonly { name: string; enable: boolean; command: string; content: string }[] };
  readonly ssh_authorized_keys?: readonly string[];
}

const all = caseNames().flatMap((name) => {
  const compiled = compileCase(name);
  return machines(compiled.cluster).map((machine) => {
    const text = contentOf(compiled, `machines/${machine.group}/user-data.yml`);
    return [`${name}, ${machine.group}`, machine, text] as const;
  });
});

describe.each(all)("the user-data of %s", (_name, machine, text) => {
  plainTest("starts as coreos-cloudinit wants it, and fits", () => {
    expect(text.split("\n")[0]).toBe("#cloud-config");
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(EC2_LIMIT);
  });

  plainTest("says in YAML 1.1 what the machine is", () => {
    const config = parse(text, { version: "1.1" }) as CloudConfig;
    expect(config.write_files).toEqual(
      machine.files.map(({ path, mode, owner, content }) => ({ path, permissions: mode, owner, content })),
    );
    expect(config.coreos.units).toEqual(
      machine.units.map((unit) => ({ name: unit.name, enable: true, command: "start", content: unitText(unit) })),
    );
    expect(config.ssh_authorized_keys ?? []).toEqual(machine.sshAuthorizedKeys);
  });
});

/** PyYAML reads YAML 1.1 as goyaml does, which coreos-cloudinit is built with. */
const withPyYaml = testWith(works("PyYAML", "python3", "-c", "import yaml"));
const READ = "import json,sys,yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)";

describe("another YAML 1.1 reader", () => {
  withPyYaml("reads the same from every user-data", () => {
    for (const [, , text] of all) {
      expect(JSON.parse(run("python3", ["-c", READ], { input: text }).stdout)).toEqual(parse(text, { version: "1.1" }));
    }
  });
});

const withCloudInit = testWith(program("cloud-init"));

describe("cloud-init's schema", () => {
  const check = (text: string) => {
    const file = join(scratch(), "user-data");
    writeFileSync(file, text);
    return run("cloud-init", ["schema", "--config-file", file]);
  };

  withCloudInit("takes the parts that both know", () => {
    for (const [, , text] of all) expect(check(text).status, check(text).output).toBe(0);
  });

  withCloudInit("would refuse a file without a path", () => {
    expect(check("#cloud-config\nwrite_files:\n  - content: x\n").status).not.toBe(0);
  });
});
