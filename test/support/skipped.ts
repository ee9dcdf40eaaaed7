/** Says at the end of a run, in one block, what nobody tried here and which programs that takes. */
import type { Reporter, TestModule } from "vitest/node";

/** How `testWith` calls what stands for the tests that a missing program would have run. */
const NEEDS = /^needs (.+)$/;

export class Skipped implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) => {
      const skipped = [...module.children.allTests("skipped")];
      const missing = new Set(skipped.flatMap(({ name }) => NEEDS.exec(name)?.[1] ?? []));
      const tried = skipped.filter(({ name }) => !NEEDS.test(name)).length;
      if (tried === 0 && missing.size === 0) return [];
      const why = missing.size === 0 ? "" : `: ${[...missing].join("; ")} missing`;
      return [`  ${module.relativeModuleId}: ${tried} skipped${why}\n`];
    });
    if (lines.length > 0) process.stdout.write(`\nNot tried here:\n${lines.join("")}\n`);
  }
}
