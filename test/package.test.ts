/** The package as somebody installs it: nothing but itself, small, and at home on a machine that it may not write to. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow, ROOT } from "./support/cases.ts";
import { run, scratch } from "./support/tools.ts";

const MAX_BYTES = 30 * 1024 * 1024;

test("is installed from its tarball alone, and compiles", () => {
  const place = scratch();
  const packed = run("npm", ["pack", ROOT, "--ignore-scripts", "--json"], { cwd: place });
  expect(packed.status).toBe(0);
  const [{ filename }] = JSON.parse(packed.stdout);
  const project = join(place, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), "{}");
  // Offline: whatever the package needed besides would have to be fetched.
  const npm = ["install", "--offline", "--no-audit", "--no-fund", join(place, filename)];
  const installed = run("npm", npm, { cwd: project, env: { npm_config_cache: join(place, "cache") } });
  expect(installed.status, installed.stderr).toBe(0);
  // npm would ask about a script that the package brings, one that only makes it among them.
  expect(installed.output).not.toMatch(/warn/i);
  const modules = join(project, "node_modules");
  expect(readdirSync(modules).filter((name) => !name.startsWith("."))).toEqual(["clusterwright"]);
  const bytes = filesBelow(modules).reduce((sum, path) => sum + readFileSync(join(modules, path)).length, 0);
  expect(bytes).toBeLessThan(MAX_BYTES);

  cpSync(join(ROOT, "cluster.yml"), join(project, "cluster.yml"));
  const { status, stderr } = run(join(modules, ".bin", "clusterwright"), ["synth"], {
    cwd: project,
    env: { HOME: join(place, "no-such-home") },
  });
  expect(status, stderr).toBe(0);
  expect(readdirSync(join(project, "out"))).not.toEqual([]);
  expect(readdirSync(place)).not.toContain("no-such-home");
});

describe("an install of everything that it is made with", () => {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Readonly<Record<string, { readonly hasInstallScript?: true; readonly resolved?: string }>>;
  };

  test("has no warning: everything runs on this Node", () => {
    const npm = ["ci", "--dry-run", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    const { status, output } = run("npm", npm, { cwd: ROOT });
    expect(status, output).toBe(0);
    expect(output).not.toMatch(/warn/i);
  });

  test("asks nobody about scripts: package.json says of each whether it runs", () => {
    const { allowScripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const asking = Object.entries(lock.packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript === true ? [path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)] : [],
    );
    expect(asking.filter((name) => !Object.hasOwn(allowScripts, name))).toEqual([]);
  });
});
