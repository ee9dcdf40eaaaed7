/** `%%NAME%%`: a value that is not known when its text is written. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";

/** When a token's value takes its place: in the compiler, in Terraform, or where the text is used. */
type Phase = "synth" | "apply" | "boot";

/** Who reads a text last, and so binds what is still open in it. */
export type Binder = "operator" | "machine" | "container";

export interface TokenSource {
  readonly kind: SourceKind;
  /** What the source is asked for: a name, a path, `<stack>/<output>`. */
  readonly reference: string;
  /** The key of a JSON object, where the source holds one. */
  readonly key: string | null;
}

/** What a part of the system says about a token that its texts hold. */
export interface TokenDeclaration {
  readonly name: string;
  readonly description: string;
  readonly secret: boolean;
  /** Where the value comes from unless the spec says otherwise. */
  readonly source: TokenSource | null;
  /** Whether only the texts of the part that declares it are ever bound, so that the spec has no say. */
  readonly internal?: boolean;
}

/** A declaration, and the part of the spec that brings it. */
export interface Declared {
  readonly declaration: TokenDeclaration;
  readonly declaredBy: SpecPath;
}

export interface Token extends TokenDeclaration {
  /** The part of the spec that brings it: an add-on, or its own binding. */
  readonly declaredBy: SpecPath;
  /** Where the spec binds it; null where it keeps the source of its declaration. */
  readonly boundAt: SpecPath | null;
  /** Where the spec binds it although it has no say; null elsewhere. */
  readonly idleAt: SpecPath | null;
  /** Its value, where the compiler binds it. */
  readonly value: string | null;
  readonly problem: SourceProblem | null;
}

/** What is wrong with the source of a token, and what helps. */
export interface SourceProblem {
  readonly text: string;
  readonly help: string;
}

type Binding = NonNullable<ClusterSpec["tokens"]>[string];

export interface SourceFacts {
  readonly phase: Phase;
  /** Who can ask the source when text is bound that late. */
  readonly binders: readonly Binder[];
  /** Whether a secret may come from there: its value must never pass through the compiler or Terraform's state. */
  readonly secrets: boolean;
  /** Whether its values are secrets unless the spec says that they are not. */
  readonly isSecret?: boolean;
  /** Whether its values may be JSON objects, of which a key is asked for. */
  readonly hasKeys?: boolean;
  /** Where an operator makes a value of it beforehand. */
  readonly service?: string;
  /** A program that asking it takes. */
  readonly program?: string;
}

const EVERYBODY: readonly Binder[] = ["operator", "machine", "container"];

const OPERATOR_OR_MACHINE: readonly Binder[] = ["operator", "machine"];

const asked = { phase: "boot", binders: OPERATOR_OR_MACHINE, secrets: true, hasKeys: true } as const;
const ofAws = { ...asked, isSecret: true, program: "the AWS command line" } as const;

/** Every source that a spec may name, by the key of a binding. */
const NAMED = {
  value: { phase: "synth", binders: EVERYBODY, secrets: false },
  env: { phase: "synth", binders: EVERYBODY, secrets: false },
  file: { phase: "synth", binders: EVERYBODY, secrets: false },
  terraform: { phase: "apply", binders: OPERATOR_OR_MACHINE, secrets: false },
  metadata: { phase: "boot", binders: ["machine"], secrets: true },
  ssm: { ...ofAws, service: "SSM" },
  secretsmanager: { ...ofAws, service: "Secrets Manager" },
  machineFile: asked,
} as const satisfies Readonly<Record<Exclude<keyof Binding, "key" | "secret">, SourceFacts>>;

/** The same with what no spec names: the environment of a container. */
export const SOURCES = {
  ...NAMED,
  environment: { phase: "boot", binders: ["machine", "container"], secrets: true },
} as const satisfies Readonly<Record<string, SourceFacts>>;

/** What a spec may name, in the order in which a message lists it. */
export const EVERY_SOURCE = Object.keys(NAMED) as readonly (keyof typeof NAMED)[];

export type SourceKind = keyof typeof SOURCES;

export const factsOf = ({ kind }: TokenSource): SourceFacts => SOURCES[kind];

/** `<stack>/<output>` that a source is asked for, itself or for the name of a secret; undefined where it is no output. */
export const outputOf = ({ kind, reference }: TokenSource): string | undefined =>
  kind === "terraform" ? reference : /^terraform:(.+)$/.exec(reference)?.[1];

export const phaseOf = (source: TokenSource): Phase => factsOf(source).phase;

/** Only the whole form: a lone `%%` is legal in units and in shell. */
const TOKEN = /%%([A-Z][A-Z0-9_]*)%%/g;

export const token = (name: string): string => `%%${name}%%`;

/** The names of the tokens in a text, each once, in order. */
export const tokensIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(TOKEN)].map((match) => match[1] ?? "")),
];

export const holdsToken = (text: string): boolean => tokensIn(text).length > 0;

/** The lines on which a token stands, from 1. */
export const linesOf = (text: string, name: string): readonly number[] =>
  text.split("\n").flatMap((line, index) => (line.includes(token(name)) ? [index + 1] : []));

/** Every token of a text in its order, as often as it stands there. */
export const tokenSequence = (text: string): readonly string[] =>
  [...text.matchAll(TOKEN)].map((match) => match[1] ?? "");

/** As long as a bound text may become; no file or variable that anybody means is longer. */
export const MAX_BOUND = 1024 * 1024;

/** As long as all bound texts of a cluster may become together: a small spec must not fill a disk. */
export const MAX_BOUND_IN_SUM = 8 * MAX_BOUND;

/** How long a text becomes when it is bound. */
export const boundLength = (text: string, values: ReadonlyMap<string, string>): number =>
  tokenSequence(text).reduce((sum, name) => sum + (values.get(name)?.length ?? 0), text.length);

/**
 * A text with the given values in place, byte for byte; what a value holds is not looked through again. One that
 * would become too long stays as it is: the rule `token-source` refuses it.
 */
export const bindText = (text: string, values: ReadonlyMap<string, string>): string =>
  boundLength(text, values) > MAX_BOUND
    ? text
    : text.replaceAll(TOKEN, (whole, name: string) => values.get(name) ?? whole);

/** What the compiler binds. */
export const valuesOf = (tokens: readonly Token[]): ReadonlyMap<string, string> =>
  new Map(tokens.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])));
