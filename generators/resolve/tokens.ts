import type { SpecPath } from "../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";
import { IMAGES } from "../images/index.ts";
import { ALL_ADDONS } from "../manifests/addons/index.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Inputs } from "../model/inputs.ts";
import {
  type Declared,
  EVERY_SOURCE,
  factsOf,
  type SourceKind,
  type SourceProblem,
  type Token,
  type TokenSource,
  tokensIn,
} from "../model/token.ts";
import type { PlaceVariant, Variants } from "../model/variants.ts";

type Binding = NonNullable<ClusterSpec["tokens"]>[string];

/** `data/database_address` */
const inStack = (output: string, { outputs }: PlaceVariant): string => `${outputs[output]?.stack ?? ""}/${output}`;

/** The output that a binding asks for, itself or for the name of a secret. */
const outputAsked = ({ terraform, secretsmanager }: Binding): string | undefined =>
  terraform ?? /^terraform:(.+)$/.exec(secretsmanager ?? "")?.[1];

/** Outputs are asked for by their stack; the spec knows their names alone. */
function referenceOf(kind: SourceKind, binding: Binding, written: string, place: PlaceVariant): string {
  const output = kind === "terraform" || kind === "secretsmanager" ? outputAsked(binding) : undefined;
  if (output === undefined) return written;
  return kind === "terraform" ? inStack(output, place) : `terraform:${inStack(output, place)}`;
}

function sourceOf(binding: Binding, place: PlaceVariant): TokenSource | null {
  const kind = EVERY_SOURCE.find((each) => binding[each] !== undefined);
  if (kind === undefined) return null;
  return { kind, reference: referenceOf(kind, binding, String(binding[kind]), place), key: binding.key ?? null };
}

const chooseOne = ({ sources }: PlaceVariant): string => `give it one source: ${sources.join(", ")}`;

/** What is wrong with a binding as it is written. */
function bindingProblem(binding: Binding, source: TokenSource | null, place: PlaceVariant): SourceProblem | null {
  const given = EVERY_SOURCE.filter((each) => binding[each] !== undefined);
  if (given.length > 1) return { text: `it has ${given.length} sources: ${given.join(", ")}`, help: chooseOne(place) };
  if (source === null) return { text: "it has no source", help: chooseOne(place) };
  if (!place.sources.includes(source.kind)) {
    return { text: `the platform has no ${source.kind}`, help: chooseOne(place) };
  }
  if (source.key === null || factsOf(source).hasKeys === true) return null;
  return { text: `a value from ${source.kind} has no keys`, help: "remove key" };
}

/** What is wrong with an output that a binding asks for; whether its stack has it, the stack itself says. */
function outputProblem(binding: Binding, { outputs }: PlaceVariant): SourceProblem | null {
  const name = outputAsked(binding);
  if (name === undefined || Object.hasOwn(outputs, name)) return null;
  return { text: `the platform has no stack with the output ${name}`, help: "bind it to another source" };
}

type Read = { readonly value: string } | { readonly problem: SourceProblem } | null;

/** What YAML, systemd and shells trip over has no place in a text of ours; a spec could not hold it either. */
const hasControl = (text: string): boolean =>
  [...text].some((character) => (character < " " && !"\t\n".includes(character)) || character === "\u007f");

function checked(value: string): Read {
  if (hasControl(value)) {
    return { problem: { text: "its value holds a control character", help: "give it a value of printable text" } };
  }
  if (value !== "") return { value };
  return {
    problem: { text: "its value is empty", help: 'give it a value, or bind it to { value: "" } if it has none' },
  };
}

function readVariable(name: string, { env }: Inputs): Read {
  const found = env(name);
  if ("text" in found) return checked(found.text);
  const text = `cannot read the environment variable ${name}: ${found.problem}`;
  return { problem: { text, help: found.help ?? `set ${name} where clusterwright runs` } };
}

function readFile(path: string, { file }: Inputs): Read {
  const found = file(path);
  if ("text" in found) return checked(found.text.replace(/\r?\n$/, ""));
  const text = `cannot read the file ${path}: ${found.problem}`;
  return { problem: { text, help: found.help ?? `put a text file ${path} beside the spec` } };
}

/** The value, where the compiler binds it; never asked for a secret. */
function read({ kind, reference }: TokenSource, inputs: Inputs): Read {
  if (kind === "value") return { value: reference };
  if (kind === "env") return readVariable(reference, inputs);
  return kind === "file" ? readFile(reference, inputs) : null;
}

function resolveToken(
  { declaration, declaredBy }: Declared,
  binding: Binding | undefined,
  boundAt: SpecPath,
  { inputs, place }: { readonly inputs: Inputs; readonly place: PlaceVariant },
): Omit<Token, "idleAt"> {
  const source = binding === undefined ? declaration.source : sourceOf(binding, place);
  const byNature = source !== null && factsOf(source).isSecret === true;
  const secret = declaration.secret || (binding?.secret ?? byNature);
  const wrong =
    binding === undefined ? null : (bindingProblem(binding, source, place) ?? outputProblem(binding, place));
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

/** Tokens that stand under keys which are for a secret, and what they are. */
function keyTokens({ network, registries = {} }: Pick<ClusterSpec, "network" | "registries">) {
  const password = tokensIn(network?.password ?? "").map((name) => [name, "the password of the overlay"] as const);
  const logins = Object.entries(registries).flatMap(([registry, { auth }]) =>
    tokensIn(auth).map((name) => [name, `credentials of ${registry}`] as const),
  );
  return new Map<string, string>([...password, ...logins]);
}

/** Every token: the add-ons' own, the images', those that the spec alone brings, then the place's. */
export function resolveTokens(
  spec: Pick<ClusterSpec, "tokens" | "network" | "registries">,
  cluster: Pick<Cluster, "addons" | "platform">,
  { place: variant, bootstrap }: Pick<Variants, "place" | "bootstrap">,
  inputs: Inputs,
): readonly Token[] {
  const bindings = spec.tokens ?? {};
  const bindingOf = (name: string): Binding | undefined => (Object.hasOwn(bindings, name) ? bindings[name] : undefined);
  const byAddons = ALL_ADDONS.flatMap((addon): readonly Declared[] => {
    const declaredBy = ["addons", addon.name];
    const inImage = IMAGES.filter(({ name }) => name === addon.image && cluster.addons[addon.name] !== null);
    return [...addon.tokens(cluster), ...inImage.flatMap(({ tokens }) => tokens)].map((declaration) => ({
      declaration,
      declaredBy,
    }));
  });
  const place = (others: readonly Token[]): readonly Declared[] => [
    ...variant.tokens(cluster.platform, others),
    ...bootstrap.tokens,
  ];
  const known = new Set([...byAddons, ...place([])].map(({ declaration }) => declaration.name));
  const secrets = keyTokens(spec);
  const bySpec = Object.keys(bindings)
    .filter((name) => !known.has(name))
    .map(
      (name): Declared => ({
        declaration: {
          name,
          description: secrets.get(name) ?? "bound by the spec",
          secret: secrets.has(name),
          source: null,
        },
        declaredBy: ["tokens", name],
      }),
    );
  const resolved = (declared: Declared): Token => {
    const { name, internal } = declared.declaration;
    const path = ["tokens", name];
    const binding = bindingOf(name);
    const context = { inputs, place: variant };
    return internal === true
      ? { ...resolveToken(declared, undefined, path, context), idleAt: binding === undefined ? null : path }
      : { ...resolveToken(declared, binding, path, context), idleAt: null };
  };
  const others = [...byAddons, ...bySpec].map(resolved);
  const ofPlace = place(others).map(resolved);
  return [...others.filter((other) => !ofPlace.some(({ name }) => name === other.name)), ...ofPlace];
}
