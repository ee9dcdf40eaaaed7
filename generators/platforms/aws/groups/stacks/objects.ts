import { S3Object } from "@cdktf/provider-aws/lib/s3-object/index.js";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import type { Payload } from "../../../../model/machine.ts";
import { add, entries, note, type Stack, stateOf } from "../../../../terraform/stack.ts";
import { sha256 } from "../../../../text/digest.ts";
import type { GroupsPlace } from "../place/model.ts";

/** What decides about the files of machines. */
const FROM: readonly [SpecPath, ...SpecPath[]] = [
  ["platform"],
  ...["name", "kubernetes", "os", "network", "egress", "etcd", "controlPlane", "nodePools", "files"].map((key) => [
    key,
  ]),
  ...["addons", "workloads", "services", "tokens", "data"].map((key) => [key]),
];

/** Every script, unit and manifest that machines fetch, an object a file; the digest says when one has changed. */
export function machineObjects(stack: Stack<GroupsPlace>, payloads: readonly Payload[]): S3Object {
  const files = payloads.flatMap(({ objects }) =>
    objects.map(({ key, artifact }) => [key, { sha256: sha256(artifact.content) }] as const),
  );
  const all = entries(stack, "objects", Object.fromEntries(files));
  const about = note("what the machines fetch; their user-data has the same digests", ...FROM);
  return add(stack, S3Object, "machine", about, {
    forEach: all,
    bucket: stateOf(stack, "data").getString("cluster_bucket"),
    key: all.key,
    source: "${path.module}/bucket/${each.key}",
    sourceHash: all.getString("sha256"),
    // An object takes ten tags; the provider's default ones could be more.
    overrideProvider: { defaultTags: { tags: {} } },
  });
}
