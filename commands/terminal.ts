import { styleText } from "node:util";
import { type Paint, plain } from "../schema/print.ts";

/** Where a command writes. Results go to `out`, everything about them to `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly paint: Paint;
  /** Says what is going on once a run takes longer than a second; nothing when nobody watches. */
  readonly progress: (text: string) => void;
  readonly format: "text" | "json";
}

const PATIENCE_MS = 1000;

const colour: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** The process's own terminal: colour and progress only where a person looks. */
export function processTerminal(format: Terminal["format"]): Terminal {
  const watched = process.stderr.isTTY === true;
  const coloured = watched && format === "text" && !process.env.NO_COLOR;
  const started = performance.now();
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    paint: coloured ? colour : plain,
    progress: (text) => {
      if (watched && performance.now() - started > PATIENCE_MS) process.stderr.write(`\r\u001b[K${text}`);
    },
    format,
  };
}
