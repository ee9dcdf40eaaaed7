/** The manifests as files, and what an operator applies them with. */

import type { SpecPath } from "../../schema/diagnostics.ts";
import { startsWith } from "../../schema/paths.ts";
import { LATE_VALUES, OBJECTS } from "../facts/made-of.ts";
import type { Artifact } from "../model/artifact.ts";
import { textFile } from "../model/artifact.ts";
import type { Cluster } from "../model/cluster.ts";
import type { MachineFile } from "../model/machine.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { bindText, holdsToken, type Token, tokensIn, valuesOf } from "../model/token.ts";
import type { Shape } from "../model/variants.ts";
import { machineFile } from "../parts/files.ts";
import { resolverScript, sourceTable } from "../text/bind-tokens.ts";
import { sha256 } from "../text/digest.ts";
import { cited, purposeAnywhere } from "../text/provenance.ts";
import { asset } from "../text/render.ts";
import { yamlText } from "../text/yaml.ts";
import { type NumberedObject, numberedObjects } from "./objects.ts";

/**
 * One object as Kubernetes reads it. A text that holds a token stands in double quotes and on one line, bound or not:
 * there any value can be escaped, and no line moves.
 */
const yamlOf = (manifest: object, values: ReadonlyMap<string, string>): string =>
  yamlText(manifest, holdsToken, (text) => bindText(text, values));

const aboutOf = ({ what, object }: NumberedObject): string =>
  object.kind === "namespace" ? "a namespace that others live in" : `${what} of ${object.owner}`;

/** Objects are changed in place where kubectl can; where it cannot, replaced when their digest is another, or left alone. */
const VERBS = { v1beta1: "create", v1: "renew", "apps/v1": "apply" } as const;

type Verb = (typeof VERBS)[keyof typeof VERBS];

/** What becomes of an object that exists when its manifest is applied. */
export const verbFor = ({ kubernetes }: Cluster): Verb => VERBS[kubernetes.features.workloadApi];

/** What a namespace says never changes, and one that was replaced would take all that lives in it along. */
const verbOf = (cluster: Cluster, { object }: NumberedObject): Verb =>
  verbFor(cluster) === "renew" && object.kind === "namespace" ? "create" : verbFor(cluster);

/** The annotation by which `apply.sh` knows what an object was made from. */
const DIGEST = "clusterwright/digest";

interface ManifestText {
  readonly numbered: NumberedObject;
  readonly file: string;
  readonly content: string;
  /** Of what the object says, tokens as they stand; null where nothing asks for it. */
  readonly digest: string | null;
  readonly from: readonly SpecPath[];
}

/** An object that bears the digest of itself. */
function marked(manifest: object, digest: string): object {
  const { metadata } = manifest as { readonly metadata: { readonly annotations?: object } };
  return { ...manifest, metadata: { ...metadata, annotations: { ...metadata.annotations, [DIGEST]: digest } } };
}

const manifestTexts = (
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  shape: Shape,
  values: ReadonlyMap<string, string>,
): readonly ManifestText[] =>
  numberedObjects(cluster, objects, shape).map((numbered) => {
    const { object, manifest, file } = numbered;
    const comment = purposeAnywhere(cluster, aboutOf(numbered), object.from[0]);
    const digest = verbOf(cluster, numbered) === "renew" ? sha256(yamlOf(manifest, values)).slice(0, 16) : null;
    const content = `# ${comment}\n${yamlOf(digest === null ? manifest : marked(manifest, digest), values)}`;
    return { numbered, file, content, digest, from: [...object.from, ["kubernetes", "version"], ["tokens"]] };
  });

const manifestArtifacts = (cluster: Cluster, texts: readonly ManifestText[]): readonly Artifact[] =>
  texts.map(({ file, content, from }) => textFile(`manifests/${file}`, content, cited(cluster, ...from)));

/** The manifests with the given values bound. */
export const manifestFiles = (
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  shape: Shape,
  values: ReadonlyMap<string, string>,
): readonly Artifact[] => manifestArtifacts(cluster, manifestTexts(cluster, objects, shape, values));

function objectTable(cluster: Cluster, texts: readonly ManifestText[]): string {
  const lines = texts.map(({ file, digest, numbered }) =>
    [
      file,
      verbOf(cluster, numbered),
      numbered.resource,
      numbered.object.kind === "namespace" ? "-" : numbered.object.namespace,
      numbered.name,
      digest ?? "-",
    ].join("\t"),
  );
  return `# file\tverb\tresource\tnamespace\tname\tdigest\n${lines.join("\n")}\n`;
}

/** What the texts leave open. */
function openTokens({ tokens }: Cluster, texts: readonly { readonly content: string }[]): readonly Token[] {
  const open = new Set(texts.flatMap(({ content }) => tokensIn(content)));
  return tokens.filter(({ name }) => open.has(name));
}

const TOKENS_FROM: readonly SpecPath[] = [...OBJECTS, ["kubernetes", "version"], ...LATE_VALUES];

const liesBelow = (path: SpecPath, other: SpecPath): boolean => other.length < path.length && startsWith(path, other);

/** The table has digests: whatever decides about an object decides about it. */
function tableFrom(texts: readonly ManifestText[]): readonly SpecPath[] {
  const all = [...TOKENS_FROM, ...texts.flatMap(({ from }) => from)];
  return all.filter((path) => !all.some((other) => liesBelow(path, other)));
}

/** The manifests for a machine that creates them itself, in a directory of its own; nothing where nothing is wanted. */
export function machineManifests(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  shape: Shape,
  directory: string,
): readonly MachineFile[] {
  if (objects.length === 0) return [];
  const texts = manifestTexts(cluster, objects, shape, valuesOf(cluster.tokens));
  const tokens = openTokens(cluster, texts);
  const file = (name: string, mode: MachineFile["mode"], content: string, from: readonly SpecPath[]): MachineFile =>
    machineFile(`${directory}/${name}`, mode, content, ...from);
  return [
    ...texts.map(({ file: name, content, from }) => file(name, "0644", content, from)),
    file("objects.tsv", "0644", objectTable(cluster, texts), tableFrom(texts)),
    file("tokens.tsv", "0644", sourceTable(tokens), TOKENS_FROM),
    file("apply.sh", "0755", asset("scripts/apply.sh"), TOKENS_FROM),
    file("bind-tokens", "0755", resolverScript(tokens, "main-manifests", "machine"), TOKENS_FROM),
  ];
}

/** The manifests, the tables about them and the script that applies them; nothing where nothing is wanted. */
export function manifests(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  shape: Shape,
  values: ReadonlyMap<string, string>,
): readonly Artifact[] {
  if (objects.length === 0) return [];
  const texts = manifestTexts(cluster, objects, shape, values);
  const tokens = openTokens(cluster, texts);
  const from = cited(cluster, ...tableFrom(texts));
  const tokenFrom = cited(cluster, ...TOKENS_FROM);
  const script = (name: string, content: string): Artifact => ({
    path: `manifests/${name}`,
    mode: 0o755,
    content,
    from: tokenFrom,
  });
  return [
    ...manifestArtifacts(cluster, texts),
    textFile("manifests/objects.tsv", objectTable(cluster, texts), from),
    textFile("manifests/tokens.tsv", sourceTable(tokens), tokenFrom),
    script("apply.sh", asset("scripts/apply.sh")),
    script("bind-tokens", resolverScript(tokens, "main-manifests")),
  ];
}
