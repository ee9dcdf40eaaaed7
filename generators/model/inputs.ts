/** What a compile may ask of the world around it, made explicit: same spec and same answers, same bytes. */
export interface Inputs {
  /** The value of an environment variable. */
  readonly env: (name: string) => Answer;
  /** The text of a file beside the spec. */
  readonly file: (path: string) => Answer;
}

/** A text, or why there is none, in words, and the way out where it is not the obvious one. */
export type Answer = { readonly text: string } | { readonly problem: string; readonly help?: string };

/** A world in which nothing is set and no file exists. */
export const NO_INPUTS: Inputs = {
  env: () => ({ problem: "it is not set" }),
  file: () => ({ problem: "there is no such file" }),
};
