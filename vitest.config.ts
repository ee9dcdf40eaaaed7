import { defineConfig } from "vitest/config";
import { Plain } from "./test/support/reporter.ts";
import { pace } from "./tools/pace.ts";

const PACE = pace();
/** Long enough for a machine that boots, and for Terraform that applies; what is not done by then hangs. */
const LIMIT_MS = 20 * 60_000 * PACE;
/** The file that gets the results in a form that a program counts, if one asks for it. */
const { RESULTS } = process.env;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/the-run.ts"],
    setupFiles: ["test/support/setup.ts"],
    provide: { pace: PACE, thorough: process.env.THOROUGH === "1" },
    testTimeout: LIMIT_MS,
    hookTimeout: LIMIT_MS,
    // Two workers: every machine that builds this has at least two cores, and Terraform uses what is left.
    maxWorkers: 2,
    // Loading CDKTF takes longer than most files of tests do: once a worker, not once a file.
    isolate: false,
    reporters: [
      "default",
      new Plain(),
      ...(RESULTS === undefined ? [] : [["json", { outputFile: RESULTS }] as ["json", { outputFile: string }]]),
    ],
  },
});
