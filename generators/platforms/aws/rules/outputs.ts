import type { Finding } from "../../../../schema/diagnostics.ts";
import type { StackData } from "../../../model/stack.ts";
import { outputOf, token } from "../../../model/token.ts";
import type { Rule } from "../../../model/variants.ts";
import type { AwsPlace } from "../place/model.ts";
import { OUTPUTS, type OutputName } from "../place/outputs.ts";

const has = (stacks: readonly StackData[], stack: string, output: string): boolean =>
  Object.hasOwn(stacks.find(({ name }) => name === stack)?.json.output ?? {}, output);

/** Tokens that are bound to an output which no stack of the cluster has. */
export const outputs: Rule<AwsPlace> = ({ tokens }, { stacks }) =>
  tokens.flatMap(({ name, source, boundAt, problem }): readonly Finding[] => {
    const reference = source === null ? undefined : outputOf(source);
    if (reference === undefined || boundAt === null || problem !== null) return [];
    const [stack = "", output = ""] = reference.split("/");
    if (has(stacks, stack, output)) return [];
    const { needs, help } = OUTPUTS[output as OutputName];
    return [
      {
        code: "token-source",
        places: [{ path: boundAt, part: "key" }],
        message: `the token ${token(name)} cannot be bound: no stack has the output ${output} without ${needs}`,
        help,
      },
    ];
  });
