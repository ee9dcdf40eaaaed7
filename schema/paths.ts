import type { SpecPath } from "./diagnostics.ts";

/** The two forms of a spec: the native one, and the yCluster document's `ycluster.yml`. */
export type SpecForm = "native" | "ycluster";

/** Where each part of the upgraded spec stands in `ycluster.yml`; the longest prefix of a path counts. */
const WRITTEN: readonly (readonly [native: SpecPath, written: SpecPath])[] = [
  [["name"], ["ycluster", "name"]],
  [
    ["kubernetes", "version"],
    ["ycluster", "kubernetes_version"],
  ],
  [["kubernetes"], ["ycluster", "kubernetes_version"]],
  [
    ["platform", "region"],
    ["aws", "region"],
  ],
  [
    ["platform", "zones"],
    ["aws", "availability_zones"],
  ],
  [
    ["platform", "keyPair"],
    ["aws", "key_name"],
  ],
  [
    ["platform", "access"],
    ["aws", "access"],
  ],
  [["platform"], ["aws"]],
  [
    ["os", "image"],
    ["aws", "coreos_ami"],
  ],
  [["os"], ["aws", "coreos_ami"]],
  [
    ["controlPlane", "instanceType"],
    ["ycluster", "master", "instance_type"],
  ],
  [
    ["controlPlane", "diskSize"],
    ["ycluster", "master", "disk_size"],
  ],
  [["controlPlane"], ["ycluster", "master"]],
  [
    ["nodePools", 0, "instanceType"],
    ["ycluster", "minions", "instance_type"],
  ],
  [
    ["nodePools", 0, "diskSize"],
    ["ycluster", "minions", "disk_size"],
  ],
  [
    ["nodePools", 0, "count"],
    ["ycluster", "minions", "number"],
  ],
  [["nodePools"], ["ycluster", "minions"]],
];

/** Parts that are the same below in both forms. */
const ALIKE: ReadonlySet<unknown> = new Set(["availability_zones", "access"]);

/** Whether a path is another one, or lies below it. */
export const startsWith = (path: SpecPath, prefix: SpecPath): boolean =>
  prefix.every((key, index) => path[index] === key);

function writtenInYcluster(path: SpecPath): SpecPath | undefined {
  for (const [native, written] of WRITTEN) {
    if (startsWith(path, native)) return written.concat(ALIKE.has(written.at(-1)) ? path.slice(native.length) : []);
  }
  return undefined;
}

/** Where a path of the native spec stands in a spec of a form; undefined when the form has no key for it. */
export const writtenPath = (form: SpecForm, path: SpecPath): SpecPath | undefined =>
  form === "ycluster" ? writtenInYcluster(path) : path;

/** A path as text: `nodePools[0].count`. */
export const formatPath = (path: SpecPath): string =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`),
    "",
  );
