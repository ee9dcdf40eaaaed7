import type { Finding, SpecPath } from "../../schema/diagnostics.ts";
import { CONTROL_PLANE } from "../facts/naming.ts";
import type { Rule } from "../model/rule.ts";

/** The second of two equal names, with the place of the first. */
function repeated(names: readonly string[], pathOf: (index: number) => SpecPath, what: string): readonly Finding[] {
  return names.flatMap((name, index): readonly Finding[] => {
    const first = names.indexOf(name);
    if (first === index) return [];
    return [
      {
        code: "duplicate-name",
        places: [{ path: pathOf(index) }, { path: pathOf(first), label: "first used here" }],
        message: `two ${what} are called "${name}"`,
        help: "give each a name of its own",
      },
    ];
  });
}

export const duplicateNames: Rule = ({ nodePools, platform }) => {
  const pools = nodePools.map((pool) => pool.name);
  const reserved = pools.flatMap((name, index): readonly Finding[] =>
    name === CONTROL_PLANE
      ? [
          {
            code: "duplicate-name",
            places: [{ path: ["nodePools", index, "name"] }],
            message: `a node pool cannot be called "${name}": the machine of the control plane is`,
            help: "give the pool another name",
          },
        ]
      : [],
  );
  return [
    ...repeated(pools, (index) => ["nodePools", index, "name"], "node pools"),
    ...repeated(
      platform.zones.map((zone) => zone.name),
      (index) => ["platform", "zones", index],
      "zones",
    ),
    ...reserved,
  ];
};
