import type { NetworkVariant } from "../../../model/variants.ts";
import { flannel } from "./flannel.ts";

/** Nothing: its project has ended. What stands for it is never made, the rule `combinations` refuses it. */
export const weave: NetworkVariant<"weave"> = {
  ...flannel,
  type: "weave",
  ended: "Weave Net has had no release since 2022, and is archived",
  rules: [],
};
