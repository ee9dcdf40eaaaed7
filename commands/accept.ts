import { InvalidArgumentError, Option } from "commander";
import { ACCEPTABLE } from "../generators/succession.ts";

/** One code an option, so that no argument behind it is taken for one. */
function collect(code: string, before: readonly string[]): readonly string[] {
  const known = ACCEPTABLE.find((each) => each === code);
  if (known === undefined) throw new InvalidArgumentError(`Allowed choices are ${ACCEPTABLE.join(", ")}.`);
  return [...before, known];
}

/** What a change of a cluster that is there is refused for, and whoever runs the compiler takes upon themselves. */
export const accept = (): Option =>
  new Option("--accept <code>", "take upon yourself what a change of a cluster that is there is refused for")
    .choices(ACCEPTABLE)
    .argParser(collect)
    .default([], "nothing");
