/** Keys that do nothing: each is a mistake, or will be taken for something that it does not do. */
import { follow, type SchemaNode, schemaOf, valuesOf } from "../../schema/definitions.ts";
import type { Finding, SpecPath } from "../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";
import { platformsAlone } from "../../schema/platforms.ts";
import type { Os } from "../model/cluster.ts";
import type { KubernetesFeatures } from "../model/kubernetes.ts";
import type { IdleKeys, Variants } from "../model/variants.ts";

const finding = (path: SpecPath, why: string, others: Pick<Finding, "severity"> & Partial<Finding>): Finding => ({
  code: "misplaced-key",
  places: [{ path, part: "key" }],
  message: `"${path.findLast((key) => typeof key === "string")}" has no effect here: ${why}`,
  help: "remove it",
  ...others,
});

const foreign = (path: SpecPath, platforms: readonly string[]): Finding =>
  finding(path, `${platformsAlone(platforms)} it`, {
    severity: "error",
    places: [
      { path, part: "key" },
      { path: ["platform", "type"], label: "the platform" },
    ],
  });

/** Keys that only other kinds of place have, as the schema says at the key. */
function foreignKeys(value: unknown, raw: SchemaNode, type: string, path: SpecPath = []): readonly Finding[] {
  const node = follow(raw);
  const platforms = node["x-platforms"];
  if (platforms !== undefined && !platforms.includes(type)) return [foreign(path, platforms)];
  if (typeof value !== "object" || value === null) return [];
  const { properties, items } = node;
  if (Array.isArray(value)) {
    return items === undefined ? [] : value.flatMap((item, index) => foreignKeys(item, items, type, [...path, index]));
  }
  return Object.entries(value).flatMap(([key, child]) => {
    const known = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : valuesOf(node);
    return known === undefined ? [] : foreignKeys(child, known, type, [...path, key]);
  });
}

/** The places that a pattern names in a value. */
function found(value: unknown, [key, ...rest]: readonly string[], path: SpecPath = []): readonly SpecPath[] {
  if (key === undefined) return [path];
  if (typeof value !== "object" || value === null) return [];
  if (key === "*") return (value as readonly unknown[]).flatMap((item, index) => found(item, rest, [...path, index]));
  return Object.hasOwn(value, key)
    ? found((value as Readonly<Record<string, unknown>>)[key], rest, [
        ...path,
        Array.isArray(value) ? Number(key) : key,
      ])
    : [];
}

/** Keys that other choices of the spec leave without effect, wherever the cluster stands. */
const idleEverywhere = (
  { os, etcd, egress }: ClusterSpec,
  { etcd2, hasPackages, published }: Os,
  { nodeRegistration, plainApi }: KubernetesFeatures,
): readonly IdleKeys[] => [
  {
    why: "etcd and the pod network are pods of this version",
    keys: plainApi
      ? []
      : [
          ["etcd", "discoveryUrl"],
          ["network", "flannelUrl"],
        ],
  },
  { why: "the image is named", keys: os.image === undefined ? [] : [["os", "release"]] },
  { why: "nobody publishes images of the family", keys: published === null ? [["os", "release"]] : [] },
  { why: `images of the family ${os.family} bring etcd`, keys: etcd2.isFetched ? [] : [["etcd", "archiveUrl"]] },
  {
    why: `images of the family ${os.family} bring Kubernetes and flannel`,
    keys: hasPackages
      ? [
          ["kubernetes", "archiveUrl"],
          ["network", "flannelUrl"],
        ]
      : [],
  },
  {
    why: "etcd is external",
    keys:
      etcd?.endpoints === undefined
        ? []
        : [
            ["etcd", "archiveUrl"],
            ["etcd", "backup"],
          ],
  },
  { why: "there is no proxy", keys: egress?.proxy === undefined ? [["egress", "noProxy"]] : [] },
  {
    why: "nodes register themselves",
    keys: nodeRegistration === "kubelet" ? [["kubernetes", "registerUrl"]] : [],
  },
];

/** The keys of a spec that belong to another kind of place than its own, or do nothing for other reasons. */
export function misplacedKeys(spec: ClusterSpec, os: Os, { place, features, network }: Variants): readonly Finding[] {
  const ofOthers = foreignKeys(spec, schemaOf("native"), spec.platform.type);
  const known = new Set(ofOthers.map(({ places: [{ path }] }) => path.join(".")));
  const idle = [...idleEverywhere(spec, os, features), ...place.idleKeys(spec, os, network.type, features)].flatMap(
    ({ why, keys }) => keys.flatMap((pattern) => found(spec, pattern).map((path) => [path, why] as const)),
  );
  const warnings = idle
    .filter(([path]) => !known.has(path.join(".")))
    .map(([path, why]) => finding(path, why, { severity: "warning" }));
  return [...ofOthers, ...warnings];
}
