/** The disk that outlives the machines of the control plane: etcd's data, certificates, keys. */
import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume/index.js";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { add, note, output, type Stack } from "../../../../terraform/stack.ts";
import { terraformName } from "../../place/naming.ts";
import type { FetchingPlace } from "../place/model.ts";

/** The tag that machines find it by; there is one for each machine of the control plane at a time. */
const DISK_TAG = { Disk: CONTROL_PLANE } as const;

export function controlPlaneDisk(stack: Stack<FetchingPlace>, zone: string): EbsVolume {
  const { name, platform } = stack.cluster;
  const { controlPlane, keptDisk, data } = platform;
  const about = note(
    "etcd's data, the cluster's certificates and its keys: goes from one machine of the control plane to the next",
    ["controlPlane"],
    ["platform", "zones"],
    ["name"],
    ["data", "protected"],
  );
  const disk = add(stack, EbsVolume, terraformName(CONTROL_PLANE), about, {
    availabilityZone: zone,
    type: "gp3",
    size: keptDisk.size,
    encrypted: true,
    // What it held can be had again from there when somebody has destroyed it.
    finalSnapshot: true,
    ...(keptDisk.from === null ? {} : { snapshotId: keptDisk.from }),
    tags: { Name: controlPlane.name, Group: CONTROL_PLANE, Cluster: name, ...DISK_TAG },
    lifecycle: { ignoreChanges: ["snapshot_id"], ...(data.protected ? { preventDestroy: true } : {}) },
  });
  output(stack, "control_plane_disk", "The disk that outlives the machines of the control plane.", disk.id);
  return disk;
}
