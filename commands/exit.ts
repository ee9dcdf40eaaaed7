/** What the process says to its caller. Worse outcomes have higher numbers; several specs give the worst. */
export const EXIT = {
  ok: 0,
  /** The spec, or the disk, has a problem that was printed. */
  diagnostics: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** Files that somebody edited stand in the way; nothing was written. */
  refused: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a message for a person, and the code for a problem. */
export class CommandError extends Error {}
