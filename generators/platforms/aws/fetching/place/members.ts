import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import type { EtcdMembers } from "../../../../model/variants.ts";
import { terraformName } from "../../place/naming.ts";
import type { FetchingPlace } from "./model.ts";

/** Today's etcd is on the control plane's disk; of the releases before, the bucket has snapshots that a new machine starts from. */
export const diskMembers: EtcdMembers<FetchingPlace> = {
  resources: ({ platform }) =>
    platform.isToday ? { [CONTROL_PLANE]: `aws_ebs_volume.${terraformName(CONTROL_PLANE)}` } : {},
  replacedBy: { availability_zone: ["platform", "zones"] },
  listedIn: null,
};
