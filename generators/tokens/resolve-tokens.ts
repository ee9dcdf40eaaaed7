import type { SpecPath } from "../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { Cluster, Data } from "../cluster.ts";
import { IMAGES } from "../images/index.ts";
import type { Inputs } from "../inputs.ts";
import { ADDONS } from "../manifests/addons/index.ts";
import { OUTPUTS, type OutputName } from "../terraform/outputs.ts";
import { factsOf, type SourceKind, type Token, type TokenDeclaration, type TokenSource } from "./token.ts";

type Binding = NonNullable<ClusterSpec["tokens"]>[string];

interface Declared {
  readonly declaration: TokenDeclaration;
  readonly declaredBy: SpecPath;
}

/** The keys of a binding that name a source. */
const KINDS = ["value", "env", "file", "terraform", "metadata", "ssm", "secretsmanager", "machineFile"] as const;

/** Sources whose values are secrets unless the spec says that they are not. */
const SECRET_BY_NATURE: readonly SourceKind[] = ["ssm", "secretsmanager"];

const outputOf = (name: string) => OUTPUTS[name as OutputName];

const stackOf = (name: string): string => `${outputOf(name).stack}/${name}`;

/** Outputs are asked for by their stack; the spec knows their names alone. */
function referenceOf(kind: SourceKind, written: string): string {
  if (kind === "terraform") return stackOf(written);
  const output = /^terraform:(.+)$/.exec(written)?.[1];
  return kind === "secretsmanager" && output !== undefined ? `terraform:${stackOf(output)}` : written;
}

function sourceOf(binding: Binding): TokenSource | null {
  const kind = KINDS.find((each) => binding[each] !== undefined);
  if (kind === undefined) return null;
  return { kind, reference: referenceOf(kind, String(binding[kind])), key: binding.key ?? null };
}

/** What is wrong with a binding as it is written. */
function bindingProblem(binding: Binding, source: TokenSource | null): string | null {
  const given = KINDS.filter((each) => binding[each] !== undefined);
  if (given.length > 1) return `it has ${given.length} sources: ${given.join(", ")}`;
  if (source === null) return "it has no source";
  if (source.key !== null && source.kind !== "secretsmanager" && source.kind !== "ssm" && source.kind !== "machineFile")
    return `a value from ${source.kind} has no keys`;
  return null;
}

/** The output that a source asks for, itself or for the name of a secret. */
const outputAsked = ({ kind, reference }: TokenSource): string | undefined =>
  (kind === "terraform" ? /^\w+\/(\w+)$/ : /^terraform:\w+\/(\w+)$/).exec(reference)?.[1];

/** What is wrong with an output that a source asks for. */
function outputProblem(source: TokenSource | null, data: Data): string | null {
  const name = source === null ? undefined : outputAsked(source);
  if (name === undefined) return null;
  const { exists, needs } = outputOf(name);
  return exists(data) ? null : `no stack has the output ${name} without ${needs}`;
}

/** What YAML, systemd and shells trip over has no place in a text of ours; a spec could not hold it either. */
const hasControl = (text: string): boolean =>
  [...text].some((character) => (character < " " && !"\t\n".includes(character)) || character === "\u007f");

const checked = (value: string): Read =>
  hasControl(value) ? { problem: "its value holds a control character" } : { value };

type Read = { readonly value: string } | { readonly problem: string } | null;

/** The value, where the compiler binds it; never asked for a secret. */
function read(source: TokenSource, inputs: Inputs): Read {
  const { kind, reference } = source;
  if (kind === "value") return { value: reference };
  if (kind === "env") {
    const value = inputs.env(reference);
    return value === undefined ? { problem: `the environment variable ${reference} is not set` } : checked(value);
  }
  if (kind !== "file") return null;
  const found = inputs.file(reference);
  return "text" in found
    ? checked(found.text.replace(/\n$/, ""))
    : { problem: `cannot read the file ${reference}: ${found.problem}` };
}

function resolveToken(
  { declaration, declaredBy }: Declared,
  binding: Binding | undefined,
  boundAt: SpecPath,
  { inputs, data }: { readonly inputs: Inputs; readonly data: Data },
): Token {
  const source = binding === undefined ? declaration.source : sourceOf(binding);
  const byNature = source !== null && SECRET_BY_NATURE.includes(source.kind);
  const secret = declaration.secret || (binding?.secret ?? byNature);
  const wrong = binding === undefined ? null : (bindingProblem(binding, source) ?? outputProblem(source, data));
  const found = source === null || wrong !== null || (secret && !factsOf(source).secrets) ? null : read(source, inputs);
  return {
    ...declaration,
    source,
    secret,
    declaredBy,
    boundAt: binding === undefined ? null : boundAt,
    value: found !== null && "value" in found ? found.value : null,
    problem: wrong ?? (found !== null && "problem" in found ? found.problem : null),
  };
}

/** Every token: the add-ons' own, the images', then those that the spec alone brings. */
export function resolveTokens(
  spec: Pick<ClusterSpec, "tokens">,
  cluster: Pick<Cluster, "data" | "addons">,
  inputs: Inputs,
): readonly Token[] {
  const bindings = spec.tokens ?? {};
  const bindingOf = (name: string): Binding | undefined => (Object.hasOwn(bindings, name) ? bindings[name] : undefined);
  const byAddons = ADDONS.flatMap((addon): readonly Declared[] => {
    const declaredBy = ["addons", addon.name];
    const inImage = IMAGES.filter(({ name }) => name === addon.image && cluster.addons[addon.name] !== null);
    return [...addon.tokens(cluster), ...inImage.flatMap(({ tokens }) => tokens)].map((declaration) => ({
      declaration,
      declaredBy,
    }));
  });
  const known = new Set(byAddons.map(({ declaration }) => declaration.name));
  const bySpec = Object.keys(bindings)
    .filter((name) => !known.has(name))
    .map(
      (name): Declared => ({
        declaration: { name, description: "bound by the spec", secret: false, source: null },
        declaredBy: ["tokens", name],
      }),
    );
  return [...byAddons, ...bySpec].map((declared) => {
    const { name, internal } = declared.declaration;
    return resolveToken(declared, internal === true ? undefined : bindingOf(name), ["tokens", name], {
      inputs,
      data: cluster.data,
    });
  });
}
