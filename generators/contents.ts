import { machinesFor } from "./machines/compose.ts";
import { objectsOf } from "./manifests/objects.ts";
import type { Cluster } from "./model/cluster.ts";
import type { Contents } from "./model/contents.ts";
import type { Payload } from "./model/machine.ts";
import type { KubernetesObject } from "./model/objects.ts";
import type { Variants } from "./model/variants.ts";

function payloadsOf(cluster: Cluster, objects: readonly KubernetesObject[], variants: Variants): readonly Payload[] {
  const { os, platform } = variants;
  return machinesFor(cluster, objects, variants).map((machine) => {
    const delivery = platform.deliver(cluster, machine, variants);
    return { machine, ...delivery, ending: os.facts.userDataEnding, userData: os.userData(delivery.boot) };
  });
}

/** What a cluster consists of. Total over every cluster that resolve gives: what cannot be is for the rules to refuse. */
export function contentsOf(cluster: Cluster, variants: Variants): Contents {
  const { network, platform } = variants;
  const objects = objectsOf(cluster, [...network.objects(cluster), ...platform.objects(cluster)]);
  const payloads = payloadsOf(cluster, objects, variants);
  return { objects, payloads, stacks: variants.platform.stacks(cluster, payloads) };
}
