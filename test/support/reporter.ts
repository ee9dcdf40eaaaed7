/**
 * What the usual report says late or not at all: why a test failed, at once and not when its file is through, which
 * may be a quarter of an hour later; and at the end, in one block, what nobody tried here and which programs that takes.
 */
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";

/** How `testWith` calls what stands for the tests that a missing program would have run. */
const NEEDS = /^needs (.+)$/;

const say = (where: string, errors: readonly { readonly message: string }[]): void => {
  for (const { message } of errors) process.stdout.write(`\nFailed: ${where}\n${message.replaceAll(/^/gm, "  ")}\n`);
};

export class Plain implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state === "failed") say(`${test.module.relativeModuleId} > ${test.fullName}`, errors);
  }

  onTestSuiteResult(suite: TestSuite): void {
    say(`${suite.module.relativeModuleId} > ${suite.fullName}`, suite.errors());
  }

  onTestModuleEnd(module: TestModule): void {
    say(module.relativeModuleId, module.errors());
  }

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
