import type { RuntimeVariant } from "../../model/variants.ts";

/**
 * Where those look who pull: kubelets in their own directory (pkg/credentialprovider/config.go, `SetPreferredDockercfgPath` of
 * the kubelet's root), docker's command line in the home of whoever runs it.
 */
export const dockerCredentials: RuntimeVariant["credentials"] = (entries, loginUser) => {
  const content = Object.fromEntries(entries.map(([host, { auth, email }]) => [host, { auth, email: email ?? "" }]));
  return [
    { path: "/var/lib/kubelet/.dockercfg", owner: null, content },
    { path: `/home/${loginUser}/.dockercfg`, owner: loginUser, content },
  ];
};
