import type { Diagnostic } from "../schema/diagnostics.ts";
import { visible } from "../schema/visible.ts";
import { type Compiled, compileFile, diagnosticsOf, report } from "./compile-specs.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

/** The same with every warning an error: for a pipeline in which nobody reads warnings. */
function strictly(one: Compiled): Compiled {
  const diagnostics = one.diagnostics.map((each): Diagnostic => ({ ...each, severity: "error" }));
  const { file, text, mark } = one;
  return diagnostics.length === 0 ? one : { ok: false, diagnostics, file, text, mark };
}

/**
 * Says what is wrong with each spec, and writes nothing.
 *
 * @param strict whether a warning is an error; what the spec itself acknowledges is none of either
 */
export function validate(files: readonly string[], strict: boolean, terminal: Terminal): ExitCode {
  const compiled: Compiled[] = [];
  for (const file of files) {
    terminal.progress(`checking ${file}`);
    const found = compileFile(file, "validate <spec>");
    const one = strict ? strictly(found) : found;
    compiled.push(one);
    report(terminal, one);
    if (one.ok) terminal.say(`${visible(file)}: valid\n`);
  }
  const valid = compiled.every((one) => one.ok);
  terminal.answer({ valid, diagnostics: diagnosticsOf(compiled) });
  return valid ? EXIT.ok : EXIT.diagnostics;
}
