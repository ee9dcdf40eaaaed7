/** The manifests as files, and what an operator applies them with. */

import type { SpecPath } from "../../schema/diagnostics.ts";
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

interface ManifestText {
  readonly file: string;
  readonly content: string;
  readonly from: readonly SpecPath[];
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
    const content = `# ${comment}\n${yamlOf(manifest, values)}`;
    return { file, content, from: [...object.from, ["kubernetes", "version"], ["tokens"]] };
  });

/** The manifests with the given values bound. */
export const manifestFiles = (
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  shape: Shape,
  values: ReadonlyMap<string, string>,
): readonly Artifact[] =>
  manifestTexts(cluster, objects, shape, values).map(({ file, content, from }) =>
    textFile(`manifests/${file}`, content, cited(cluster, ...from)),
  );

/** Objects are changed in place where kubectl can, and left alone where it cannot. */
const VERBS = { v1beta1: "create", v1: "create", "apps/v1": "apply" } as const;

function objectTable(cluster: Cluster, objects: readonly KubernetesObject[], shape: Shape): string {
  const verb = VERBS[cluster.kubernetes.features.workloadApi];
  const lines = numberedObjects(cluster, objects, shape).map(({ file, resource, name, object }) =>
    [file, verb, resource, object.kind === "namespace" ? "-" : object.namespace, name].join("\t"),
  );
  return `# file\tverb\tresource\tnamespace\tname\n${lines.join("\n")}\n`;
}

/** What the texts leave open. */
function openTokens({ tokens }: Cluster, texts: readonly { readonly content: string }[]): readonly Token[] {
  const open = new Set(texts.flatMap(({ content }) => tokensIn(content)));
  return tokens.filter(({ name }) => open.has(name));
}

const OBJECTS_FROM: readonly SpecPath[] = [...OBJECTS, ["kubernetes", "version"]];
const TOKENS_FROM: readonly SpecPath[] = [...OBJECTS_FROM, ...LATE_VALUES];

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
    file("objects.tsv", "0644", objectTable(cluster, objects, shape), OBJECTS_FROM),
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
  const files = manifestFiles(cluster, objects, shape, values);
  const tokens = openTokens(cluster, files);
  const from = cited(cluster, ...OBJECTS_FROM);
  const tokenFrom = cited(cluster, ...TOKENS_FROM);
  const script = (name: string, content: string): Artifact => ({
    path: `manifests/${name}`,
    mode: 0o755,
    content,
    from: tokenFrom,
  });
  return [
    ...files,
    textFile("manifests/objects.tsv", objectTable(cluster, objects, shape), from),
    textFile("manifests/tokens.tsv", sourceTable(tokens), tokenFrom),
    script("apply.sh", asset("scripts/apply.sh")),
    script("bind-tokens", resolverScript(tokens, "main-manifests")),
  ];
}
