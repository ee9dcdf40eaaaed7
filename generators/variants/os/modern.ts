/** What today's images have in common, as far as machines mind. */
import type { OsFacts } from "../../model/cluster.ts";

/** systemd-resolved's list of those whom it asks: pods cannot ask its own address on the loopback. */
const RESOLVED = "/run/systemd/resolve/resolv.conf";

export const MODERN = {
  metadataTokens: "required",
  machineSources: ["metadata", "machineFile"],
  awsClient: "requests",
  preparation: null,
  appliesUserDataAtEveryBoot: false,
  resolvConf: RESOLVED,
  // What only machines of old releases ask of an image: none of these is made of it (`runs`).
  dockerSocket: { units: [], host: "unix:///var/run/docker.sock" },
  etcd2: { unit: "etcd.service", program: "/usr/bin/etcd", client: "/usr/bin/etcdctl", isFetched: false },
  storageDriver: null,
  hasPackages: false,
} as const satisfies Partial<OsFacts>;
