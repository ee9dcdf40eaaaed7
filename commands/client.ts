import { basename, dirname, join } from "node:path";
import { clientArtifacts, type Described } from "../generators/client/artifacts.ts";
import { type Part, type Read, readSwagger, type Swagger } from "../generators/client/swagger.ts";
import { filesOnly } from "../generators/emit/inventory.ts";
import type { Diagnostic } from "../schema/diagnostics.ts";
import { printDiagnostics } from "../schema/print.ts";
import { visible } from "../schema/visible.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { readPlainFile } from "./read-spec.ts";
import { emitTo, exitOf, sayOutcome } from "./synth.ts";
import { refuse, type Terminal } from "./terminal.ts";

interface ClientOptions {
  /** What the generator calls the language, e.g. `python` */
  readonly lang: string;
  readonly out: string;
  readonly force: boolean;
}

/** Bytes; Kubernetes's own have one to four million. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Lines that are named to people. */
const MOST_LINES = 20;

function read(file: string): Read {
  const bytes = readPlainFile(file, { what: "description", most: MOST_BYTES, usage: "client <swagger.json>" });
  return bytes instanceof Uint8Array ? readSwagger(file, bytes) : { ok: false, text: "", diagnostics: [bytes] };
}

/**
 * What files a part of a listing may be called, beside it: `/api/v1` is `api/v1.json`, `api_v1.json` or, as Kubernetes has it,
 * `v1.json`.
 */
function namesOf({ path }: Part): readonly string[] {
  const words = path
    .replaceAll("{format}", "json")
    .split("/")
    .filter((word) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(word));
  const own = words.filter((word, index) => index > 0 || !["api", "apis"].includes(word));
  const all = [words.join("/"), words.join("_"), own.join("_")].filter((name) => name !== "");
  return [...new Set(all.flatMap((name) => (name.endsWith(".json") ? [name] : [`${name}.json`, name])))];
}

interface Found {
  readonly described: readonly Described[];
  /** By file, what is wrong with it, and its text. */
  readonly problems: readonly { readonly text: string; readonly diagnostics: readonly Diagnostic[] }[];
}

/** The first of a part's files that is there. */
function partOf(listing: string, swagger: Swagger, part: Part): Found {
  const directory = dirname(listing);
  const candidates = namesOf(part).map((name) => join(directory, name));
  for (const file of candidates) {
    const found = read(file);
    if (found.ok) return { described: [{ name: basename(file), file, swagger: found }], problems: [] };
    if (found.diagnostics.some(({ code }) => code !== "unreadable")) return { described: [], problems: [found] };
  }
  const message = `the part ${JSON.stringify(part.path)} is not there: ${candidates.map(visible).join(", ") || "no file can be called so"}`;
  const missing = swagger.problem(
    "unreadable",
    message,
    "put it beside the listing, under one of these names",
    part.at,
  );
  return { described: [], problems: [{ text: swagger.text, diagnostics: [missing] }] };
}

function describe(file: string): Found {
  const found = read(file);
  if (!found.ok) return { described: [], problems: [found] };
  const own: Described = { name: basename(file), file, swagger: found };
  const parts = found.parts.map((part) => partOf(file, found, part));
  return {
    described: [own, ...parts.flatMap(({ described }) => described)],
    problems: parts.flatMap(({ problems }) => problems),
  };
}

const counted = (lines: readonly number[]): string => {
  const shown = lines.slice(0, MOST_LINES).join(", ");
  return `${lines.length} of type "any" ${lines.length === 1 ? "is" : "are"} "string" now, on line${lines.length === 1 ? "" : "s"} ${shown}${lines.length > MOST_LINES ? ", and further on" : ""}`;
};

function words({ swagger }: Described): string {
  if (swagger.kind === "listing") return `lists ${swagger.parts.length} parts`;
  if (swagger.kind === "openapi") return `is of version ${swagger.version}, which needs no mending`;
  return swagger.lines.length === 0 ? 'has no type "any"' : counted(swagger.lines);
}

/** Two descriptions of one name would be one file. */
const clashOf = (described: readonly Described[]): string | undefined => {
  const seen = new Map<string, string>();
  for (const { name, file } of described) {
    const first = seen.get(name.toLowerCase());
    if (first !== undefined) return `${visible(first)} and ${visible(file)} would both be ${visible(name)}`;
    seen.set(name.toLowerCase(), file);
  }
  return undefined;
};

/** Mends descriptions of an API, and writes them with the script that makes a client of them. */
export function client(files: readonly string[], { lang, out, force }: ClientOptions, terminal: Terminal): ExitCode {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(lang)) {
    return refuse(terminal, `${JSON.stringify(lang)} is no language of a generator, such as python`, EXIT.usage);
  }
  const found = files.map(describe);
  const problems = found.flatMap((each) => each.problems);
  const diagnostics = problems.flatMap((each) => each.diagnostics);
  for (const each of problems) terminal.note(printDiagnostics(each.diagnostics, each.text, terminal.paint));
  if (problems.length > 0) {
    terminal.answer({ diagnostics });
    return EXIT.diagnostics;
  }
  // A part that is named beside its listing is one file all the same.
  const described = found
    .flatMap((each) => each.described)
    .filter(({ file }, index, all) => all.findIndex((other) => other.file === file) === index);
  const clash = clashOf(described);
  if (clash !== undefined) return refuse(terminal, `${clash}; nothing was written`, EXIT.diagnostics, { diagnostics });
  const artifacts = clientArtifacts(lang, described);
  const outcome = emitTo(out, [...artifacts, filesOnly(files.join(" "), artifacts)], force);
  if (outcome.ok) for (const each of described) terminal.say(`${visible(each.file)}: ${words(each)}\n`);
  sayOutcome(terminal, outcome, "then: generate.sh there makes the client");
  const answered = described.map(({ file, swagger: { kind, version, lines } }) => ({ file, kind, version, lines }));
  terminal.answer({ diagnostics, descriptions: answered, outputs: [outcome] });
  return exitOf([outcome]);
}
