/** Stacks on disk that the real Terraform brings up in a stand-in AWS, for the tests of one `describe`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Artifact } from "../../generators/artifact.ts";
import { type AwsApi, moto, pointAt, startAwsApi } from "./aws-api.ts";
import { terraform, writeArtifacts } from "./terraform.ts";
import { program, type Ran } from "./tools.ts";

export interface Wanted {
  /** What the directory is called. */
  readonly name: string;
  readonly stacks: readonly string[];
  readonly artifacts: readonly Artifact[];
  /** An image that AWS has. */
  readonly image: string;
  readonly region: string;
  /** How long a run of Terraform may take, in milliseconds. */
  readonly timeoutMs?: number;
}

export interface StandingStacks {
  readonly root: string;
  readonly place: (stack: string) => string;
  readonly run: (stack: string, ...args: readonly string[]) => Ran;
}

export function standingStacks({ name, stacks, artifacts, image, region, timeoutMs }: Wanted): StandingStacks {
  const root = mkdtempSync(join(tmpdir(), `clusterwright-${name}-`));
  const place = (stack: string): string => join(root, "stacks", stack);
  let api: AwsApi | undefined;

  beforeAll(async () => {
    if (!program("terraform").met || !moto().met) return;
    writeArtifacts(root, artifacts);
    api = await startAwsApi(root, [image]);
    for (const stack of stacks) pointAt(place(stack), api.url, region);
  }, 60_000);

  afterAll(() => {
    api?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  return {
    root,
    place,
    run: (stack, ...args) => terraform(place(stack), [...args, "-input=false", "-no-color"], timeoutMs),
  };
}
