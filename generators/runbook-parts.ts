import type { TEMPLATES } from "./text/generated/templates.js";

/** What the runbook has in other words for each kind of place: which templates, and the values they take. */
export interface RunbookParts {
  readonly head: keyof typeof TEMPLATES;
  readonly reference: keyof typeof TEMPLATES;
  readonly values: Readonly<Record<string, unknown>>;
  /** What ssh takes to reach the control plane through another machine, with a blank behind it. */
  readonly jumpOption: string;
  /** How images come to nodes that cannot pull them. */
  readonly publicImages: keyof typeof TEMPLATES;
  /** Where such an image goes, as `publicImages` says it; empty where it goes from machine to machine. */
  readonly imagePlace: (image: string) => string;
  /** Whether what lies on a node's disk outlives changes of the spec. */
  readonly disksLast: boolean;
  /** Whether the control plane creates the add-ons, so that nobody has to. */
  readonly createsAddons: boolean;
  /** What has to be there before the first apply. */
  readonly things: readonly string[];
}
