import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Artifact } from "../../generators/model/artifact.ts";
import { type Ran, type Requirement, run } from "./tools.ts";

const PROVIDER_DEPTH = 6;

/** Where the provider's binary lies on this machine: `<dir>/<registry>/hashicorp/aws/<version>/<platform>/<binary>`. */
function findPluginDirectory(): string | undefined {
  const given = process.env.TERRAFORM_PLUGIN_DIR;
  if (given) return given;
  const prune = ["/proc", "/sys", "/tmp", "/dev"].flatMap((path) => ["-path", path, "-prune", "-o"]);
  const found = spawnSync(
    "find",
    ["/", ...prune, "-type", "f", "-name", "terraform-provider-aws_v*", "-print", "-quit"],
    { encoding: "utf8" },
  );
  const binary = found.stdout.trim();
  if (binary === "") return undefined;
  return Array.from({ length: PROVIDER_DEPTH }).reduce<string>((path) => dirname(path), binary);
}

let directory: string | undefined | null = null;

export function pluginDirectory(): string | undefined {
  if (directory === null) directory = findPluginDirectory();
  return directory;
}

export const awsProvider = (): Requirement => ({
  name: "Terraform's AWS provider",
  met: pluginDirectory() !== undefined,
});

/** Puts artifacts on disk as an operator would have them. */
export function writeArtifacts(root: string, artifacts: readonly Artifact[]): void {
  for (const { path, content, mode } of artifacts) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content, { mode });
  }
}

/** Terraform in a stack's directory, without this machine's own configuration. */
export const terraform = (stack: string, args: readonly string[]): Ran =>
  run("terraform", args, {
    cwd: stack,
    env: { TF_CLI_CONFIG_FILE: "/dev/null", TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" },
  });

export const init = (stack: string, ...more: readonly string[]): Ran =>
  terraform(stack, ["init", "-input=false", "-no-color", `-plugin-dir=${pluginDirectory() ?? ""}`, ...more]);
