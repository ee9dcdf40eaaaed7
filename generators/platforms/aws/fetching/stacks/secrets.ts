import type { Payload } from "../../../../model/machine.ts";
import { outputOf, type SourceKind, type Token, token } from "../../../../model/token.ts";
import type { Statement } from "../../stacks/node-role.ts";
import type { PolicyContext } from "./policy-context.ts";

/** The tokens that a machine binds itself. */
function boundThere({ cluster }: PolicyContext, payload: Payload | undefined): readonly Token[] {
  const texts = payload?.machine.files.map(({ content }) => content) ?? [];
  return cluster.tokens.filter(({ name }) => texts.some((text) => text.includes(token(name))));
}

/** Secrets Manager puts a hyphen and six characters behind the name of a secret; an ARN may leave them out. */
const secretArns = ({ arn }: PolicyContext, reference: string): readonly string[] =>
  reference.startsWith("arn:")
    ? [reference, ...(/-[A-Za-z0-9]{6}$/.test(reference) ? [] : [`${reference}-??????`])]
    : [arn("secretsmanager", `secret:${reference}-??????`)];

/** `/shop/key` → `arn:aws:ssm:us-east-1:123456789012:parameter/shop/key` */
const parameterArn = ({ arn }: PolicyContext, reference: string): string =>
  reference.startsWith("arn:") ? reference : arn("ssm", `parameter/${reference.replace(/^\//, "")}`);

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** The secrets whose values the machine asks for, each by name. */
export function secretStatements(context: PolicyContext, payload: Payload | undefined): readonly Statement[] {
  const tokens = boundThere(context, payload);
  const asked = tokens.flatMap(({ source }) => (source === null ? [] : [source]));
  const references = (wanted: SourceKind): readonly string[] =>
    asked
      .filter((source) => source.kind === wanted && outputOf(source) === undefined)
      .map(({ reference }) => reference);
  const made = asked.flatMap((source) => {
    const output = source.kind === "secretsmanager" ? outputOf(source) : undefined;
    return output === undefined ? [] : [`\${data.terraform_remote_state.${output.replace("/", ".outputs.")}}`];
  });
  const named = references("secretsmanager").flatMap((reference) => secretArns(context, reference));
  const secrets = unique([...named, ...made]);
  const parameters = unique(references("ssm").map((reference) => parameterArn(context, reference)));
  return [
    ...(secrets.length === 0
      ? []
      : [
          {
            Sid: "ReadItsSecrets",
            Effect: "Allow",
            Action: ["secretsmanager:GetSecretValue"],
            Resource: secrets,
          } as const,
        ]),
    ...(parameters.length === 0
      ? []
      : [{ Sid: "ReadItsParameters", Effect: "Allow", Action: ["ssm:GetParameter"], Resource: parameters } as const]),
  ];
}
