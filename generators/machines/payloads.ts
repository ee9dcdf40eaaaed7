import type { Cluster } from "../cluster.ts";
import type { KubernetesObject } from "../manifests/model.ts";
import { osVariant } from "../variants/os/index.ts";
import { platformVariant } from "../variants/platform/index.ts";
import { withOwnFiles } from "./own-files.ts";
import type { Payload } from "./payload.ts";

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
