/** Whether every token has a source, one that comes no later than its use, and a use. */

import { type Finding, MAX_DIAGNOSTICS, type SpecPath } from "../../schema/diagnostics.ts";
import { didYouMean, nearest } from "../../schema/suggest.ts";
import { credentialIn } from "../facts/credentials.ts";
import type { Cluster } from "../model/cluster.ts";
import type { KubernetesObject } from "../model/objects.ts";
import {
  type Binder,
  bindText,
  boundLength,
  factsOf,
  holdsToken,
  MAX_BOUND,
  MAX_BOUND_IN_SUM,
  phaseOf,
  SOURCES,
  type SourceFacts,
  type SourceKind,
  type Token,
  token,
  tokenSequence,
  valuesOf,
} from "../model/token.ts";
import type { Rule } from "../model/variants.ts";
import { type TokenUse, tokenTexts, tokenUses } from "../tokens/uses.ts";

const tokenOf = (tokens: readonly Token[], name: string): Token | undefined =>
  tokens.find((each) => each.name === name);

/** A use of a name that nothing declares. */
export const tokenUnknown: Rule = (cluster, { objects }) => {
  const known = cluster.tokens.map(({ name }) => name);
  const unknown = tokenUses(cluster, objects).filter(({ name }) => !known.includes(name));
  return unknown.slice(0, MAX_DIAGNOSTICS).map(
    ({ name, at }): Finding => ({
      code: "token-unknown",
      places: [{ path: at }],
      message: `nothing declares the token ${token(name)}`,
      help: didYouMean(name, known, `bind it: add "${name}" to "tokens"`, token),
    }),
  );
};

/** How a secret is bound where it can be kept best. */
const secretExample = (sources: readonly SourceKind[]): string =>
  sources.includes("secretsmanager")
    ? "secretsmanager: <name of the secret>, key: <its key, in a JSON object>"
    : "machineFile: <path of a file>";

/** Tokens of add-ons that wait for the spec to say where they come from. */
export const tokenUnbound: Rule = ({ tokens, sources }) =>
  tokens
    .filter(({ source, boundAt }) => source === null && boundAt === null)
    .map(
      ({ name, description, declaredBy, secret }): Finding => ({
        code: "token-unbound",
        places: [{ path: declaredBy, part: "key" }],
        message: `the token ${token(name)} has no source`,
        notes: [`it is the ${description}`],
        help: `add it to "tokens", such as "${name}: { ${secret ? secretExample(sources) : "value: <its value>"} }"`,
      }),
    );

/** Bindings that end nowhere: a misspelt name, more often than not. */
export const tokenUnused: Rule = (cluster, { objects }) => {
  const uses = new Set(tokenUses(cluster, objects).map(({ name }) => name));
  const declared = cluster.tokens.filter(({ declaredBy, internal }) => declaredBy[0] !== "tokens" && internal !== true);
  const wanted = [...declared.filter(({ boundAt }) => boundAt === null).map(({ name }) => name), ...uses].filter(
    (name) => tokenOf(cluster.tokens, name)?.declaredBy[0] !== "tokens",
  );
  // A whole file of unknown names has too many to compare each with each.
  const unknown = [...uses].filter((name) => tokenOf(cluster.tokens, name) === undefined).slice(0, MAX_DIAGNOSTICS);
  return (
    cluster.tokens
      .filter(({ name, boundAt }) => boundAt !== null && !uses.has(name))
      // A name that is misspelt where it is used is one mistake, and said there.
      .filter(({ name }) => nearest(name, unknown) === undefined)
      .map(
        ({ name, boundAt }): Finding => ({
          code: "token-unused",
          places: [{ path: boundAt as SpecPath, part: "key" }],
          message: `no text uses the token ${token(name)}`,
          help: didYouMean(name, wanted, "remove it, or write it where its value belongs", (near) => near),
          restsOn: [["workloads"], ["files"], ["addons"]],
        }),
      )
  );
};

/** Bindings of names that the compiler binds itself. */
export const tokenTaken: Rule = ({ tokens }) =>
  tokens.flatMap(({ name, idleAt }): readonly Finding[] =>
    idleAt === null
      ? []
      : [
          {
            code: "duplicate-name",
            places: [{ path: idleAt, part: "key" }],
            message: `the token ${token(name)} is bound without the spec: this source would never be asked`,
            help: "remove it, or give a token of your own another name",
          },
        ],
  );

const TWO_READINGS = /%%[A-Z][A-Z0-9_]*%%[A-Z][A-Z0-9_]*%%/;

/** The whole form with a name that is none, though in capitals it would be one that is known. */
function misspelt(text: string, known: ReadonlySet<string>): { message: string; help: string } | undefined {
  for (const [whole, written = ""] of text.matchAll(/%%([A-Za-z][A-Za-z0-9_-]*)%%/g)) {
    const name = written.toUpperCase().replaceAll("-", "_");
    if (name !== written && known.has(name)) {
      return {
        message: `"${whole}" is no token: names are upper-case, with underscores`,
        help: `did you mean ${token(name)}?`,
      };
    }
  }
  return undefined;
}

/** What is wrong with a text beside the single tokens in it. */
function textProblem(text: string, values: ReadonlyMap<string, string>): { message: string; help: string } | undefined {
  const twice = TWO_READINGS.exec(text)?.[0];
  if (twice !== undefined) {
    return {
      message: `"${twice}" can be read in two ways: two tokens share percent signs`,
      help: "put something between them",
    };
  }
  if (boundLength(text, values) > MAX_BOUND) {
    const message = `the text would be ${boundLength(text, values)} characters long with its values in place; ${MAX_BOUND} are allowed`;
    return { message, help: "use the longer tokens less often" };
  }
  const open = tokenSequence(text).filter((name) => !values.has(name));
  const after = tokenSequence(bindText(text, values));
  const arisen = after.find((name, index) => open[index] !== name);
  if (arisen === undefined) return undefined;
  return {
    message: `with the values in place the text holds ${token(arisen)}, which nobody wrote`,
    help: "keep percent signs at the edge of a value away from those of the text",
  };
}

/** Texts whose tokens are not what they seem, before or after their values are in place. */
export const tokenTextProblems: Rule = (cluster, { objects }) => {
  const values = valuesOf(cluster.tokens);
  const known = new Set(cluster.tokens.map(({ name }) => name));
  return tokenTexts(cluster, objects).flatMap(({ text, at }): readonly Finding[] => {
    const places = [{ path: at }] as const;
    const wrong = misspelt(text, known);
    if (wrong !== undefined) return [{ code: "token-unknown", places, ...wrong }];
    const problem = textProblem(text, values);
    return problem === undefined ? [] : [{ code: "token-source", places, ...problem }];
  });
};

/** How much a token's value adds to all texts that use it. */
const added = (texts: readonly string[], name: string, value: string): number =>
  value.length * texts.flatMap(tokenSequence).filter((each) => each === name).length;

/** Texts that are fine each, and too long in sum: a long value that many of them use. */
export const tokenSum: Rule = (cluster, { objects }) => {
  const values = valuesOf(cluster.tokens);
  const texts = tokenTexts(cluster, objects).map(({ text }) => text);
  const sum = texts.reduce((length, text) => length + boundLength(text, values), 0);
  if (sum <= MAX_BOUND_IN_SUM) return [];
  const longest = [...values]
    .map(([name, value]) => ({ name, length: added(texts, name, value) }))
    .reduce((most, each) => (each.length > most.length ? each : most));
  const { boundAt = null, declaredBy = [] } = tokenOf(cluster.tokens, longest.name) ?? {};
  return [
    {
      code: "token-source",
      places: [{ path: boundAt ?? declaredBy, part: "key" }],
      message: `the texts of the spec would be ${sum} characters long with their values in place; ${MAX_BOUND_IN_SUM} are allowed`,
      notes: [`${token(longest.name)} alone adds ${longest.length}`],
      help: "use the longer tokens less often",
    },
  ];
};

/** No source, several, or one that cannot be read; and values that would be taken for tokens themselves. */
export const tokenSource: Rule = ({ tokens }) =>
  tokens.flatMap(({ name, problem, boundAt, declaredBy, value }): readonly Finding[] => {
    const path = boundAt ?? declaredBy;
    if (problem !== null) {
      return [
        {
          code: "token-source",
          places: [{ path, part: "key" }],
          message: `the token ${token(name)} cannot be bound: ${problem.text}`,
          help: problem.help,
        },
      ];
    }
    if (value === null || !holdsToken(value)) return [];
    return [
      {
        code: "token-source",
        places: [{ path, part: "key" }],
        message: `the value of ${token(name)} holds a token itself`,
        notes: ["what a value holds is not looked through again by the compiler, but would be later on"],
        help: "write the text that the other token stands for where both belong",
      },
    ];
  });

const WHO: Readonly<Record<Binder, string>> = {
  operator: "manifests are bound by manifests/apply.sh",
  machine: "files on machines are bound by the machine",
  container: "the container binds it when it starts",
};

const usable = ({ sources, machineSources }: Cluster, binder: Binder): string =>
  sources
    .filter((kind) => (SOURCES[kind].binders as readonly Binder[]).includes(binder))
    .filter((kind) => binder !== "machine" || SOURCES[kind].phase !== "boot" || machineSources.includes(kind))
    .join(", ");

/** A source that whoever binds the text last cannot ask. */
export const tokenPhase: Rule = (cluster, { objects }) => {
  const { machineSources } = cluster;
  return tokenUses(cluster, objects).flatMap((use): readonly Finding[] => {
    const found = tokenOf(cluster.tokens, use.name);
    if (found?.source === undefined || found.source === null) return [];
    const { kind } = found.source;
    const onMachine = use.binder === "machine" && phaseOf(found.source) === "boot";
    if (factsOf(found.source).binders.includes(use.binder) && !(onMachine && !machineSources.includes(kind))) return [];
    const why = onMachine
      ? `machines of the family ${cluster.os.family} cannot ask ${kind}`
      : `nobody there can ask ${kind}`;
    return [
      {
        code: "token-phase",
        places: [
          { path: use.at },
          ...(found.boundAt === null
            ? []
            : [{ path: found.boundAt, part: "key" as const, label: `bound to ${kind} here` }]),
        ],
        message: `the token ${token(use.name)} has no value where this text is used`,
        notes: [`${WHO[use.binder]}; ${why}`],
        help: `bind it to one of ${usable(cluster, use.binder)}`,
      },
    ];
  });
};

/** Where secrets are kept that an operator made: `ssm, secretsmanager or machineFile` */
const keepers = (sources: readonly SourceKind[]): string =>
  sources
    .filter((kind) => (SOURCES[kind] as SourceFacts).hasKeys === true)
    .join(", ")
    .replace(/, (?=[^,]*$)/, " or ");

function exposed(
  { name, source, secret, boundAt, declaredBy, value }: Token,
  { sources }: Pick<Cluster, "sources">,
): readonly Finding[] {
  if (source === null) return [];
  const path = boundAt ?? declaredBy;
  const looks = value === null ? undefined : credentialIn(value);
  if (looks === undefined && (!secret || factsOf(source).secrets)) return [];
  return [
    {
      code: "token-secret",
      places: [{ path, part: "key" }],
      message:
        looks === undefined
          ? `the secret ${token(name)} would be laid open: its source is ${source.kind}`
          : `the value of ${token(name)} looks like ${looks}, and would end up in the output`,
      notes: [
        sources.includes("terraform")
          ? "what the compiler or Terraform binds stands in files and in state"
          : "what the compiler binds stands in files",
      ],
      help: `bind it to ${keepers(sources)}`,
    },
  ];
}

const onCommandLine = (
  { tokens }: { readonly tokens: readonly Token[] },
  { name, at, onCommandLine: open }: TokenUse,
): readonly Finding[] =>
  open && tokenOf(tokens, name)?.secret === true
    ? [
        {
          code: "token-secret",
          places: [{ path: at }],
          message: `the secret ${token(name)} would stand on a command line`,
          notes: ["every process of the machine may read it there"],
          help: "hand it over in env",
        },
      ]
    : [];

/** A warning, for the spec holds it already, and only its author knows what it is. */
const literals = (cluster: Cluster, objects: readonly KubernetesObject[]): readonly Finding[] =>
  tokenTexts(cluster, objects).flatMap(({ text, at }): readonly Finding[] => {
    const what = credentialIn(text);
    if (what === undefined) return [];
    return [
      {
        code: "token-secret",
        severity: "warning",
        places: [{ path: at }],
        message: `the text looks like it holds ${what}, and stands in the spec and in the output`,
        help: `write a token in its place, such as "%%SECRET%%", and bind it to ${keepers(cluster.sources)}`,
      },
    ];
  });

/** Secrets whose values the compiler, Terraform's state or a command line would see. */
export const tokenSecret: Rule = (cluster, { objects }) => [
  ...literals(cluster, objects),
  ...cluster.tokens.flatMap((each) => exposed(each, cluster)),
  ...tokenUses(cluster, objects).flatMap((use) => onCommandLine(cluster, use)),
];
