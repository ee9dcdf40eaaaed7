/** Build contexts as a Docker build reads them; what their entrypoints do is run in `consumers/`. */

import { describe, expect, test } from "vitest";
import { IMAGES } from "../generators/images/index.ts";
import { VAULT_UID } from "../generators/manifests/addons/vault.ts";
import { caseNames, compileCase } from "./support/cases.ts";

const artifacts = caseNames().flatMap((name) => compileCase(name).artifacts);

describe.each(IMAGES.map(({ name }) => name))("images/%s", (name) => {
  const context = new Map(
    artifacts
      .filter(({ path }) => path.startsWith(`images/${name}/`))
      .map((artifact) => [artifact.path.slice(`images/${name}/`.length), artifact] as const),
  );
  const lines = (context.get("Dockerfile")?.content ?? "").replaceAll("\\\n", " ").split("\n");
  const argumentsOf = (instruction: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

  test("starts from releases, not from what is newest today", () => {
    const images = argumentsOf("FROM").map((line) => line.split(" ")[0] ?? "");
    expect(images.length).toBeGreaterThan(0);
    for (const image of images) expect(image).toMatch(/^[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  test("copies what is there, and everything that is there", () => {
    const copied = argumentsOf("COPY")
      .filter((line) => !line.startsWith("--from="))
      .flatMap((line) => line.split(" ").slice(0, -1));
    expect([...copied, "Dockerfile"].sort()).toEqual([...context.keys()].sort());
  });

  test("runs as somebody who is not root, and says how it is", () => {
    expect(argumentsOf("USER")).toHaveLength(1);
    expect(argumentsOf("USER")[0]).not.toBe("root");
    expect(argumentsOf("HEALTHCHECK")).toHaveLength(1);
  });

  test("starts a program of its own that may be run, by its path alone", () => {
    const [entrypoint = ""] = argumentsOf("ENTRYPOINT");
    const [program = "", ...rest] = JSON.parse(entrypoint) as string[];
    expect(rest).toEqual([]);
    expect(context.get(program.replace("/usr/local/bin/", ""))?.mode).toBe(0o755);
  });
});

test("Vault's user is the one that the runbook gives the keys' directory to", () => {
  const dockerfile = artifacts.find(({ path }) => path === "images/vault/Dockerfile")?.content;
  expect(dockerfile).toContain(`-u ${VAULT_UID} vault`);
});
