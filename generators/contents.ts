import { withOwnFiles } from "./machines/own-files.ts";
import type { Payload } from "./machines/payload.ts";
import type { Cluster } from "./model/cluster.ts";
import type { KubernetesObject } from "./model/objects.ts";
import { platformVariant } from "./platforms/index.ts";
import { osVariant } from "./variants/os/index.ts";

/** In the order of `machines`: the control plane, then the pools in the order of the spec. */
export function payloads(cluster: Cluster, objects: readonly KubernetesObject[]): readonly Payload[] {
  const os = osVariant(cluster.os.family);
  const { machines, deliver } = platformVariant(cluster.platform.type);
  return machines(cluster, objects).map((plain) => {
    const machine = withOwnFiles(cluster, plain);
    const { boot, objects: fetched } = deliver(cluster, machine);
    return { machine, boot, ending: os.userDataEnding, userData: os.userData(boot), objects: fetched };
  });
}
