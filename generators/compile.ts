import { basename } from "node:path";
import { type Diagnostic, type Finding, hasErrors, type SpecPath } from "../schema/diagnostics.ts";
import { load } from "../schema/load.ts";
import { holdsUnsure, isUnsure } from "../schema/recover.ts";
import { positioned, type Source } from "../schema/source.ts";
import { type Validated, validate } from "../schema/validate.ts";
import { visible } from "../schema/visible.ts";
import { choose } from "./choose.ts";
import { contentsOf } from "./contents.ts";
import { inventory } from "./emit/inventory.ts";
import { imageFiles } from "./images/artifacts.ts";
import { ownFileArtifacts } from "./machines/own-files.ts";
import { machineArtifacts } from "./machines/payload.ts";
import { manifestFiles, manifests } from "./manifests/artifacts.ts";
import { type Artifact, distinct } from "./model/artifact.ts";
import type { Cluster } from "./model/cluster.ts";
import type { Contents } from "./model/contents.ts";
import type { Identity } from "./model/identity.ts";
import { type Inputs, NO_INPUTS } from "./model/inputs.ts";
import { valuesOf } from "./model/token.ts";
import type { Variants } from "./model/variants.ts";
import { runbook } from "./reports/runbook.ts";
import { resolve } from "./resolve/resolve.ts";
import { withoutAcknowledged } from "./rules/acknowledged.ts";
import { check } from "./rules/index.ts";
import { stackFiles } from "./terraform/print.ts";
import { type TokenEntry, tokenEntries, tokensFile } from "./tokens/entries.ts";

export type Compilation =
  | {
      readonly ok: true;
      readonly cluster: Cluster;
      readonly identity: Identity;
      readonly variants: Variants;
      /** The text with its positions, for what is found out about the spec later. */
      readonly source: Source;
      readonly contents: Contents;
      readonly artifacts: readonly Artifact[];
      /** Every token of the output and where it stands. */
      readonly tokens: readonly TokenEntry[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** The spec's own name as comments show it: on one line. */
const specName = (file: string): string => visible(basename(file));

/** Findings with their positions, without those that rest on a stand-in for a refused value. */
function located({ source, unsure }: Validated, findings: readonly Finding[]) {
  const written = (path: SpecPath): SpecPath => source.written(path) ?? path;
  const unsettled = findings.flatMap(({ unsettles = [] }) => unsettles.map(written));
  const standIns = [...unsure, ...unsettled];
  const rests = ({ unsettles, places, restsOn = [] }: Finding): boolean =>
    places.some(({ path }) => isUnsure(unsettles === undefined ? standIns : unsure, source.written(path) ?? [])) ||
    restsOn.some((path) => holdsUnsure(standIns, written(path)));
  return findings.filter((finding) => !rests(finding)).map((finding) => positioned(source, finding));
}

/** What the compiler binds tokens in, as it was before. */
function unboundFiles(cluster: Cluster, { objects }: Contents, { shape }: Variants): readonly Artifact[] {
  const none = new Map<string, string>();
  return valuesOf(cluster.tokens).size === 0
    ? []
    : [...manifestFiles(cluster, objects, shape, none), ...ownFileArtifacts(cluster)];
}

const identityOf = (cluster: Cluster, { platform: { members } }: Variants): Identity => ({
  platform: cluster.platform.type,
  region: cluster.platform.region,
  kubernetes: cluster.kubernetes.version,
  etcd: members.resources(cluster),
});

interface Generated {
  readonly artifacts: readonly Artifact[];
  readonly tokens: readonly TokenEntry[];
}

/** Everything as text, the last thing that happens to it. */
function generate(cluster: Cluster, identity: Identity, contents: Contents, variants: Variants): Generated {
  const files = [
    ...contents.stacks.flatMap(stackFiles),
    ...contents.payloads.flatMap((payload) => machineArtifacts(cluster, payload, variants.platform.bootsFromUserData)),
    ...variants.platform.artifacts(cluster, contents.payloads, variants),
    ...manifests(cluster, contents.objects, variants.shape, valuesOf(cluster.tokens)),
    ...imageFiles(cluster),
  ];
  const tokens = tokenEntries(cluster, files, unboundFiles(cluster, contents, variants));
  const artifacts = distinct([
    ...runbook(cluster, contents, tokens, variants),
    ...files,
    ...tokensFile(cluster, tokens, files),
  ]);
  return { artifacts: [...artifacts, inventory(cluster, identity, artifacts)], tokens };
}

/**
 * Spec text to artifacts: load, validate, resolve, check, generate. Pure: no file, clock, environment or
 * network but what `inputs` answers; the same text and answers give the same bytes. Bad input gives diagnostics
 * and no artifact.
 *
 * @param file how the user named the spec: shown in messages, its last part also in the output
 * @param called what the output calls it instead, where two are to differ by more than a name
 */
export function compile(file: string, bytes: Uint8Array, inputs: Inputs = NO_INPUTS, called = file): Compilation {
  const loaded = load(file, bytes);
  if (!loaded.ok) return loaded;
  const validated = validate(loaded.source);
  if (!validated.ok) return validated;
  const { spec, form } = validated;
  const variants = choose(spec);
  const { cluster, notices } = resolve(spec, variants, { file: specName(called), form }, inputs);
  const contents = contentsOf(cluster, variants);
  const findings = [...notices, ...check(cluster, contents, variants)];
  const diagnostics = [...validated.diagnostics, ...located(validated, withoutAcknowledged(cluster, findings))];
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  const identity = identityOf(cluster, variants);
  const { source } = validated;
  return {
    ok: true,
    cluster,
    identity,
    variants,
    source,
    contents,
    diagnostics,
    ...generate(cluster, identity, contents, variants),
  };
}
