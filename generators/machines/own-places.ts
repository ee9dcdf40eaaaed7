/** What a machine of a group writes, fetches or mounts by itself. */
import { ADDONS_DIRECTORY } from "./group-roles.ts";
import { MACHINE_ENVIRONMENT } from "./own-address.ts";

/** Programs that are fetched when the unit that runs them starts, or before. */
const PROGRAMS = [
  "aws",
  "etcd",
  "etcdctl",
  "flanneld",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-proxy",
  "kube-scheduler",
  "kubectl",
  "kubelet",
];

/** Paths that are not the spec's to fill; one that ends in a slash stands for all below it. */
export const OWN_PLACES: readonly string[] = [
  `${ADDONS_DIRECTORY}/`,
  "/etc/machine-setup/",
  "/opt/machine-setup/",
  MACHINE_ENVIRONMENT,
  "/etc/terraform-outputs",
  "/etc/sysctl.d/90-kubernetes.conf",
  ...PROGRAMS.map((name) => `/opt/bin/${name}`),
  "/run/",
  // Mounted, or emptied, after the files have come.
  ...["cluster-data", "docker", "early-docker", "etcd", "machine-setup"].map((name) => `/var/lib/${name}/`),
];
