import type { Finding } from "../../../../schema/diagnostics.ts";
import type { StackData } from "../../../model/stack.ts";
import { type Token, token } from "../../../model/token.ts";
import type { Rule } from "../../../model/variants.ts";
import type { AwsPlace } from "../place/model.ts";

/** What brings an output about: what it is not there without, and what helps. */
const ofDatabase = { needs: "data.database", help: "add data.database" };
const ofMachines = {
  needs: "machines of fixed places",
  help: "bind it to another source: the machines of this platform come and go",
};
const BROUGHT_BY: Readonly<Record<string, { readonly needs: string; readonly help: string }>> = {
  database_address: ofDatabase,
  database_port: ofDatabase,
  database_name: ofDatabase,
  database_user: ofDatabase,
  database_secret_arn: ofDatabase,
  media_bucket: { needs: "data.buckets.media", help: "add data.buckets.media" },
  registry_bucket: { needs: "data.buckets.registry", help: "add data.buckets.registry" },
  load_balancer_dns_name: ofMachines,
  control_plane_public_ip: ofMachines,
};

/** `<stack>/<output>` that a token comes from, or the name of its secret; undefined where it is none. */
const outputOf = ({ source }: Token): string | undefined =>
  source?.kind === "terraform" ? source.reference : /^terraform:(.+)$/.exec(source?.reference ?? "")?.[1];

const has = (stacks: readonly StackData[], reference: string): boolean => {
  const [stack, output = ""] = reference.split("/");
  const outputs = stacks.find(({ name }) => name === stack)?.json.output ?? {};
  return Object.hasOwn(outputs, output);
};

/** Tokens that are bound to an output which no stack of the cluster has. */
export const outputs: Rule<AwsPlace> = ({ tokens }, { stacks }) =>
  tokens.flatMap((each): readonly Finding[] => {
    const reference = outputOf(each);
    if (reference === undefined || each.boundAt === null || each.problem !== null || has(stacks, reference)) return [];
    const name = reference.slice(reference.indexOf("/") + 1);
    const { needs, help } = BROUGHT_BY[name] ?? { needs: "what makes it", help: "bind it to another source" };
    return [
      {
        code: "token-source",
        places: [{ path: each.boundAt, part: "key" }],
        message: `the token ${token(each.name)} cannot be bound: no stack has the output ${name} without ${needs}`,
        help,
      },
    ];
  });
