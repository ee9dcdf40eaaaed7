import type { SpecPath } from "../../../schema/diagnostics.ts";
import { etcdUrl, LOOPBACK } from "../../facts/endpoints.ts";
import { etcdUnit } from "../../facts/nodes.ts";
import * as ports from "../../facts/ports.ts";
import type { MachinePart } from "../../model/machine.ts";
import { type Entries, raw } from "../../model/units.ts";
import type { MachinePlan, NetworkVariant } from "../../model/variants.ts";
import { script } from "../../parts/files.ts";
import { fetchedProgram } from "../../parts/programs.ts";
import { RESTART, startedWhen, unit } from "../../parts/units.ts";
import { LEASE_PREFIX, overlayRange } from "./flannel-range.ts";

/** Where flanneld says which range the machine has leased. */
const ENVIRONMENT = "/run/flannel/subnet.env";

/** Where flanneld reads its configuration in etcd, and keeps the leases. */
const PREFIX = "/coreos.com/network";

const UNIT = "flanneld.service";

/** What etcd holds below the prefix: an overlay in VXLAN packets between the machines. */
const config = (podCidr: string): string =>
  JSON.stringify({ Network: podCidr, SubnetLen: LEASE_PREFIX, Backend: { Type: "vxlan", VNI: 1 } });

const LEASE = "/opt/bin/flannel-lease";

/** Where machines come and go, and etcd is restored, a lease wants looking after; the control plane's own is young. */
function keptLease({ cluster, role, own, variants }: MachinePlan): readonly MachinePart[] {
  if (variants.place.nodesComeAndGo === null || role.isControlPlane) return [];
  const lease = [etcdUrl(cluster), PREFIX, own.address];
  const { kubelet, proxy } = variants.bootstrap.units;
  const about: Entries = [
    ["Description", "Range of this machine's containers"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
    // Stopped after the containers are.
    ["Before", UNIT],
  ];
  const service: Entries = [
    ...own.environment,
    ["ExecStart", [LEASE, "keep", ...lease, UNIT, variants.runtime.unit, proxy, kubelet]],
    ["ExecStopPost", [LEASE, "end", ...lease]],
    ...RESTART,
  ];
  const comment = "Claims this machine's range again where etcd was restored, and gives it back when the machine goes.";
  const from: readonly SpecPath[] = [["network"], ["etcd"], ["kubernetes"], ...cluster.controlPlane.hostFrom];
  return [
    {
      files: [script(LEASE, "machine/flannel-lease", ["network"])],
      units: [unit("flannel-lease.service", comment, from, about, service)],
    },
  ];
}

/** flanneld, with the network's configuration from where etcd is written to; the runtime waits for the lease. */
function flanneld({ cluster, role, own }: MachinePlan): MachinePart {
  const { network, controlPlane, etcd } = cluster;
  const writesConfig = role.isControlPlane;
  const servers = etcdUrl(cluster, writesConfig ? LOOPBACK : controlPlane.host);
  const write: Entries = writesConfig
    ? [["ExecStartPre", ["/opt/bin/flannel-config", servers, `${PREFIX}/config`, config(network.podCidr)]]]
    : [];
  const { files, units, fetches } = fetchedProgram({
    unit: UNIT,
    comment: "Leads container traffic to the other machines.",
    url: network.flannelUrl,
    path: "/opt/bin/flanneld",
    digests: cluster.programs,
    options: [
      `--etcd-endpoints=${servers}`,
      `--etcd-prefix=${PREFIX}`,
      raw(`--iface=${own.address.raw}`),
      "--ip-masq=true",
    ],
    after: writesConfig && etcd.endpoints.length === 0 ? [etcdUnit(cluster)] : [],
    environment: [...own.environment, ...write],
    ready: startedWhen(`test -s ${ENVIRONMENT}`),
    from: [["network"], ["etcd"], ["os"], ...controlPlane.hostFrom],
  });
  const writer = script("/opt/bin/flannel-config", "machine/flannel-config", ["network"]);
  return {
    files: [...files, ...(writesConfig ? [writer] : [])],
    units,
    fetches,
    listens: [{ who: "flannel", port: ports.VXLAN, protocol: "UDP" }],
  };
}

/**
 * An overlay: each machine leases a /24 from etcd, flanneld carries what is for another machine's range there.
 * flanneld masquerades what leaves the overlay, so that the runtime must not.
 */
export const flannel: NetworkVariant<"flannel"> = {
  type: "flannel",
  podCidr: "10.244.0.0/16",
  rules: [overlayRange],
  overlayTarget: null,
  files: () => [],
  fetched: ({ flannelUrl }) => [flannelUrl],
  hasFixedRanges: false,
  hostVariables: () => [],
  ownPlaces: [],
  parts: (plan) => ({ network: [flanneld(plan), ...keptLease(plan)] }),
  containers: () => ({
    environmentFile: ENVIRONMENT,
    unit: UNIT,
    bond: "wants",
    // What the image's own docker made, or a lease before this one: docker takes no bridge with another address.
    before: [["/bin/sh", "-c", raw("'ip link delete docker0 2>/dev/null || true'")]],
    options: [raw("--bip=${FLANNEL_SUBNET}"), raw("--mtu=${FLANNEL_MTU}")],
    masquerades: true,
  }),
};
