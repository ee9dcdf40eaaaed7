import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { Rule } from "../../../../model/variants.ts";
import { canBeDedicated } from "../../place/instance-facts.ts";
import { instanceTypes } from "../../rules/hardware.ts";
import type { GroupsPlace } from "../place/model.ts";

/** A group whose machines EC2 refuses is made all the same, and stays empty. */
export const tenancy: Rule<GroupsPlace> = ({ platform }) => {
  if (platform.tenancy !== "dedicated") return [];
  return instanceTypes(platform)
    .filter(({ type }) => !canBeDedicated(type))
    .map(
      ({ path, type }): Finding => ({
        code: "unsupported-combination",
        places: [{ path }, { path: ["platform", "tenancy"], label: "asks for hardware of one account" }],
        message: `"${type}" is not to be had on dedicated hardware: the group would never start a machine`,
        help: `choose another instance type, such as m3.medium or t3.small${platform.existing === null ? ", or leave the tenancy out" : ""}`,
      }),
    );
};
