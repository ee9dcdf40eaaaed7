import { stringify } from "yaml";
import { load } from "../schema/load.ts";
import { validate } from "../schema/validate.ts";
import { compileFile, diagnosticsOf, report } from "./compile-specs.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

/** Prints the native spec that a `ycluster.yml` stands for; a native spec is printed as it is. */
export function convert(file: string, terminal: Terminal): ExitCode {
  const compiled = compileFile(file, "convert <spec>");
  report(terminal, compiled);
  const diagnostics = diagnosticsOf([compiled]);
  const loaded = load(file, new TextEncoder().encode(compiled.text));
  const validated = loaded.ok ? validate(loaded.source) : loaded;
  if (!compiled.ok || !validated.ok) {
    terminal.answer({ diagnostics });
    return EXIT.diagnostics;
  }
  const { form, spec } = validated;
  terminal.answer(
    { diagnostics, spec },
    form === "native" ? compiled.mark + compiled.text : stringify(spec, { version: "1.1" }),
  );
  return EXIT.ok;
}
