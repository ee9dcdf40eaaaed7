import { basename } from "node:path";
import { type Diagnostic, hasErrors } from "../schema/diagnostics.ts";
import { load } from "../schema/load.ts";
import { isUnsure } from "../schema/recover.ts";
import { positioned } from "../schema/source.ts";
import { type Validated, validate } from "../schema/validate.ts";
import { type Artifact, distinct } from "./artifact.ts";
import type { Cluster } from "./cluster.ts";
import { inventory } from "./inventory.ts";
import { machineArtifacts, type Payload, payloads } from "./machines/payload.ts";
import { resolve } from "./resolve.ts";
import { check } from "./rules/index.ts";
import { runbook } from "./runbook.ts";
import { platformVariant } from "./variants/platform/index.ts";

export type Compilation =
  | {
      readonly ok: true;
      readonly cluster: Cluster;
      readonly artifacts: readonly Artifact[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** The rules' findings with their positions, without those that rest on a stand-in for a refused value. */
function ruleDiagnostics(
  { source, unsure }: Validated,
  cluster: Cluster,
  machines: readonly Payload[],
): readonly Diagnostic[] {
  const sure = check(cluster, machines).filter(
    ({ places }) => !places.some((place) => isUnsure(unsure, source.written(place.path) ?? [])),
  );
  return sure.map((finding) => positioned(source, finding));
}

function generate(cluster: Cluster, machines: readonly Payload[]): readonly Artifact[] {
  const artifacts = distinct([
    ...runbook(cluster),
    ...platformVariant(cluster.platform.type).generate(cluster, machines),
    ...machines.flatMap((payload) => machineArtifacts(cluster, payload)),
  ]);
  return [...artifacts, inventory(cluster, artifacts)];
}

/**
 * Spec text to artifacts: load, validate, resolve, check, generate. Pure: no file, clock, environment or
 * network; the same text gives the same bytes. Bad input gives diagnostics and no artifact.
 *
 * @param file how the user named the spec: shown in messages, its last part also in the output
 */
export function compile(file: string, bytes: Uint8Array): Compilation {
  const loaded = load(file, bytes);
  if (!loaded.ok) return loaded;
  const validated = validate(loaded.source);
  if (!validated.ok) return validated;
  const cluster = resolve(validated.spec, { file: basename(file), form: validated.form });
  const machines = payloads(cluster);
  const diagnostics = [...validated.diagnostics, ...ruleDiagnostics(validated, cluster, machines)];
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  return { ok: true, cluster, artifacts: generate(cluster, machines), diagnostics };
}
