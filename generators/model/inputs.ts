/** What a compile may ask of the world around it, made explicit: same spec and same answers, same bytes. */
export interface Inputs {
  /** The value of an environment variable; undefined when it is not set. */
  readonly env: (name: string) => string | undefined;
  /** The text of a file beside the spec, or why there is none, in words. */
  readonly file: (path: string) => { readonly text: string } | { readonly problem: string };
}

/** A world in which nothing is set and no file exists. */
export const NO_INPUTS: Inputs = { env: () => undefined, file: () => ({ problem: "there is no such file" }) };
