import type { Rule } from "../../../../model/variants.ts";
import { namedTwice } from "../../rules/access.ts";
import type { PlacedPlace } from "../place/model.ts";

/** Who reaches the machines from outside. */
export const access: Rule<PlacedPlace> = ({ platform: { sshAccess, icmpAccess } }) => [
  ...namedTwice("ssh", sshAccess),
  ...namedTwice("icmp", icmpAccess),
];
