import { stringify } from "yaml";
import { jsonText } from "../generators/model/artifact.ts";
import { load } from "../schema/load.ts";
import { validate } from "../schema/validate.ts";
import { compileFile, diagnosticsOf, report } from "./compile-specs.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

/** Prints the native spec that a `ycluster.yml` stands for; a native spec is printed as it is. */
export function upgrade(file: string, terminal: Terminal): ExitCode {
  const compiled = compileFile(file);
  report(terminal, compiled);
  if (!compiled.ok) {
    if (terminal.format === "json") terminal.out(jsonText({ diagnostics: diagnosticsOf([compiled]) }));
    return EXIT.diagnostics;
  }
  const loaded = load(file, new TextEncoder().encode(compiled.text));
  const validated = loaded.ok ? validate(loaded.source) : loaded;
  if (!validated.ok) return EXIT.diagnostics;
  if (terminal.format === "json") {
    terminal.out(jsonText({ diagnostics: diagnosticsOf([compiled]), spec: validated.spec }));
    return EXIT.ok;
  }
  terminal.out(
    validated.form === "native" ? compiled.mark + compiled.text : stringify(validated.spec, { version: "1.1" }),
  );
  return EXIT.ok;
}
