import type { ValidateFunction } from "ajv";
import { schemaOf } from "./definitions.ts";
import { type Diagnostic, type Finding, MAX_DIAGNOSTICS, type SpecPath } from "./diagnostics.ts";
import { explain, type SchemaError, schemaError, shown } from "./explain.ts";
import type { ClusterSpec, YclusterSpec } from "./generated/types.ts";
import { checkLegacy, checkNative } from "./generated/validators.js";
import { neededErrors } from "./needed.ts";
import { type SpecForm, writtenPath } from "./paths.ts";
import { isUnsure, recover } from "./recover.ts";
import { positioned, type Source } from "./source.ts";
import { isYcluster, upgrade } from "./ycluster.ts";

/** A spec of the right shape, what was wrong with the one that was written, and which parts are stand-ins. */
export interface Validated {
  readonly ok: true;
  readonly form: SpecForm;
  readonly source: Source;
  readonly spec: ClusterSpec;
  readonly diagnostics: readonly Diagnostic[];
  /** Paths as written, where `spec` holds an example instead of what the writer meant. */
  readonly unsure: readonly SpecPath[];
}

/** In two steps: one pattern for both would try every `<` with every word behind it. */
const BRACKETED = /<[^<>]*>/g;
const UNFILLED = /CHANGE|YOUR|TODO|FIXME|REPLACE/i;
const UNFILLED_ALONE = /^(CHANGE-?_?ME|TODO|FIXME|XXX+)$/i;

const isPlaceholder = (text: string): boolean =>
  UNFILLED_ALONE.test(text) || (text.match(BRACKETED) ?? []).some((part) => UNFILLED.test(part));

/** Every text of the spec that still holds a template's placeholder. */
function placeholders(value: unknown, path: SpecPath = []): readonly Finding[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, child]) =>
      placeholders(child, [...path, Array.isArray(value) ? Number(key) : key]),
    );
  }
  // A text of the operator's own may well be about placeholders.
  const isOwnText = path[0] === "files" || path[0] === "tokens";
  if (typeof value !== "string" || isOwnText || !isPlaceholder(value)) return [];
  const key = path.findLast((part) => typeof part === "string");
  const message = `${shown(value)} is a placeholder: "${key}" has no value yet`;
  return [{ code: "placeholder", places: [{ path }], message, help: "put your own value there" }];
}

const errorsOf = (check: ValidateFunction, value: unknown): readonly SchemaError[] =>
  check(value) ? [] : (check.errors ?? []).map((error) => schemaError(error, value));

/** What the schema cannot say by itself: which kinds of place need a key. */
const nativeErrors = (value: unknown): readonly SchemaError[] => [
  ...errorsOf(checkNative, value),
  ...neededErrors(value, schemaOf("native")),
];

/** A misspelt key is one mistake: the key it should have been is not also missing. */
function withoutMisspelt(findings: readonly Finding[]): readonly Finding[] {
  const meant = new Set(
    findings
      .filter((each) => each.code === "unknown-key")
      .map((each) => `${each.places[0].path.slice(0, -1)}|${each.help}`),
  );
  return findings.filter(({ code, places, message }) => {
    const key = /the key "([^"]+)"$/.exec(message)?.[1];
    return code !== "missing-key" || !meant.has(`${places[0].path}|did you mean "${key}"?`);
  });
}

/** More than can be printed; a file of nothing but mistakes need not have them all looked up. */
const MAX_FINDINGS = 2 * MAX_DIAGNOSTICS;

/** Bounds the rounds of repair; an example that is itself refused would otherwise loop. */
const MAX_ROUNDS = 4;

/** The first errors in words; to look for what each of a whole file of unknown keys may have meant would take seconds. */
function explained(errors: readonly SchemaError[]): readonly Finding[] {
  const found: Finding[] = [];
  for (const error of errors) {
    if (found.length === MAX_FINDINGS) break;
    const finding = explain(error);
    if (finding !== undefined) found.push(finding);
  }
  return found;
}

interface Shape {
  readonly value: unknown;
  readonly findings: readonly Finding[];
  readonly unsure: readonly SpecPath[];
}

function checkShape(errorsIn: (value: unknown) => readonly SchemaError[], written: unknown): Shape {
  const left = placeholders(written);
  let unsure: readonly SpecPath[] = left.map((finding) => finding.places[0].path);
  let refusals: readonly Finding[] = [];
  let value = written;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const errors = errorsIn(value);
    if (errors.length === 0) break;
    const fresh = explained(errors);
    const known = unsure;
    // A whole file of mistakes has too many to hand them over as arguments of a push.
    refusals = refusals.concat(
      fresh.filter(({ places: [{ path, part }] }) => part === "key" || !isUnsure(known, path)),
    );
    const repaired = recover(value, errors);
    value = repaired.value;
    unsure = unsure.concat(repaired.unsure);
  }
  return { value, findings: [...left, ...withoutMisspelt(refusals)], unsure };
}

const isMapping = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** Checks the shape against the schema of the spec's form, and brings the older form into the native one. */
export function validate(
  source: Source,
): Validated | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] } {
  if (!isMapping(source.value)) {
    const message = `a spec is a mapping, not ${shown(source.value)}`;
    return { ok: false, diagnostics: [positioned(source, { code: "unknown-form", places: [{ path: [] }], message })] };
  }
  const legacy = isYcluster(source.value);
  const shape = checkShape(legacy ? (value) => errorsOf(checkLegacy, value) : nativeErrors, source.value);
  const diagnostics = shape.findings.slice(0, MAX_FINDINGS).map((finding) => positioned(source, finding));
  const spec = legacy ? upgrade(shape.value as YclusterSpec) : (shape.value as ClusterSpec);
  const form: SpecForm = legacy ? "ycluster" : "native";
  const written = (path: SpecPath): SpecPath | undefined => writtenPath(form, path);
  return { ok: true, form, source: { ...source, written }, spec, diagnostics, unsure: shape.unsure };
}
