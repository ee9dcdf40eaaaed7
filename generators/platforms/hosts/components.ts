/** What the components of Kubernetes are told, and wait for, on hosts. */
import { apiUrl, LOOPBACK } from "../../facts/endpoints.ts";
import * as ports from "../../facts/ports.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Entries, Flags } from "../../model/units.ts";
import type { BootstrapUnits } from "../../model/variants.ts";
import type { HostsPlace } from "./place/model.ts";

export const WAIT_FOR_PORT = "/opt/bin/wait-for-port";
export const WAIT_FOR_HEALTH = "/opt/bin/wait-for-health";

/** Pods that a host runs whatever the API says. */
const MANIFESTS = "/etc/kubernetes/manifests";

/** The other port, with a certificate that the API server makes for itself: nothing here asks it, somebody else may. */
export const apiServerFlags = (): Flags => [["secure-port", String(ports.API_SELF_SIGNED)]];

export const kubeletFlags = ({ platform }: Cluster<HostsPlace>): Flags => [
  ["config", MANIFESTS],
  ...(platform.registersByHand ? [["register-node", "false"] as const] : []),
];

/** The API server of the host itself is asked for before what would end without it. */
export function before(cluster: Cluster<HostsPlace>, unit: string, units: BootstrapUnits): Entries {
  const waits: Readonly<Record<string, Entries>> = {
    [units.scheduler]: [["ExecStartPre", [WAIT_FOR_PORT, LOOPBACK, String(ports.API)]]],
    [units.controllerManager]: [["ExecStartPre", [WAIT_FOR_HEALTH, `${apiUrl(cluster, LOOPBACK)}/healthz`]]],
    [units.kubelet]: [["ExecStartPre", ["/bin/mkdir", "-p", MANIFESTS]]],
  };
  return waits[unit] ?? [];
}
