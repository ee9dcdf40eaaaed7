import type { ClusterSpec, YclusterSpec } from "./generated/types.ts";

/** The pool that the minions of a yCluster spec become. */
const POOL = "minion";
/** The two top-level keys of the document's spec tell the form. */
export const isYcluster = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !("apiVersion" in value) && ("ycluster" in value || "aws" in value);

/** Who may log in to the document's machines, and ping them. */
const FROM_EVERYWHERE = { ssh: ["0.0.0.0/0"], icmp: ["0.0.0.0/0"] };

/** The document's spec in today's words. What it does not say is left to the defaults, which are the document's. */
export function upgrade({ aws, ycluster }: YclusterSpec): ClusterSpec {
  const { kubernetes_version: version, master, minions, name } = ycluster;
  return {
    apiVersion: "clusterwright/v1",
    name,
    kubernetes: { version },
    platform: {
      type: "aws",
      region: aws.region,
      zones: aws.availability_zones,
      keyPair: aws.key_name,
      access: aws.access ?? FROM_EVERYWHERE,
    },
    os: { family: "coreos", image: aws.coreos_ami },
    controlPlane: { instanceType: master.instance_type, diskSize: master.disk_size },
    nodePools: [
      { name: POOL, instanceType: minions.instance_type, diskSize: minions.disk_size, count: minions.number },
    ],
  };
}
