import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { StackData } from "../../../../model/stack.ts";
import type { Rule } from "../../../../model/variants.ts";
import { terraformName } from "../../place/naming.ts";
import type { FetchingPlace } from "../place/model.ts";

/** IAM's limit on the inline policies of a role, in characters other than white space. */
const INLINE_POLICY = 10_240;

/** The longest ARN that AWS makes of a name of ours. */
const ARN = 120;

/** How long what Terraform fills in may be, by the end of the expression. */
const lengths = ({ partition }: FetchingPlace): Readonly<Record<string, number>> => ({
  partition: partition.length,
  account_id: 12,
  private_zone_id: 21,
});

interface Policies {
  readonly resource?: { readonly aws_iam_role_policy?: Readonly<Record<string, { readonly policy: string }>> };
}

/** The policy of a group's role as its stack has it. */
const policyOf = (stacks: readonly StackData[], role: string): string =>
  stacks
    .map(({ json }) => (json as Policies).resource?.aws_iam_role_policy?.[terraformName(role)]?.policy)
    .find((policy) => policy !== undefined) ?? "";

/** A policy's length once Terraform has filled everything in. */
function sizeOf(policy: string, place: FetchingPlace): number {
  const known = lengths(place);
  const filled = policy.replaceAll(/\$\{([^${}]*)\}/g, (_, expression: string) => {
    const attribute = expression.split(/\W/).at(-1) ?? "";
    return "a".repeat(known[attribute] ?? ARN);
  });
  return filled.replaceAll(/\s/g, "").length;
}

/** Roles whose machines read more secrets than a policy can name. */
export const policySize: Rule<FetchingPlace> = ({ platform }, { stacks }) =>
  [platform.controlPlane, ...platform.pools].flatMap(({ role }): readonly Finding[] => {
    const size = sizeOf(policyOf(stacks, role), platform);
    if (size <= INLINE_POLICY) return [];
    return [
      {
        code: "policy-size",
        places: [{ path: ["tokens"], part: "key" }],
        message: `the role of ${role} would need a policy of ${size} characters; IAM takes ${INLINE_POLICY}`,
        notes: ["it names every secret that the machines read"],
        help: "keep several values in one secret, each under a key",
      },
    ];
  });
