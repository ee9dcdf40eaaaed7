import { S3Object } from "@cdktf/provider-aws/lib/s3-object/index.js";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import type { Payload } from "../../../../model/machine.ts";
import { add, entries, note, type Stack, stateOf } from "../../../../terraform/stack.ts";
import { terraformName } from "../../place/naming.ts";
import type { LateText } from "../../stacks/late-values.ts";
import type { FetchingPlace } from "../place/model.ts";

/** What decides about the files of machines. */
const FROM: readonly [SpecPath, ...SpecPath[]] = [
  ["platform"],
  ...["name", "kubernetes", "os", "network", "egress", "etcd", "controlPlane", "nodePools", "files"].map((key) => [
    key,
  ]),
  ...["addons", "workloads", "services", "tokens", "data"].map((key) => [key]),
  ["programs"],
];

/** An object takes ten tags; the provider's default ones could be more. */
const UNTAGGED = { defaultTags: { tags: {} } };

/**
 * Every script, unit and manifest that machines fetch, an object a file. The key has the content's digest: what a machine
 * of the version before fetches is deleted last, once everything else speaks of the new one.
 */
function contents(stack: Stack<FetchingPlace>, payloads: readonly Payload[], bucket: string): S3Object {
  const files = payloads.flatMap(({ objects }) =>
    objects.map(({ key, artifact }) => [key, { file: artifact.path.replace(/^stacks\/cluster\//, "") }] as const),
  );
  const all = entries(stack, "objects", Object.fromEntries(files));
  const about = note("what the machines fetch; the keys have digests, which user-data and lists name", ...FROM);
  return add(stack, S3Object, "machine", about, {
    forEach: all,
    bucket,
    key: all.key,
    source: "${path.module}/${each.value.file}",
    overrideProvider: UNTAGGED,
    lifecycle: { createBeforeDestroy: true },
  });
}

/** The objects of machines, for what has to wait until they are there. */
export function machineObjects(stack: Stack<FetchingPlace>, payloads: readonly Payload[], late: LateText): S3Object[] {
  const bucket = stateOf(stack, "data").getString("cluster_bucket");
  const machine = contents(stack, payloads, bucket);
  const standing = payloads.flatMap(({ standing }) => standing);
  return [
    machine,
    ...standing.map(({ key, artifact }) => {
      const file = artifact.path.replace(/^stacks\/cluster\//, "");
      const about = note(`what machines that run look at again and again: ${key}`, ...FROM);
      return add(stack, S3Object, terraformName(key.replace("/", "-")), about, {
        bucket,
        key,
        content: late(file, artifact.content),
        overrideProvider: UNTAGGED,
        // What it speaks of is there before it is, and goes after it.
        dependsOn: [machine],
      });
    }),
  ];
}
