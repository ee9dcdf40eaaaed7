import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { Os, OwnFile } from "../model/cluster.ts";
import type { RuntimeVariant } from "../model/variants.ts";

/** Credentials of registries, where those look for them who pull. The runtime waits for them, so that no pod asks without. */
export function registryFiles(
  registries: NonNullable<ClusterSpec["registries"]>,
  { loginUser }: Os,
  { unit, credentials }: RuntimeVariant,
): readonly OwnFile[] {
  const entries = Object.entries(registries);
  if (entries.length === 0) return [];
  return credentials(entries, loginUser).map(({ path, owner, content }) => ({
    path,
    content: `${JSON.stringify(content, null, 2)}\n`,
    mode: "0600",
    owner: owner === null ? "root:root" : `${owner}:${owner}`,
    machines: null,
    neededBy: unit,
    from: ["registries"],
  }));
}
