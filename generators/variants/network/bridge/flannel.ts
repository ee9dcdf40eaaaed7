import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { etcdUrl, LOOPBACK } from "../../../facts/endpoints.ts";
import { etcdUnit } from "../../../facts/nodes.ts";
import type { MachinePart } from "../../../model/machine.ts";
import { type Entries, raw } from "../../../model/units.ts";
import type { MachinePlan, NetworkVariant } from "../../../model/variants.ts";
import { script } from "../../../parts/files.ts";
import { fetchedProgram } from "../../../parts/programs.ts";
import { RESTART, startedWhen, unit } from "../../../parts/units.ts";
import { overlayRange, vxlanListens } from "../common/flannel-range.ts";
import { configAwaiter, configWriter, LEASES, PREFIX, FLANNEL_UNIT as UNIT } from "./flannel-config.ts";
import { packagedFlannel, packagedVariables } from "./flannel-packaged.ts";

/** Where flanneld says which range the machine has leased. */
const ENVIRONMENT = "/run/flannel/subnet.env";

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
function flanneld({ cluster, role, own, variants }: MachinePlan): MachinePart {
  const { network, controlPlane, etcd } = cluster;
  const writesConfig = role.isControlPlane;
  const servers = etcdUrl(cluster, writesConfig ? LOOPBACK : controlPlane.host);
  const writer = configWriter(servers, network.podCidr);
  const awaiter = configAwaiter(servers, network.podCidr);
  // Where machines come and go, somebody else looks after their leases.
  const keepsLease = variants.place.nodesComeAndGo !== null;
  const scripts = writesConfig ? [writer] : keepsLease ? [] : [awaiter];
  const before: Entries = [
    ...scripts.map(({ command }) => ["ExecStartPre", command] as const),
    // An earlier start's would count as this one's.
    ...(keepsLease ? [] : [["ExecStartPre", ["/usr/bin/rm", "-f", ENVIRONMENT]] as const]),
  ];
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
    environment: [...own.environment, ...before],
    ready: startedWhen(`test -s ${ENVIRONMENT}`),
    from: [["network"], ["etcd"], ["os"], ...controlPlane.hostFrom],
  });
  return {
    files: [...files, ...scripts.map(({ file }) => file)],
    units,
    fetches,
    listens: vxlanListens,
  };
}

/**
 * An overlay: each machine leases a /24 from etcd, flanneld carries what is for another machine's range there.
 * flanneld masquerades what leaves the overlay, so that the runtime must not.
 */
export const flannel: NetworkVariant<"flannel"> = {
  type: "flannel",
  ended: null,
  objects: () => [],
  podCidr: "10.244.0.0/16",
  rules: [overlayRange],
  overlayTarget: null,
  files: () => [],
  fetched: ({ flannelUrl }) => [flannelUrl],
  hasFixedRanges: false,
  leases: LEASES,
  hostVariables: ({ os }, { address }) => (os.hasPackages ? packagedVariables(address) : []),
  ownPlaces: [],
  parts: (plan) => ({
    network: plan.cluster.os.hasPackages ? packagedFlannel(plan) : [flanneld(plan), ...keptLease(plan)],
  }),
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
