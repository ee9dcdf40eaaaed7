#!/usr/bin/env node
import { Command, CommanderError, Option } from "commander";
import { EXIT, type ExitCode } from "./commands/exit.ts";
import { synth } from "./commands/synth.ts";
import { processTerminal, type Terminal } from "./commands/terminal.ts";
import { upgrade } from "./commands/upgrade.ts";
import { validate } from "./commands/validate.ts";
import manifest from "./package.json" with { type: "json" };

const DEFAULT_SPEC = "cluster.yml";

interface Flags {
  readonly out: string;
  readonly force: boolean;
  readonly format: Terminal["format"];
}

const format = (): Option => new Option("--format <format>", "how to print").choices(["text", "json"]).default("text");

const specsOr = (specs: readonly string[]): readonly string[] => (specs.length > 0 ? specs : [DEFAULT_SPEC]);

/** The command line; each command gives its exit code to `done`. */
function commandLine(done: (code: ExitCode) => void): Command {
  const program = new Command("clusterwright")
    .description("Compiles a cluster spec into everything that brings the cluster up.")
    .version(manifest.version)
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride();
  program
    .command("synth", { isDefault: false })
    .description("compile specs and write out/<cluster>/")
    .argument("[spec...]", `spec files (default: ${DEFAULT_SPEC})`)
    .option("--out <dir>", "where the clusters' directories go", "out")
    .option("--force", "also replace files that were edited since they were written", false)
    .addOption(format())
    .action((specs: string[], flags: Flags) => done(synth(specsOr(specs), flags, processTerminal(flags.format))));
  program
    .command("validate")
    .description("check specs and write nothing")
    .argument("[spec...]", `spec files (default: ${DEFAULT_SPEC})`)
    .addOption(format())
    .action((specs: string[], flags: Flags) => done(validate(specsOr(specs), processTerminal(flags.format))));
  program
    .command("upgrade")
    .description("print the native spec that a ycluster.yml stands for")
    .argument("<spec>", "spec file")
    .action((spec: string) => done(upgrade(spec, processTerminal("text"))));
  return program;
}

try {
  commandLine((code) => {
    process.exitCode = code;
  }).parse();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}
