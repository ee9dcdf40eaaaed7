import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inputsFor } from "../../commands/read-inputs.ts";
import { choose } from "../../generators/choose.ts";
import { type Compilation, compile } from "../../generators/compile.ts";
import { type Inputs, NO_INPUTS } from "../../generators/model/inputs.ts";
import { resolve } from "../../generators/resolve/resolve.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const CASES = join(ROOT, "test", "cases");
export const ERRORS = join(ROOT, "test", "errors");

const directories = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

export const caseNames = (): readonly string[] => directories(CASES);
export const errorNames = (): readonly string[] => directories(ERRORS);

/** Cases whose specs are there for people: what comes with the package, and the examples. */
const SHOWN: Readonly<Record<string, string>> = {
  "groups-ubuntu": "cluster.yml",
  "aws-ubuntu": "examples/fixed.yml",
  "multi-zone-document": "examples/multi-zone.yml",
  "weave-document": "examples/weave.yml",
  "atomic-hosts": "examples/atomic-hosts.yml",
  "atomic-aws": "examples/atomic-aws.yml",
  "hosts-ubuntu": "examples/hosts.yml",
};

export const specPath = (name: string): string => {
  const shown = SHOWN[name];
  return shown === undefined ? join(CASES, name, "spec.yml") : join(ROOT, shown);
};

export const specOf = (name: string): Buffer => readFileSync(specPath(name));

/** The world that the golden cases are compiled in: one variable, and the files beside the spec. */
export const inputsOf = (name: string): Inputs => ({
  env: (variable) => (variable === "SHOP_RELEASE" ? { text: "2026.11" } : { problem: "it is not set" }),
  file: inputsFor(join(CASES, name, "spec.yml")).file,
});

export const compileText = (text: string | Uint8Array, inputs: Inputs = NO_INPUTS): Compilation =>
  compile("spec.yml", typeof text === "string" ? new TextEncoder().encode(text) : text, inputs);

/** A spec of the right shape as a cluster, whatever the rules would say of it. */
export function resolved(spec: ClusterSpec) {
  const variants = choose(spec);
  return { variants, ...resolve(spec, variants, { file: "spec.yml", form: "native" }, NO_INPUTS) };
}

type Good = Compilation & { ok: true };

/** Compiles a golden case, which must have no error. */
export function compileCase(name: string): Good {
  const compiled = compileText(specOf(name), inputsOf(name));
  if (!compiled.ok) throw new Error(`${name}: ${compiled.diagnostics.map((each) => each.message).join("; ")}`);
  return compiled;
}

/** Every file below a directory, with `/` between the parts, sorted. */
export const filesBelow = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();

export const contentOf = ({ artifacts }: Good, path: string): string => {
  const artifact = artifacts.find((each) => each.path === path);
  if (artifact === undefined) throw new Error(`no artifact ${path}`);
  return artifact.content;
};

// biome-ignore lint/suspicious/noExplicitAny: Terraform JSON, looked into by the tests
export const stackOf = (good: Good, name: string): any => JSON.parse(contentOf(good, `stacks/${name}/cdk.tf.json`));
