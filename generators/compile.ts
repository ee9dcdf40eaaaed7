import { basename } from "node:path";
import { type Diagnostic, hasErrors } from "../schema/diagnostics.ts";
import { load } from "../schema/load.ts";
import { holdsUnsure, isUnsure } from "../schema/recover.ts";
import { positioned } from "../schema/source.ts";
import { type Validated, validate } from "../schema/validate.ts";
import { payloads } from "./contents.ts";
import { inventory } from "./emit/inventory.ts";
import { imageFiles } from "./images/artifacts.ts";
import { ownFileArtifacts } from "./machines/own-files.ts";
import { machineArtifacts } from "./machines/payload.ts";
import { manifestFiles, manifests } from "./manifests/artifacts.ts";
import { objectsOf } from "./manifests/objects.ts";
import { type Artifact, distinct } from "./model/artifact.ts";
import type { Cluster } from "./model/cluster.ts";
import { type Inputs, NO_INPUTS } from "./model/inputs.ts";
import type { Contents } from "./model/rule.ts";
import { valuesOf } from "./model/token.ts";
import { platformVariant } from "./platforms/index.ts";
import { runbook } from "./reports/runbook.ts";
import { resolve } from "./resolve/resolve.ts";
import { check } from "./rules/index.ts";
import { type TokenEntry, tokenEntries, tokensFile } from "./tokens/entries.ts";

export type Compilation =
  | {
      readonly ok: true;
      readonly cluster: Cluster;
      readonly artifacts: readonly Artifact[];
      /** Every token of the output and where it stands. */
      readonly tokens: readonly TokenEntry[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** The spec's own name as comments show it: on one line. */
const specName = (file: string): string => basename(file).replaceAll(/\p{Cc}/gu, "?");

/** The rules' findings with their positions, without those that rest on a stand-in for a refused value. */
function ruleDiagnostics({ source, unsure }: Validated, cluster: Cluster, contents: Contents): readonly Diagnostic[] {
  const sure = check(cluster, contents).filter(
    ({ places, restsOn = [] }) =>
      !places.some((place) => isUnsure(unsure, source.written(place.path) ?? [])) &&
      !restsOn.some((path) => holdsUnsure(unsure, source.written(path) ?? path)),
  );
  return sure.map((finding) => positioned(source, finding));
}

/** What the compiler binds tokens in, as it was before. */
function unboundFiles(cluster: Cluster, { objects }: Contents): readonly Artifact[] {
  const none = new Map<string, string>();
  return valuesOf(cluster.tokens).size === 0
    ? []
    : [...manifestFiles(cluster, objects, none), ...ownFileArtifacts(cluster)];
}

function generate(
  cluster: Cluster,
  contents: Contents,
): { readonly artifacts: readonly Artifact[]; readonly tokens: readonly TokenEntry[] } {
  const files = [
    ...platformVariant(cluster.platform.type).generate(cluster, contents.payloads),
    ...contents.payloads.flatMap((payload) => machineArtifacts(cluster, payload)),
    ...manifests(cluster, contents.objects, valuesOf(cluster.tokens)),
    ...imageFiles(cluster),
  ];
  const tokens = tokenEntries(cluster, files, unboundFiles(cluster, contents));
  const artifacts = distinct([
    ...runbook(cluster, contents.objects, tokens),
    ...files,
    ...tokensFile(cluster, tokens, files),
  ]);
  return { artifacts: [...artifacts, inventory(cluster, artifacts)], tokens };
}

/**
 * Spec text to artifacts: load, validate, resolve, check, generate. Pure: no file, clock, environment or
 * network but what `inputs` answers; the same text and answers give the same bytes. Bad input gives diagnostics
 * and no artifact.
 *
 * @param file how the user named the spec: shown in messages, its last part also in the output
 */
export function compile(file: string, bytes: Uint8Array, inputs: Inputs = NO_INPUTS): Compilation {
  const loaded = load(file, bytes);
  if (!loaded.ok) return loaded;
  const validated = validate(loaded.source);
  if (!validated.ok) return validated;
  const cluster = resolve(validated.spec, { file: specName(file), form: validated.form }, inputs);
  const objects = objectsOf(cluster);
  const contents = { payloads: payloads(cluster, objects), objects };
  const diagnostics = [...validated.diagnostics, ...ruleDiagnostics(validated, cluster, contents)];
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  return { ok: true, cluster, diagnostics, ...generate(cluster, contents) };
}
