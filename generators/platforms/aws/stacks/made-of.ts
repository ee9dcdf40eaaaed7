import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { EVERY_MACHINE } from "../../../facts/made-of.ts";

/** What EC2 itself is told of, before what only the machine reads. */
const FIRST: readonly string[] = ["name", "platform", "os"];

const isLater = ([key]: SpecPath): boolean => !FIRST.includes(String(key));

/** What the resource of a machine is made of beside the machine's own part of the spec, as it cites it. */
export const MACHINE_RESOURCE: readonly SpecPath[] = EVERY_MACHINE.toSorted(
  (a, b) => Number(isLater(a)) - Number(isLater(b)),
);
