import type { Rule } from "../../../../model/variants.ts";
import { repeated } from "../../../../text/findings.ts";
import type { GroupsPlace } from "../place/model.ts";

/** IAM tells users apart without regard to capitals. */
export const users: Rule<GroupsPlace> = ({ platform }) =>
  repeated({
    keys: platform.data.users.map((user) => user.toLowerCase()),
    pathOf: (index) => ["platform", "users", index],
    label: "first used here",
    message: (name) => `two IAM users are called "${name}"; capitals make no difference`,
    help: "give each a name of its own",
  });
