import { filesOf } from "../machines/own-files.ts";
import { token } from "../tokens/token.ts";
import { type Stack, stateOf } from "./stack.ts";

/** Outputs of the stack that the machines are in are not read back from its own state. */
const HERE: Readonly<Record<string, string>> = {
  "cluster/load_balancer_dns_name": "aws_elb.public.dns_name",
  "cluster/control_plane_public_ip": "aws_eip.control_plane.public_ip",
};

/** An expression for a group's user-data, with the tokens in it that Terraform binds. */
export type UserDataOf = (group: string, path: string) => string;

/**
 * `file("…")`, or `replace(file("…"), "%%VPC%%", …)` where a file of the spec's holds such a token. Every value
 * is a name, an address or an id, so that the YAML around it stays what it was.
 */
export function userDataOf(stack: Stack): UserDataOf {
  const read = new Set(["network"]);
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
  return (group, path) => {
    const texts = filesOf(stack.cluster, group).map(({ content }) => content);
    const late = stack.cluster.tokens.filter(
      ({ name, source }) => source?.kind === "terraform" && texts.some((text) => text.includes(token(name))),
    );
    const whole = late.reduce(
      (inner, { name, source }) => `replace(${inner}, "${token(name)}", ${expressionOf(source?.reference ?? "")})`,
      `file("\${path.module}/${path}")`,
    );
    return `\${${whole}}`;
  };
}
