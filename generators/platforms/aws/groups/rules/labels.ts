import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { Rule } from "../../../../model/variants.ts";
import type { MachineGroup } from "../../fetching/place/model.ts";
import { PUBLIC_LABELS } from "../place/index.ts";
import type { GroupsPlace } from "../place/model.ts";

/** Why a label of a pool is not the spec's to set; null where it is. */
function whyNot(key: string, value: string, { isPublic }: MachineGroup): string | null {
  const { role } = PUBLIC_LABELS;
  if (key !== "role" || isPublic === (value === role)) return null;
  return `says which nodes the internet reaches: it is ${role} there, and nowhere else`;
}

/** What the compiler and the machine say of a node by labels, the spec cannot. */
export const labels: Rule<GroupsPlace> = ({ platform }) =>
  platform.pools.flatMap((group, index) =>
    Object.entries(group.labels).flatMap(([key, value]): readonly Finding[] => {
      const why = whyNot(key, value, group);
      if (why === null) return [];
      return [
        {
          code: "duplicate-name",
          places: [{ path: ["nodePools", index, "labels", key], part: "key" }],
          message: `the label "${key}" ${why}`,
          help: "remove it, or choose another label",
        },
      ];
    }),
  );
