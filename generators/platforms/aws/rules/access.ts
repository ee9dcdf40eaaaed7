import type { Finding, SpecPath } from "../../../../schema/diagnostics.ts";
import { repeated } from "../../../text/findings.ts";

export const ACCESS: SpecPath = ["platform", "access"];

/** AWS refuses a rule that is there already. */
export const namedTwice = (key: string, ranges: readonly string[]): readonly Finding[] =>
  repeated({
    keys: ranges,
    pathOf: (index) => [...ACCESS, key, index],
    label: "first named here",
    message: (range) => `the range ${range} is named twice`,
    help: "name it once",
  });
