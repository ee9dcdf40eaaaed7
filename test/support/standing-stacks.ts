/** Stacks on disk that the real Terraform brings up in a stand-in AWS, for the tests of one `describe`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Artifact } from "../../generators/model/artifact.ts";
import type { Changes } from "../../generators/terraform/changes.ts";
import { type AwsApi, type Image, moto, pointAt, startAwsApi } from "./aws-api.ts";
import { terraform, writeArtifacts } from "./terraform.ts";
import { run as ask, program, type Ran } from "./tools.ts";

export interface Wanted {
  /** What the directory is called. */
  readonly name: string;
  readonly stacks: readonly string[];
  readonly artifacts: readonly Artifact[];
  /** An image that AWS has, or several. */
  readonly image: string | readonly Image[];
  readonly region: string;
}

/** A change of a resource, as Terraform's plan has it. */
export interface Planned {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly before: object; readonly after: object };
}

/** A value without what says nothing: Terraform writes the same block with more or fewer empty parts. */
function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled).filter((each) => each !== undefined);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => [key, filled(each)] as const);
    const kept = entries.filter(([, each]) => each !== undefined && !(Array.isArray(each) && each.length === 0));
    return kept.length === 0 ? undefined : Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return [null, "", false, 0].includes(value as null) ? undefined : value;
}

/** Names of the attributes that a planned change gives another value. */
export function touched({ change }: Planned): readonly string[] {
  const [before, after] = [change.before, change.after] as readonly Record<string, unknown>[];
  return Object.keys(after ?? {})
    .filter((key) => JSON.stringify(filled(after?.[key])) !== JSON.stringify(filled(before?.[key])))
    .sort();
}

const ACTIONS: Readonly<Record<string, keyof Changes>> = {
  create: "added",
  update: "changed",
  delete: "removed",
  "delete+create": "replaced",
  "create+delete": "replaced",
};

/** Addresses by what Terraform would do with them, as `diff` foretells it. */
export function actionsOf(planned: readonly Planned[]): Changes {
  const doing = (kind: keyof Changes) =>
    planned.filter(({ change }) => ACTIONS[change.actions.join("+")] === kind).map(({ address }) => address);
  const updated = planned.filter(({ change }) => change.actions.join("+") === "update");
  const touching = (type: string, ...attributes: readonly string[]) =>
    updated
      .filter((each) => each.address.startsWith(`${type}.`))
      .filter((each) => attributes.some((attribute) => touched(each).includes(attribute)))
      .map(({ address }) => address);
  return {
    added: doing("added").sort(),
    changed: doing("changed").sort(),
    replaced: doing("replaced").sort(),
    removed: doing("removed").sort(),
    interrupted: [
      ...touching("aws_instance", "instance_type", "user_data"),
      ...touching("aws_db_instance", "instance_class", "engine_version"),
    ].sort(),
    rolled: [...touching("aws_autoscaling_group", "launch_template")].sort(),
  };
}

export interface StandingStacks {
  readonly root: string;
  readonly place: (stack: string) => string;
  readonly run: (stack: string, ...args: readonly string[]) => Ran;
  /** What a plan would change, with further options of the plan. */
  readonly planned: (stack: string, ...options: readonly string[]) => readonly Planned[];
  /** The AWS command line, for what somebody else has made there. */
  readonly aws: (...args: readonly string[]) => Ran;
}

export function standingStacks({ name, stacks, artifacts, image, region }: Wanted): StandingStacks {
  const root = mkdtempSync(join(tmpdir(), `clusterwright-${name}-`));
  const place = (stack: string): string => join(root, "stacks", stack);
  let api: AwsApi | undefined;

  beforeAll(async () => {
    if (!program("terraform").met || !moto().met) return;
    writeArtifacts(root, artifacts);
    api = await startAwsApi(root, typeof image === "string" ? [image] : image);
    for (const stack of stacks) pointAt(place(stack), api.url, region);
  });

  afterAll(() => {
    api?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const run = (stack: string, ...args: readonly string[]): Ran =>
    terraform(place(stack), [...args, "-input=false", "-no-color"]);

  function planned(stack: string, ...options: readonly string[]): readonly Planned[] {
    const plan = run(stack, "plan", "-out=plan", ...options);
    if (plan.status !== 0) throw new Error(plan.output);
    const shown = JSON.parse(terraform(place(stack), ["show", "-json", "plan"]).stdout) as {
      resource_changes?: readonly Planned[];
    };
    return (shown.resource_changes ?? []).filter(({ change }) => !["no-op", "read"].includes(change.actions.join("+")));
  }

  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_DEFAULT_REGION: region };
  const aws = (...args: readonly string[]): Ran =>
    ask("aws", [`--endpoint-url=${api?.url}`, ...args], { env: credentials });

  return { root, place, run, planned, aws };
}
