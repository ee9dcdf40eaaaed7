/** A run that never ends by itself, for `test/interrupted.test.ts`. */
import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["hanging.ts"],
    globalSetup: [join(import.meta.dirname, "..", "the-run.ts")],
    provide: { pace: 1, thorough: false },
    testTimeout: 0,
  },
});
