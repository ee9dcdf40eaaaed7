import type { TEMPLATES } from "./generated/templates.js";

/** What the runbook has in other words for each kind of place: which templates, and the values they take. */
export interface RunbookParts {
  readonly head: keyof typeof TEMPLATES;
  readonly reference: keyof typeof TEMPLATES;
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether the control plane creates the add-ons, so that nobody has to. */
  readonly createsAddons: boolean;
  /** What has to be there before the first apply. */
  readonly things: readonly string[];
}
