import type { Finding } from "../../schema/diagnostics.ts";
import { CONTROL_PLANE } from "../facts/naming.ts";
import type { Rule } from "../model/variants.ts";
import { repeated } from "../text/findings.ts";

export const duplicateNames: Rule = ({ nodePools }) => {
  const pools = nodePools.map((pool) => pool.name);
  const pathOf = (index: number) => ["nodePools", index, "name"] as const;
  const reserved = pools.flatMap((name, index): readonly Finding[] =>
    name === CONTROL_PLANE
      ? [
          {
            code: "duplicate-name",
            places: [{ path: pathOf(index) }],
            message: `a node pool cannot be called "${name}": the machine of the control plane is`,
            help: "give the pool another name",
          },
        ]
      : [],
  );
  const twice = repeated({
    keys: pools,
    pathOf,
    label: "first used here",
    message: (name) => `two node pools are called "${name}"`,
    help: "give each a name of its own",
  });
  return [...twice, ...reserved];
};
