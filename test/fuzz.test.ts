import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { fault, fuzz } from "../tools/fuzz.ts";
import { ROOT } from "./support/cases.ts";
import { SEED } from "./support/setup.ts";

const RUNS = inject("thorough") ? 2000 : 500;
const FOUND = join(ROOT, "test", "fuzz");

test(`${RUNS} mutated specs: no crash, no hang, no diagnostic out of place, no unreadable output`, () => {
  console.log(`fuzz seed ${SEED}`);
  expect(fuzz(RUNS, SEED)).toEqual({ seed: SEED, runs: RUNS, failure: null });
});

test("the same seed gives the same specs", () => {
  expect(fuzz(20, 7)).toEqual(fuzz(20, 7));
});

test("the check itself notices what it looks for", () => {
  expect(fault("- a list")).toBeUndefined();
  expect(fault("")).toBeUndefined();
});

/** Faults that were found once, minimised. */
const found = existsSync(FOUND) ? readdirSync(FOUND) : [];

test("what was found once stays mended", () => {
  for (const name of found) expect(fault(readFileSync(join(FOUND, name), "utf8")), name).toBeUndefined();
});
