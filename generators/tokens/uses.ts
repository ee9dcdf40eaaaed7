/** Where tokens stand: in the spec's words, and in the files of the output. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { Artifact } from "../artifact.ts";
import type { AddonName, Cluster } from "../cluster.ts";
import { imagesOf } from "../images/artifacts.ts";
import { IMAGES } from "../images/index.ts";
import type { Container, KubernetesObject } from "../manifests/model.ts";
import { type Binder, bindText, linesOf, phaseOf, type Token, tokensIn, valuesOf } from "./token.ts";

/** A token in a text, before anything is bound. */
export interface TokenUse {
  readonly name: string;
  /** The text's place in the spec: its own, or the add-on that brings it. */
  readonly at: SpecPath;
  readonly binder: Binder;
  /** Whether the value ends up on a command line. */
  readonly onCommandLine: boolean;
}

const usesIn = (text: string, use: Omit<TokenUse, "name">): readonly TokenUse[] =>
  tokensIn(text).map((name) => ({ name, ...use }));

function containerUses(cluster: Cluster, owner: string, container: Container): readonly TokenUse[] {
  const config = cluster.addons[owner as AddonName] ?? null;
  const envAt = (name: string): SpecPath =>
    config !== null && !Object.hasOwn(config.env, name) ? container.from : [...container.from, "env", name];
  const inEnv = container.env.flatMap((variable) =>
    "value" in variable
      ? usesIn(variable.value, { at: envAt(variable.name), binder: "operator", onCommandLine: false })
      : [],
  );
  const inCommand = [...container.command, ...container.args].flatMap((word, index) =>
    usesIn(word, {
      at: config === null ? [...container.from, "command", index] : container.from,
      binder: "operator",
      onCommandLine: true,
    }),
  );
  return [...inEnv, ...inCommand];
}

/** Every use of a token in what the spec and its add-ons bring. */
export function tokenUses(cluster: Cluster, objects: readonly KubernetesObject[]): readonly TokenUse[] {
  const inObjects = objects.flatMap((object) =>
    object.kind === "workload"
      ? object.containers.flatMap((container) => containerUses(cluster, String(container.from[1] ?? ""), container))
      : [],
  );
  const inFiles = cluster.files.flatMap(({ content }, index) =>
    usesIn(content, { at: ["files", index, "content"], binder: "machine", onCommandLine: false }),
  );
  const inImages = imagesOf(cluster).flatMap(({ image, addon }) =>
    image.tokens.map(
      ({ name }): TokenUse => ({
        name,
        at: ["addons", addon.name],
        binder: "container",
        onCommandLine: false,
      }),
    ),
  );
  return [...inObjects, ...inFiles, ...inImages];
}

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
  token: Token,
  files: readonly Artifact[],
  unbound: readonly Artifact[],
): readonly FileUse[] {
  const values = valuesOf(cluster.tokens);
  const early = token.value !== null;
  return (early ? unbound : files).flatMap(({ path, content }) => {
    // Two images may use one name, and so may a manifest: an image's tokens are its own.
    if (isImageToken(token.name) !== path.startsWith("images/")) return [];
    const lines = linesOf(content, token.name);
    if (lines.length === 0) return [];
    // Manifests keep every value on its line.
    const moves = early && !path.startsWith("manifests/");
    const placed = moves ? lines.map((line) => boundLine(content, line, values)) : lines;
    return [{ path, lines: placed, boundBy: boundBy(path, token) }];
  });
}
