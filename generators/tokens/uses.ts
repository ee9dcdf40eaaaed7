/** Where tokens stand: in the spec's words, and in the files of the output. */

import type { SpecPath } from "../../schema/diagnostics.ts";
import { imagesOf } from "../images/artifacts.ts";
import { IMAGES } from "../images/index.ts";
import type { AddonName } from "../model/addons.ts";
import type { Artifact } from "../model/artifact.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Container, KubernetesObject } from "../model/objects.ts";
import { type Binder, bindText, linesOf, phaseOf, type Token, token, tokensIn, valuesOf } from "../model/token.ts";

/** A text that may hold tokens, before anything is bound. */
interface TokenText {
  readonly text: string;
  /** Its place in the spec: its own, or the add-on that brings it. */
  readonly at: SpecPath;
  readonly binder: Binder;
  /** Whether the values end up on a command line. */
  readonly onCommandLine: boolean;
}

/** A token in a text of the spec or of an add-on. */
export interface TokenUse extends TokenText {
  readonly name: string;
}

function containerTexts(cluster: Cluster, container: Container): readonly TokenText[] {
  const config = cluster.addons[String(container.from[1]) as AddonName] ?? null;
  const envAt = (name: string): SpecPath =>
    config !== null && !Object.hasOwn(config.env, name) ? container.from : [...container.from, "env", name];
  const inEnv = container.env.flatMap((variable): readonly TokenText[] =>
    "value" in variable
      ? [{ text: variable.value, at: envAt(variable.name), binder: "operator", onCommandLine: false }]
      : [],
  );
  const words = (key: "command" | "args"): readonly TokenText[] =>
    container[key].map((text, index) => ({
      text,
      at: config === null ? [...container.from, key, index] : container.from,
      binder: "operator",
      onCommandLine: true,
    }));
  return [...inEnv, ...words("command"), ...words("args")];
}

/** Every text of the spec and its add-ons that tokens are bound in. */
export function tokenTexts(cluster: Cluster, objects: readonly KubernetesObject[]): readonly TokenText[] {
  const inObjects = objects.flatMap((object) =>
    object.kind === "workload" ? object.containers.flatMap((container) => containerTexts(cluster, container)) : [],
  );
  const inFiles = cluster.files.map(
    ({ content, from }): TokenText => ({
      text: content,
      at: from[0] === "files" ? [...from, "content"] : from,
      binder: "machine",
      onCommandLine: false,
    }),
  );
  const inImages = imagesOf(cluster).flatMap(({ image, addon }) =>
    image.tokens.map(
      ({ name }): TokenText => ({
        text: token(name),
        at: ["addons", addon.name],
        binder: "container",
        onCommandLine: false,
      }),
    ),
  );
  return [...inObjects, ...inFiles, ...inImages];
}

/** Every use of a token in a text of the spec or of an add-on. */
export const tokenUses = (cluster: Cluster, objects: readonly KubernetesObject[]): readonly TokenUse[] =>
  tokenTexts(cluster, objects).flatMap((text) => tokensIn(text.text).map((name) => ({ name, ...text })));

/** A token in a file of the output. */
export interface FileUse {
  readonly path: string;
  /** From 1; where the value stands, or will stand. */
  readonly lines: readonly number[];
  readonly boundBy: string;
}

function boundBy(path: string, { source }: Token): string {
  const phase = source === null ? "boot" : phaseOf(source);
  if (phase === "synth") return "the compiler";
  if (path.startsWith("manifests/")) return "manifests/apply.sh";
  if (path.startsWith("images/")) return "the container's entrypoint";
  return phase === "apply" ? "Terraform" : "the machine";
}

/** The line of a bound text that a line of the unbound one has become. */
function boundLine(text: string, line: number, values: ReadonlyMap<string, string>): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.length === 0 ? 1 : bindText(before.join("\n"), values).split("\n").length + 1;
}

const isImageToken = (name: string): boolean => IMAGES.some(({ tokens }) => tokens.some((each) => each.name === name));

/**
 * The uses of a token in files: where it still stands, and where the compiler has put its value.
 *
 * @param unbound the files that the compiler bound something in, as they were before
 */
export function fileUses(
  cluster: Cluster,
  wanted: Token,
  files: readonly Artifact[],
  unbound: readonly Artifact[],
): readonly FileUse[] {
  const values = valuesOf(cluster.tokens);
  const early = wanted.value !== null;
  return (early ? unbound : files).flatMap(({ path, content }) => {
    // Two images may use one name, and so may a manifest: an image's tokens are its own.
    if (isImageToken(wanted.name) !== path.startsWith("images/")) return [];
    const lines = linesOf(content, wanted.name);
    if (lines.length === 0) return [];
    // Manifests keep every value on its line.
    const moves = early && !path.startsWith("manifests/");
    const placed = moves ? lines.map((line) => boundLine(content, line, values)) : lines;
    return [{ path, lines: placed, boundBy: boundBy(path, wanted) }];
  });
}
