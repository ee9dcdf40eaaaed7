import { visible } from "../schema/visible.ts";
import { type Compiled, compileFile, diagnosticsOf, report } from "./compile-specs.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

/** Says what is wrong with each spec, and writes nothing. */
export function validate(files: readonly string[], terminal: Terminal): ExitCode {
  const compiled: Compiled[] = [];
  for (const file of files) {
    terminal.progress(`checking ${file}`);
    const one = compileFile(file, "validate <spec>");
    compiled.push(one);
    report(terminal, one);
    if (one.ok) terminal.say(`${visible(file)}: valid\n`);
  }
  const valid = compiled.every((one) => one.ok);
  terminal.answer({ valid, diagnostics: diagnosticsOf(compiled) });
  return valid ? EXIT.ok : EXIT.diagnostics;
}
