import { styleText } from "node:util";
import { jsonText } from "../generators/text/json.ts";
import { type Paint, plain } from "../schema/print.ts";
import { visible, visibleLines } from "../schema/visible.ts";
import { EXIT, type ExitCode } from "./exit.ts";

/** Where a command writes, for people or for programs: what it prints for the one, the other does not see. */
export interface Terminal {
  /** A result, for people. */
  readonly say: (text: string) => void;
  /** What there is to say about it, for people. */
  readonly note: (text: string) => void;
  /** The one object that programs get, and what people get in its place. */
  readonly answer: (json: object, text?: string) => void;
  readonly paint: Paint;
  /** Says what is going on once a run takes longer than a second; nothing when nobody watches. */
  readonly progress: (text: string) => void;
}

export type Format = "text" | "json";

const PATIENCE_MS = 1000;

const colour: Paint = (style, text) => styleText(style, text, { validateStream: false });

const forPrograms: Terminal = {
  say: () => undefined,
  note: () => undefined,
  answer: (json) => process.stdout.write(visibleLines(jsonText(json))),
  paint: plain,
  progress: () => undefined,
};

function forPeople(): Terminal {
  const watched = process.stderr.isTTY === true;
  const started = performance.now();
  const paint = watched && !process.env.NO_COLOR ? colour : plain;
  const say = (text: string): void => {
    process.stdout.write(visibleLines(text));
  };
  return {
    say,
    note: (text) => process.stderr.write(visibleLines(text, paint === colour)),
    answer: (_json, text = "") => say(text),
    paint,
    progress: (text) => {
      if (watched && performance.now() - started > PATIENCE_MS) process.stderr.write(`\r\u001b[K${visible(text)}`);
    },
  };
}

/** The process's own terminal: colour and progress only where a person looks. */
export const processTerminal = (format: Format): Terminal => (format === "json" ? forPrograms : forPeople());

/** Says why a command did nothing, with what else a program wants to know of that. */
export function refuse(
  terminal: Terminal,
  message: string,
  code: ExitCode = EXIT.diagnostics,
  json: object = {},
): ExitCode {
  terminal.note(`error: ${visible(message)}\n`);
  terminal.answer({ ...json, error: message });
  return code;
}
