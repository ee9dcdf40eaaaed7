import { type IResolveContext, Lazy } from "cdktf";
import type { Os } from "../../../model/cluster.ts";
import { type Token, token } from "../../../model/token.ts";
import { type Stack, stateOf } from "../../../terraform/stack.ts";
import type { AwsPlace } from "../place/model.ts";

/**
 * An expression for the text of a file beside the stack, with the tokens in it that Terraform binds; `wrap` puts it
 * into a function of Terraform's.
 */
export type LateText = (
  path: string,
  text: string,
  wrap?: (expression: string) => string,
  lateValue?: Os["lateValue"],
) => string;

/** Terraform's own encoder has a plus for a space, which means itself in the path of a URL. */
const ENCODED: Readonly<Record<Os["lateValue"], (expression: string) => string>> = {
  plain: (expression) => expression,
  url: (expression) => `replace(urlencode(${expression}), "+", "%20")`,
};

/** `data/database_address` → `["data", "database_address"]` */
const outputOf = ({ source }: Token): readonly [stack: string, output: string] => {
  const [stack = "", output = ""] = source?.reference.split("/") ?? [];
  return [stack, output];
};

/**
 * `file("…")`, or `replace(file("…"), "%%VPC%%", …)` where the text holds such a token. Every value is a name, an
 * address or an id, so that the YAML around it stays what it was. Outputs of the stack that the text is in are not
 * read back from its own state: what they are made of stands there instead, once the whole stack is built.
 */
export function lateText(stack: Stack<AwsPlace>, own: string, alreadyRead: readonly string[]): LateText {
  const read = new Set([own, ...alreadyRead]);
  const expressionOf = (wanted: Token, context: IResolveContext): string => {
    const [from, output] = outputOf(wanted);
    if (from !== own) return `data.terraform_remote_state.${from}.outputs.${output}`;
    // An output that is not there is refused by the rule `outputs`.
    return String(context.resolve(stack.outputs.get(output) ?? "")).replace(/^\$\{(.*)\}$/, "$1");
  };
  return (path, text, wrap = (expression) => expression, lateValue = "plain") => {
    const late = stack.cluster.tokens.filter(
      ({ name, source }) => source?.kind === "terraform" && text.includes(token(name)),
    );
    for (const [other] of late.map(outputOf)) {
      if (!read.has(other)) stateOf(stack, other);
      read.add(other);
    }
    const file = `file("\${path.module}/${path}")`;
    const bound = (context: IResolveContext): string =>
      late.reduce(
        (inner, each) => `replace(${inner}, "${token(each.name)}", ${ENCODED[lateValue](expressionOf(each, context))})`,
        file,
      );
    return Lazy.stringValue({ produce: (context) => `\${${wrap(bound(context))}}` });
  };
}
