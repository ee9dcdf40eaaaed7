#!/usr/bin/env node
import { Argument, Command, CommanderError, Option } from "commander";
import { accept } from "./commands/accept.ts";
import { check } from "./commands/check.ts";
import { client } from "./commands/client.ts";
import { completion, SHELLS, type Shell } from "./commands/completion.ts";
import { convert } from "./commands/convert.ts";
import { diff } from "./commands/diff.ts";
import { elsewhere } from "./commands/elsewhere.ts";
import { CommandError, EXIT, type ExitCode } from "./commands/exit.ts";
import { explainKey, explainOutput } from "./commands/explain.ts";
import { scale } from "./commands/scale.ts";
import { synth } from "./commands/synth.ts";
import { type Format, processTerminal, refuse } from "./commands/terminal.ts";
import { tokens } from "./commands/tokens.ts";
import { validate } from "./commands/validate.ts";
import { LockedError } from "./generators/emit/lock.ts";
import manifest from "./package.json" with { type: "json" };
import { visible, visibleLines } from "./schema/visible.ts";

const DEFAULT_SPEC = "cluster.yml";

interface Flags {
  readonly format: Format;
}

interface AcceptFlags extends Flags {
  readonly accept: readonly string[];
}

interface SynthFlags extends AcceptFlags {
  readonly out: string;
  readonly force: boolean;
  readonly check: boolean;
}

interface ClientFlags extends Flags {
  readonly lang: string;
  readonly out: string;
  readonly force: boolean;
}

const format = (): Option => new Option("--format <format>", "how to print").choices(["text", "json"]).default("text");

const specsOr = (specs: readonly string[]): readonly string[] => (specs.length > 0 ? specs : [DEFAULT_SPEC]);

type Done = (code: ExitCode) => void;

function addSpecCommands(program: Command, done: Done): void {
  program
    .command("synth")
    .description("compile specs and write out/<cluster>/")
    .argument("[spec...]", `spec files (default: ${DEFAULT_SPEC})`)
    .option("--out <dir>", "where the clusters' directories go", "out")
    .option("--force", "also replace files that were edited since they were written", false)
    .option("--check", "write nothing; print what would change, and fail if anything would", false)
    .addOption(accept())
    .addOption(format())
    .action((specs: string[], { check: only, format, ...options }: SynthFlags) => {
      const terminal = processTerminal(format);
      done(only ? check(specsOr(specs), options, terminal) : synth(specsOr(specs), options, terminal));
    });
  program
    .command("validate")
    .description("check specs and write nothing")
    .argument("[spec...]", `spec files (default: ${DEFAULT_SPEC})`)
    .option("--strict", "take every warning that the spec does not acknowledge for an error", false)
    .addOption(format())
    .action((specs: string[], flags: Flags & { readonly strict: boolean }) =>
      done(validate(specsOr(specs), flags.strict, processTerminal(flags.format))),
    );
  program
    .command("diff")
    .description("say which files and resources change between two specs, or output directories")
    .argument("<old>", "spec file or cluster directory")
    .argument("<new>", "spec file or cluster directory")
    .addOption(accept())
    .addOption(format())
    .action((old: string, now: string, flags: AcceptFlags) =>
      done(diff(old, now, flags.accept, processTerminal(flags.format))),
    );
}

function addOperatorCommands(program: Command, done: Done): void {
  program
    .command("scale")
    .description("change the number of nodes of a pool in the spec, and nothing else in it")
    .argument("<pool>", "name of the node pool")
    .argument("<count>", "5, +1 or -1")
    .argument("[spec]", "spec file", DEFAULT_SPEC)
    .addOption(accept())
    .addOption(format())
    .action((pool: string, count: string, spec: string, flags: AcceptFlags) =>
      done(scale(pool, count, { spec, accept: flags.accept }, processTerminal(flags.format))),
    );
  program
    .command("explain")
    .description("say what a key of the spec is, or where a file of the output comes from")
    .argument("[path]", "key, such as nodePools.count", "")
    .option("--output <file>", "a file in out/<cluster>/")
    .addOption(format())
    .action((path: string, flags: Flags & { readonly output?: string }) => {
      const terminal = processTerminal(flags.format);
      done(flags.output === undefined ? explainKey(path, terminal) : explainOutput(flags.output, terminal));
    });
  program
    .command("tokens")
    .description("list the tokens of a cluster: when each is bound, where its value comes from, where it stands")
    .argument("[spec]", "spec file", DEFAULT_SPEC)
    .addOption(format())
    .action((spec: string, flags: Flags) => done(tokens(spec, processTerminal(flags.format))));
  program
    .command("convert")
    // Its name up to 1.0; nothing of a cluster is upgraded by it.
    .alias("upgrade")
    .description("print the native spec that a ycluster.yml stands for")
    .argument("<spec>", "spec file")
    .addOption(format())
    .action((spec: string, flags: Flags) => done(convert(spec, processTerminal(flags.format))));
  program
    .command("client")
    .description("mend descriptions of an API (Swagger 1.2), and write what makes a client of them")
    .argument("<swagger...>", "description, or a listing of several")
    .option("--lang <language>", "what the generator calls the language", "python")
    .option("--out <dir>", "where it is written", "client")
    .option("--force", "also replace files that were edited since they were written", false)
    .addOption(format())
    .action((files: string[], { format, ...options }: ClientFlags) =>
      done(client(files, options, processTerminal(format))),
    );
  program
    .command("completion")
    .description("print the completion script of a shell")
    .addArgument(new Argument("<shell>", "whose").choices(SHELLS))
    .addOption(format())
    .action((shell: Shell, flags: Flags) => {
      const script = completion(program, shell);
      processTerminal(flags.format).answer({ shell, script }, script);
      done(EXIT.ok);
    });
}

/** The command line; each command gives its exit code to `done`. */
function commandLine(done: Done): Command {
  const program = new Command("clusterwright")
    .description("Compiles a cluster spec into everything that brings the cluster up.")
    .version(manifest.version)
    .showHelpAfterError("(--help shows what there is)")
    // What was typed stands in quotes there.
    .configureOutput({
      writeErr: (text) => process.stderr.write(visibleLines(text.replace(/'.*'/s, visible))),
      outputError: (text, write) => write(text + elsewhere(text)),
    })
    .exitOverride();
  addSpecCommands(program, done);
  addOperatorCommands(program, done);
  return program;
}

/** What the system refuses is said in a line, with its path; anything else is a fault of ours and shows where. */
function fail(error: unknown): ExitCode {
  const { code, path, message, syscall } = error as NodeJS.ErrnoException;
  const said = error instanceof CommandError || error instanceof LockedError;
  // Node gives codes to mistakes in a program, too; a refusal of the system names the call.
  if (!said && syscall === undefined) throw error;
  const text = said ? message : `${path ?? "the file system"}: the system says ${code}`;
  return refuse(processTerminal(process.argv.includes("json") ? "json" : "text"), text);
}

/** A reader that went away is no error of ours; a full device is one worth a line. */
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (code === "EPIPE") process.exit(EXIT.ok);
  process.stderr.write(`error: cannot print: the system says ${code ?? "no more"}\n`);
  process.exit(EXIT.diagnostics);
});

try {
  commandLine((code) => {
    process.exitCode = code;
  }).parse();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? EXIT.ok : EXIT.usage) : fail(error);
}
