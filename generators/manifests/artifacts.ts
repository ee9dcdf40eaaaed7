/** The manifests as files, and what an operator applies them with. */
import type { Artifact } from "../artifact.ts";
import { textFile } from "../artifact.ts";
import type { Cluster } from "../cluster.ts";
import { cited, purpose } from "../provenance.ts";
import { asset } from "../render.ts";
import { resolverScript } from "../tokens/resolver.ts";
import { sourceTable } from "../tokens/table.ts";
import { bindText, holdsToken, type Token, tokensIn } from "../tokens/token.ts";
import { yamlText } from "../yaml-text.ts";
import type { KubernetesObject } from "./model.ts";
import { type NumberedObject, numberedObjects } from "./objects.ts";

/**
 * One object as Kubernetes reads it. A text that holds a token stands in double quotes and on one line, bound or not:
 * there any value can be escaped, and no line moves.
 */
const yamlOf = (manifest: object, values: ReadonlyMap<string, string>): string =>
  yamlText(manifest, holdsToken, (text) => bindText(text, values));

const aboutOf = ({ what, object }: NumberedObject): string =>
  object.kind === "namespace" ? "a namespace that others live in" : `${what} of ${object.owner}`;

/** The manifests with the given values bound. */
export function manifestFiles(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  values: ReadonlyMap<string, string>,
): readonly Artifact[] {
  return numberedObjects(cluster, objects).map((numbered) => {
    const { object, manifest, file } = numbered;
    const comment = purpose(cluster, aboutOf(numbered), object.from[0]);
    const from = cited(cluster, ...object.from, ["kubernetes", "version"], ["tokens"]);
    return textFile(`manifests/${file}`, `# ${comment}\n${yamlOf(manifest, values)}`, from);
  });
}

/** Objects are changed in place where kubectl can, and left alone where it cannot. */
const VERBS = { v1beta1: "create", v1: "create", "apps/v1": "apply" } as const;

function objectTable(cluster: Cluster, objects: readonly KubernetesObject[]): string {
  const verb = VERBS[cluster.kubernetes.features.workloadApi];
  const lines = numberedObjects(cluster, objects).map(({ file, resource, name, object }) =>
    [file, verb, resource, object.kind === "namespace" ? "-" : object.namespace, name].join("\t"),
  );
  return `# file\tverb\tresource\tnamespace\tname\n${lines.join("\n")}\n`;
}

/** The manifests, the tables about them and the script that applies them; nothing where nothing is wanted. */
export function manifests(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  values: ReadonlyMap<string, string>,
): readonly Artifact[] {
  if (objects.length === 0) return [];
  const files = manifestFiles(cluster, objects, values);
  const open = new Set(files.flatMap(({ content }) => tokensIn(content)));
  const tokens: readonly Token[] = cluster.tokens.filter(({ name }) => open.has(name));
  const from = cited(cluster, ["addons"], ["workloads"], ["services"], ["kubernetes", "version"]);
  const tokenFrom = [...new Set([...from, ...cited(cluster, ["tokens"], ["data"])])];
  const script = (name: string, content: string): Artifact => ({
    path: `manifests/${name}`,
    mode: 0o755,
    content,
    from: tokenFrom,
  });
  return [
    ...files,
    textFile("manifests/objects.tsv", objectTable(cluster, objects), from),
    textFile("manifests/tokens.tsv", sourceTable(tokens), tokenFrom),
    script("apply.sh", asset("scripts/apply.sh")),
    script("bind-tokens", resolverScript(tokens, "main-manifests")),
  ];
}
