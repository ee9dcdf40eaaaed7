import { defineConfig } from "vitest/config";
import { Skipped } from "./test/support/skipped.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/setup.ts"],
    // Terraform, systemd and moto take their time; each of their tests sets its own limit.
    testTimeout: 30_000,
    // Two workers: every machine that builds this has at least two cores, and Terraform uses what is left.
    maxWorkers: 2,
    reporters: ["default", new Skipped()],
  },
});
