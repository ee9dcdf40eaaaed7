import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { Os, OwnFile } from "../model/cluster.ts";
import type { RuntimeVariant } from "../model/variants.ts";

/**
 * Credentials of registries, where those look for them who pull: kubelets in their own directory
 * (pkg/credentialprovider/config.go, `SetPreferredDockercfgPath` of the kubelet's root), docker's command line in the home
 * of whoever runs it. The runtime waits for them, so that no pod asks without.
 */
export function registryFiles(
  registries: NonNullable<ClusterSpec["registries"]>,
  { loginUser }: Os,
  { unit }: RuntimeVariant,
): readonly OwnFile[] {
  const entries = Object.entries(registries).map(([host, { auth, email }]) => [host, { auth, email: email ?? "" }]);
  if (entries.length === 0) return [];
  const content = `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  const file = (path: string, owner: string): OwnFile => ({
    path,
    content,
    mode: "0600",
    owner,
    machines: null,
    neededBy: unit,
    from: ["registries"],
  });
  return [
    file("/var/lib/kubelet/.dockercfg", "root:root"),
    file(`/home/${loginUser}/.dockercfg`, `${loginUser}:${loginUser}`),
  ];
}
