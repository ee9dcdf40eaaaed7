import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import type { EtcdMembers } from "../../../../model/variants.ts";
import { terraformName } from "../../place/naming.ts";
import type { PlacedPlace } from "./model.ts";

/** etcd's data is on the disks of its machines, which go with them; before 1.0 every node is a member. */
export const placedMembers: EtcdMembers<PlacedPlace> = {
  resources: ({ platform: { placement }, nodePools, etcd, kubernetes }) => {
    const nodes = nodePools.flatMap((pool, index) =>
      (placement.pools[index]?.nodes ?? []).map(
        ({ name }) => [name, `aws_instance.${terraformName(pool.name)}["${name}"]`] as const,
      ),
    );
    return {
      [CONTROL_PLANE]: `aws_instance.${terraformName(CONTROL_PLANE)}`,
      ...(etcd.onNodes && kubernetes.features.nodesVote ? Object.fromEntries(nodes) : {}),
    };
  },
  listedIn: null,
  replacedBy: {
    ami: ["os", "image"],
    // Only an image that goes through its user-data once is made anew for another.
    user_data: ["os", "family"],
    key_name: ["platform", "keyPair"],
    subnet_id: ["platform", "zones"],
    private_ip: ["platform", "zones"],
  },
};
