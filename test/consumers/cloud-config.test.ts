import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test as plainTest } from "vitest";
import { parse } from "yaml";
import { type Unit, unitPath } from "../../generators/model/units.ts";
import { unitText } from "../../generators/text/units.ts";
import { caseNames, compileCase, contentOf } from "../support/cases.ts";
import { program, run, scratch, testWith, works } from "../support/tools.ts";

const EC2_LIMIT = 16_384;

interface CloudConfig {
  readonly write_files: readonly { path: string; permissions: string; owner: string; content: string }[];
  readonly runcmd?: readonly (string | readonly string[])[];
  readonly coreos?: { readonly units: readonly { name: string; enable: boolean; command: string; content: string }[] };
  readonly ssh_authorized_keys?: readonly string[];
}

/** A unit as cloud-init, which knows none, is told of it. */
const unitFile = (unit: Unit) => ({
  path: unitPath(unit.name),
  permissions: "0644",
  owner: "root:root",
  content: unitText(unit),
});

const commandsFor = (units: readonly Unit[]): readonly string[] => {
  const names = units.map(({ name }) => name).join(" ");
  // What the image brings may run already, set up otherwise.
  const verb = units.some(({ ofImage }) => ofImage !== undefined) ? "restart" : "start";
  return ["systemctl daemon-reload", `systemctl enable ${names}`, `systemctl ${verb} --no-block ${names}`];
};

const all = caseNames().flatMap((name) => {
  const compiled = compileCase(name);
  // Hosts that boot from user-data have it a host, or one for all of them.
  if (compiled.cluster.platform.type === "hosts") return [];
  // Ignition's are another test's.
  return compiled.contents.payloads
    .filter(({ ending }) => ending === "yml")
    .map(({ boot }) => {
      const text = contentOf(compiled, `machines/${boot.role}/user-data.yml`);
      return [`${name}, ${boot.role}`, boot, text] as const;
    });
});

const ofHosts = caseNames().flatMap((name) =>
  compileCase(name).artifacts.flatMap(({ path, content }) =>
    /^user-data(\/[^/]+)?\.yml$/.test(path) ? [[`${name}/${path}`, content] as const] : [],
  ),
);

plainTest("there is user-data of hosts, a host each and one for all", () => {
  expect(ofHosts.map(([path]) => path)).toContain("weave-document/user-data.yml");
  expect(ofHosts.length).toBeGreaterThan(5);
});

describe.each(ofHosts)("%s", (_path, text) => {
  plainTest("is a cloud-config in YAML 1.1, with every unit enabled and started", () => {
    expect(text.split("\n")[0]).toBe("#cloud-config");
    const config = parse(text, { version: "1.1" }) as CloudConfig;
    if (config.coreos === undefined) {
      const [reload, enable, restart] = (config.runcmd ?? []).filter((command) => typeof command === "string");
      expect(reload).toBe("systemctl daemon-reload");
      // What the image brings may run already.
      expect([
        enable?.replace("enable", "restart --no-block"),
        enable?.replace("enable", "start --no-block"),
      ]).toContain(restart);
      expect(enable?.split(" ").length).toBeGreaterThan(5);
      // Accounts are made after files are written.
      expect(
        config.write_files.filter(({ path, owner }) => owner !== "root:root" || path.startsWith("/home/")),
      ).toEqual([]);
    } else {
      expect(config.coreos.units.length).toBeGreaterThan(5);
      expect(config.coreos.units.map(({ enable, command }) => [enable, command])).toEqual(
        config.coreos.units.map(() => [true, "start"]),
      );
    }
    const paths = config.write_files?.map(({ path }) => path) ?? [];
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.some((path) => path.startsWith("/etc/machine-environment"))).toBe(true);
  });
});

describe.each(all)("the user-data of %s", (_name, machine, text) => {
  plainTest("starts as coreos-cloudinit wants it, and fits", () => {
    expect(text.split("\n")[0]).toBe("#cloud-config");
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(EC2_LIMIT);
  });

  plainTest("says in YAML 1.1 what the machine is", () => {
    const config = parse(text, { version: "1.1" }) as CloudConfig;
    const files = machine.files.map(({ path, mode, owner, content }) => ({ path, permissions: mode, owner, content }));
    if (config.coreos === undefined) {
      const ours = machine.units.filter(({ ofImage }) => ofImage === undefined);
      expect(config.write_files).toEqual([...files, ...ours.map(unitFile)]);
      expect(config.runcmd).toEqual(commandsFor(machine.units));
    } else {
      expect(config.write_files).toEqual(files);
      expect(config.coreos.units).toEqual(
        machine.units.map((unit) => ({ name: unit.name, enable: true, command: "start", content: unitText(unit) })),
      );
    }
    expect(config.ssh_authorized_keys ?? []).toEqual(machine.sshAuthorizedKeys);
  });
});

/** PyYAML reads YAML 1.1 as goyaml does, which coreos-cloudinit is built with. */
const withPyYaml = testWith(works("PyYAML", "python3", "-c", "import yaml"));
const READ = "import json,sys,yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)";

describe("another YAML 1.1 reader", () => {
  withPyYaml("reads the same from every user-data", () => {
    for (const text of new Set(all.map(([, , each]) => each))) {
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
    for (const text of new Set([...all.map(([, , each]) => each), ...ofHosts.map(([, each]) => each)])) {
      const { status, output } = check(text);
      expect(status, output).toBe(0);
    }
  });

  withCloudInit("would refuse a file without a path", () => {
    expect(check("#cloud-config\nwrite_files:\n  - content: x\n").status).not.toBe(0);
  });
});
