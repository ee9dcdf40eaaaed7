import { token } from "../../../model/token.ts";
import { type Stack, stateOf } from "../../../terraform/stack.ts";

/** Outputs of the stack that the machines are in are not read back from its own state. */
const HERE: Readonly<Record<string, string>> = {
  "cluster/load_balancer_dns_name": "aws_elb.public.dns_name",
  "cluster/control_plane_public_ip": "aws_eip.control_plane.public_ip",
};

/** An expression for the text of a file beside the stack, with the tokens in it that Terraform binds. */
export type LateText = (path: string, text: string) => string;

/**
 * `file("…")`, or `replace(file("…"), "%%VPC%%", …)` where the text holds such a token. Every value is a name, an
 * address or an id, so that the YAML around it stays what it was.
 */
export function lateText(stack: Stack, alreadyRead: readonly string[]): LateText {
  const read = new Set(alreadyRead);
  /** The name of another stack's state, which is read from then on. */
  const stateNamed = (name: string): string => {
    if (!read.has(name)) stateOf(stack, name);
    read.add(name);
    return name;
  };
  const expressionOf = (reference: string): string => {
    const [other = "", name = ""] = reference.split("/");
    return HERE[reference] ?? `data.terraform_remote_state.${stateNamed(other)}.outputs.${name}`;
  };
  return (path, text) =>
    stack.cluster.tokens
      .filter(({ name, source }) => source?.kind === "terraform" && text.includes(token(name)))
      .reduce(
        (inner, { name, source }) => `replace(${inner}, "${token(name)}", ${expressionOf(source?.reference ?? "")})`,
        `file("\${path.module}/${path}")`,
      );
}
