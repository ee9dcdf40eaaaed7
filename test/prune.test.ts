/** `apply.sh --prune`, with a kubectl that has a cluster's objects and records what is deleted. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileCase } from "./support/cases.ts";
import { run, scratch } from "./support/tools.ts";

/** What the cluster has: kind, namespace, name, owner. */
const THERE = [
  ["DaemonSet", "kube-flannel", "kube-flannel-ds", ""],
  ["ClusterRole", "", "flannel", ""],
  ["Deployment", "kube-system", "coredns", ""],
  ["Deployment", "shop", "old-shop", ""],
  ["Deployment", "other", "coredns", ""],
  ["ClusterRole", "", "old-role", ""],
  ["Pod", "shop", "old-shop-1", "old-shop-5d8f"],
] as const;

const KUBECTL = `#!/bin/bash
case " $* " in
  *" get "*) cat "$RECORD/there" ;;
  *) printf '%s\\n' "$*" >>"$RECORD/calls" ;;
esac
`;

function place() {
  const directory = scratch();
  for (const { path, content, mode } of compileCase("hosts-ubuntu").artifacts) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content, { mode: mode ?? 0o644 });
  }
  writeFileSync(join(directory, "there"), THERE.map((words) => `${words.join("|")}\n`).join(""));
  writeFileSync(join(directory, "kubectl"), KUBECTL);
  chmodSync(join(directory, "kubectl"), 0o755);
  const env = { RECORD: directory, KUBECTL: join(directory, "kubectl") };
  const calls = join(directory, "calls");
  return {
    apply: (...args: readonly string[]) => run(join(directory, "manifests/apply.sh"), args, { env }),
    calls: () => (existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : []),
  };
}

describe("what the spec drops", () => {
  test("goes when that is asked for, and nothing else", () => {
    const { apply, calls } = place();
    const { status, output } = apply("--prune", "--yes");
    expect(status, output).toBe(0);
    expect(calls()).toEqual([
      "--namespace=shop delete deployment old-shop",
      // Of one name in another namespace.
      "--namespace=other delete deployment coredns",
      "delete clusterrole old-role",
    ]);
  });

  test("is listed first, and stays where nobody says yes", () => {
    const { apply, calls } = place();
    const { status, output } = apply("--prune");
    expect(status).toBe(1);
    expect(output).toContain("deployment shop old-shop");
    expect(output).toContain("nobody is there to ask: say --yes; nothing was deleted");
    expect(calls()).toEqual([]);
  });

  test("is looked for among all of it alone", () => {
    const { apply, calls } = place();
    expect(apply("--prune", "--yes", "dns").output).toContain("leave the add-ons out");
    expect(calls()).toEqual([]);
  });
});

test("objects of old releases do not say what they were made from", () => {
  const directory = scratch();
  for (const { path, content, mode } of compileCase("shop").artifacts) {
    if (!path.startsWith("manifests/")) continue;
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content, { mode: mode ?? 0o644 });
  }
  const { status, output } = run(join(directory, "manifests/apply.sh"), ["--prune", "--yes"]);
  expect(status).toBe(1);
  expect(output).toContain("delete them by hand");
});
