/**
 * Texts that cost a reader more than they cost their writer: one piece, over and over, behind a spec of the usual kind.
 * Shared by the fuzzer and by the tests of what a compile may take.
 */
import fc from "fast-check";
import { MAX_SPEC_BYTES } from "../schema/load.ts";

/** Each starts with what it stands behind, and repeats a piece; `#` in it is the count. */
export const PIECES: readonly (readonly [head: string, piece: string])[] = [
  ['name: "<', "TODO"],
  ['name: "', "<TODO"],
  ["x: &a [1]\ny: [", "*a,"],
  ["x: [", "&a# 1, *a#, "],
  ["x: [", ","],
  ["x: [", "[,"],
  ["x: {", "a:"],
  ["x: {", "? "],
  ["x: [", "}"],
  ["x: [", '"a" '],
  ["x: [", "&a "],
  ["x: [", "!a "],
  ["x: [", "!!omap [a: b],"],
  ["x: [", "[ ] "],
  ["x: [", "{a: b c: d} "],
  ["x:\n", "  - a\n b\n"],
  ["", ": a\n"],
  ["", "a: b: c\n"],
  ["", "\tx\n"],
  ["x: '", "a\n"],
  ["x: |\n", "  a\n"],
  ["", "k#: b\n"],
  ["", "<<: *a\n"],
  ["x: ", "!!set "],
  ["x: ", "- "],
  ["tags: {", "a#: b, "],
  ["files:\n", "  - { path: /a/#, content: b }\n"],
  ["workloads:\n", "  - { name: a#, containers: [{ name: a, image: 'a:1' }] }\n"],
  ["zones: [", "a#,"],
  ["name: ", "a/"],
  ["name: ", "-"],
];

export function repeated([head, piece]: (typeof PIECES)[number], count: number): string {
  const most = Math.floor(MAX_SPEC_BYTES / (piece.length + 4));
  const pieces = Array.from({ length: Math.min(count, most) }, (_, index) => piece.replaceAll("#", String(index)));
  return head + pieces.join("");
}

/** A spec with such a text behind it, or in the place of its end. */
export const hostileText = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .record({
      base: fc.constantFrom(...texts),
      kept: fc.constantFrom(0, 0.5, 1),
      piece: fc.constantFrom(...PIECES),
      count: fc.nat(50_000),
    })
    .map(
      ({ base, kept, piece, count }) => `${base.slice(0, Math.floor(base.length * kept))}\n${repeated(piece, count)}`,
    );
