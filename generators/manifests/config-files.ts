import type { IConfigMap } from "kubernetes-models/v1";
import { type KubernetesObject, type Verbatim, type Volume, verbatim, type Workload } from "../model/objects.ts";

/** The config map of a volume: no other workload and volume make the same `shop-batch.settings`. */
const nameOf = (workload: Workload, volume: Volume): string => `${workload.name}.${volume.name}`;

function configMap(workload: Workload, volume: Volume, files: Readonly<Record<string, string>>): Verbatim {
  const { namespace, owner, from } = workload;
  const name = nameOf(workload, volume);
  const object: IConfigMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data: { ...files } };
  return verbatim(object, { namespace, owner, from });
}

/** Files of volumes as objects of their own, which the volumes then name. */
export const withConfigMaps = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] =>
  objects.flatMap((object): readonly KubernetesObject[] => {
    if (object.kind !== "workload") return [object];
    const maps = object.volumes.flatMap((volume) =>
      volume.source?.kind === "files" ? [configMap(object, volume, volume.source.files)] : [],
    );
    const volumes = object.volumes.map(
      (volume): Volume =>
        volume.source?.kind === "files"
          ? { ...volume, source: { kind: "configMap", name: nameOf(object, volume) } }
          : volume,
    );
    return [...maps, { ...object, volumes }];
  });
