/** Every object of a cluster, in the order in which they are created. */

import { isFixed, isImported } from "../facts/images.ts";
import type { Cluster } from "../model/cluster.ts";
import type { KubernetesFeatures } from "../model/kubernetes.ts";
import { type Container, type KubernetesObject, type Namespace, OWN, type Workload } from "../model/objects.ts";
import type { Shape, Spelled } from "../model/variants.ts";
import { ALL_ADDONS } from "./addons/index.ts";
import { withConfigMaps } from "./config-files.ts";
import { withSecretObjects } from "./secrets.ts";

/** Namespaces that every cluster has by itself. kube-system is only made by 1.3 and later. */
const GIVEN_NAMESPACES: Readonly<Record<Cluster["kubernetes"]["features"]["workloadApi"], readonly string[]>> = {
  v1beta1: ["default"],
  v1: ["default"],
  "apps/v1": ["default", "kube-system", "kube-public", "kube-node-lease"],
};

/** Containers that stand beside those of another add-on's workload. */
function withSidecars(cluster: Cluster, objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const sidecars = ALL_ADDONS.flatMap((addon) => addon.sidecar(cluster) ?? []);
  return objects.map((object) => {
    const beside = sidecars.filter(({ beside }) => object.kind === "workload" && object.owner === beside);
    if (object.kind !== "workload" || beside.length === 0) return object;
    const added = beside.map(({ container }) => container);
    return {
      ...object,
      containers: [...object.containers, ...added],
      from: [...object.from, ...added.map(({ from }) => from)] as unknown as Workload["from"],
    };
  });
}

/** Whether its pods have anything of their node: a directory, or a port. */
function isPrivileged(object: KubernetesObject): boolean {
  if (object.kind === "verbatim") return object.isPrivileged;
  if (object.kind !== "workload") return false;
  const hasPort = object.containers.some(({ ports }) => ports.some(({ hostPort }) => hostPort !== null));
  return hasPort || object.volumes.some(({ source }) => source?.kind === "hostPath");
}

function namespaces(cluster: Cluster, objects: readonly KubernetesObject[]): readonly Namespace[] {
  const given = GIVEN_NAMESPACES[cluster.kubernetes.features.workloadApi];
  const names = [...new Set(objects.map(({ namespace }) => namespace))].filter((name) => !given.includes(name));
  return names.sort().map((name) => ({
    kind: "namespace",
    name,
    namespace: name,
    owner: "namespaces",
    enforce: objects.some((object) => object.namespace === name && isPrivileged(object)) ? "privileged" : "baseline",
    from: objects.find((object) => object.namespace === name)?.from ?? [["addons"]],
  }));
}

/** Nodes that cannot pull have their images carried to them: a tag that moves must not send them pulling at every start. */
function withCarriedImages(cluster: Cluster, objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const { oldDocker } = cluster.kubernetes.features;
  const isCarried = ({ image }: Container): boolean => oldDocker || isImported(cluster.platform, image);
  const carried = (each: Container): Container =>
    each.pullPolicy !== null || isFixed(each.image) || !isCarried(each)
      ? each
      : { ...each, pullPolicy: "IfNotPresent" };
  return objects.map((object) =>
    object.kind === "workload" ? { ...object, containers: object.containers.map(carried) } : object,
  );
}

/** What the network, the place, the add-ons and the spec bring, without the namespaces they live in. */
export const objectsOf = (cluster: Cluster, first: readonly KubernetesObject[]): readonly KubernetesObject[] =>
  withCarriedImages(
    cluster,
    withSidecars(cluster, [
      ...first,
      ...ALL_ADDONS.flatMap((addon) => addon.objects(cluster)),
      ...cluster.services,
      ...cluster.workloads,
    ]),
  );

/** Services before workloads: pods learn of services when they start. */
const RANK: Readonly<Record<KubernetesObject["kind"], number>> = { namespace: 0, verbatim: 0, service: 1, workload: 2 };

/** The spec's own objects come last. */
export const OWN_NUMBER = 90;

/** The network comes before whatever needs one, and who says where nodes stand before whatever runs on them. */
const NUMBERS: Readonly<Record<string, number>> = { network: 2, cloud: 6 };

function numberOf(object: KubernetesObject): number {
  if (object.owner === OWN) return OWN_NUMBER + RANK[object.kind];
  const own = NUMBERS[object.owner];
  if (own !== undefined) return own + RANK[object.kind];
  const addon = ALL_ADDONS.find(({ name }) => name === object.owner);
  return addon === undefined ? 0 : addon.number + RANK[object.kind];
}

/** An object in the words of the cluster's version, and the file it stands in. */
export interface NumberedObject extends Spelled {
  readonly object: KubernetesObject;
  /** e.g. `16-registry.service.yaml` */
  readonly file: string;
}

function spell(shape: Shape, object: KubernetesObject, features: KubernetesFeatures): readonly Spelled[] {
  if (object.kind === "namespace") return shape.namespace(object);
  if (object.kind === "service") return shape.service(object, features);
  if (object.kind === "workload") return shape.workload(object);
  return shape.verbatim(object);
}

/** `16-registry.service.yaml`, `46-consul.service-consul-servers.yaml`: the name is left out where it is the add-on's. */
function fileName(object: KubernetesObject, { what, name }: Spelled): string {
  const number = String(numberOf(object)).padStart(2, "0");
  const place = object.owner === OWN && object.namespace !== "default" ? `.${object.namespace}` : "";
  const suffix =
    name === object.owner && object.owner !== OWN ? "" : `-${name.replaceAll(/[^a-z0-9.-]/g, "-")}${place}`;
  return `${number}-${object.owner}.${what}${suffix}.yaml`;
}

/** @throws where an object has no form in the cluster's version: the rule `addon-unavailable` comes before */
export function numberedObjects(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  shape: Shape,
): readonly NumberedObject[] {
  const all = [...namespaces(cluster, objects), ...withSecretObjects(cluster, withConfigMaps(objects))];
  const numbered = all.flatMap((object) =>
    spell(shape, object, cluster.kubernetes.features).map((spelled) => ({
      ...spelled,
      object,
      file: fileName(object, spelled),
    })),
  );
  return numbered.sort((a, b) => (a.file < b.file ? -1 : 1));
}
