import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect } from "vitest";
import { unitText } from "../../generators/text/units.ts";
import { caseNames, compileCase } from "../support/cases.ts";
import { program, type Ran, run, scratch, testWith } from "../support/tools.ts";

const test = testWith(program("systemd-analyze"));

/** Units that the CoreOS image brings and ours refer to. */
const OF_THE_IMAGE: Readonly<Record<string, string>> = {
  "docker.socket": "[Socket]\nListenStream=/run/docker.sock\n",
  "fleet.socket": "[Socket]\nListenStream=/run/fleet.sock\n",
};

/** A unit that an image brings and ours have drop-ins beside. */
const OF_A_PACKAGE = "[Service]\nExecStart=/bin/true\n";

const UNITS = "/etc/systemd/system/";

const SYSTEM_UNITS = "/lib/systemd/system";

/** Absolute programs that a unit starts. */
const programsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^Exec[A-Za-z]*=[-@:+!]*(\/\S+)/gm)].map((match) => match[1] ?? "");

/** A root with the system's own units, ours, and an empty program wherever ours expect one. */
function fakeRoot(units: Readonly<Record<string, string>>): string {
  const root = scratch();
  const ours = join(root, "etc/systemd/system");
  mkdirSync(ours, { recursive: true });
  cpSync(SYSTEM_UNITS, join(root, SYSTEM_UNITS), { recursive: true, verbatimSymlinks: true });
  for (const [name, text] of Object.entries({ ...OF_THE_IMAGE, ...units })) {
    mkdirSync(dirname(join(ours, name)), { recursive: true });
    writeFileSync(join(ours, name), text);
    for (const path of programsOf(text)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (!existsSync(join(root, path))) writeFileSync(join(root, path), "", { mode: 0o755 });
    }
  }
  return root;
}

function verify(units: Readonly<Record<string, string>>): Ran {
  const root = fakeRoot(units);
  const isDropIn = (name: string): boolean => name.includes("/");
  const names = Object.keys(units).filter((name) => !isDropIn(name));
  const paths = names.map((name) => join(root, "etc/systemd/system", name));
  return run("systemd-analyze", ["verify", "--man=no", "--recursive-errors=yes", `--root=${root}`, ...paths]);
}

/** Unit files by machine role, each distinct role once: most cases share theirs. */
function groups(): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const found = new Map<string, readonly [string, Readonly<Record<string, string>>]>();
  for (const name of caseNames()) {
    const { contents } = compileCase(name);
    for (const { machine, boot } of contents.payloads) {
      const { role } = machine;
      const all = [...boot.units, ...machine.units].map((unit) => [
        unit.name,
        unit.ofImage === undefined ? unitText(unit) : OF_A_PACKAGE,
      ]);
      const dropIns = machine.files.flatMap(({ path, content }) =>
        path.startsWith(UNITS) ? [[path.slice(UNITS.length), content]] : [],
      );
      const units: Readonly<Record<string, string>> = Object.fromEntries([...all, ...dropIns]);
      const key = JSON.stringify(units);
      if (!found.has(key)) found.set(key, [`${name}, ${role}`, units]);
    }
  }
  return new Map([...found.values()]);
}

describe.each([...groups()])("the units of %s", (_name, units) => {
  test("are taken by systemd without a word", () => {
    const { output, status } = verify(units);
    expect(output).toBe("");
    expect(status).toBe(0);
  });
});

describe("the check itself", () => {
  test("hears of an unknown key", () => {
    expect(verify({ "x.service": "[Service]\nExecStart=/bin/true\nRestartSecs=10\n" }).output).toContain("RestartSecs");
  });

  test("hears of an unknown key in a drop-in", () => {
    const dropIn = "[Service]\nRestartSecs=10\n";
    expect(verify({ "x.service": OF_A_PACKAGE, "x.service.d/10-cluster.conf": dropIn }).output).toContain(
      "RestartSecs",
    );
  });

  test("hears of a unit that is not there", () => {
    expect(
      verify({ "x.service": "[Unit]\nRequires=absent.service\n[Service]\nExecStart=/bin/true\n" }).output,
    ).toContain("absent.service");
  });
});
