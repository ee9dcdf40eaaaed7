/** flanneld as a package of the image, which reads `/etc/sysconfig/flanneld`. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { etcdUrl, LOOPBACK } from "../../../facts/endpoints.ts";
import { etcdUnit } from "../../../facts/nodes.ts";
import type { MachinePart } from "../../../model/machine.ts";
import type { Entries } from "../../../model/units.ts";
import type { MachinePlan, Variables } from "../../../model/variants.ts";
import { dropIn, imageUnit, settingsFile } from "../../../parts/image-units.ts";
import { RESTART, unit } from "../../../parts/units.ts";
import { vxlanListens } from "../common/flannel-range.ts";
import { configAwaiter, configWriter, FLANNEL_UNIT, PREFIX } from "./flannel-config.ts";

const SETTINGS = "/etc/sysconfig/flanneld";
const CONFIG_UNIT = "flannel-config.service";

/** What differs from host to host: a name of the interface would be right on some alone. */
const OPTIONS = "FLANNEL_OPTIONS";

/** `--iface` takes an address, too (flannel's README of 0.2); what leaves the overlay, flanneld masquerades. */
export const packagedVariables = (address: string): Variables => [[OPTIONS, `"-iface=${address} -ip-masq=true"`]];

/** Writes the configuration before any flanneld asks for it. */
function config({ cluster, role }: MachinePlan): MachinePart {
  const awaited = ["network-online.target", ...(role.runsEtcd ? [etcdUnit(cluster)] : [])].join(" ");
  const writer = configWriter(etcdUrl(cluster, LOOPBACK), cluster.network.podCidr);
  const about: Entries = [
    ["Description", "Configuration of the container network"],
    ["Wants", awaited],
    ["After", awaited],
    ["Before", FLANNEL_UNIT],
  ];
  const [program = "", ...words] = writer.command;
  const service: Entries = [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    // Nobody starts it again, and everybody waits for it.
    ["TimeoutStartSec", "0"],
    ["ExecStart", [program, "--wait", ...words]],
  ];
  const comment = "Tells flanneld of all machines which network they make, before the first of them asks.";
  const from: readonly SpecPath[] = [["network"], ["etcd"], ["platform"], ["os"]];
  return { files: [writer.file], units: [unit(CONFIG_UNIT, comment, from, about, service)] };
}

function flanneld({ cluster, own }: MachinePlan): MachinePart {
  const from: readonly SpecPath[] = [["network"], ["etcd"], ["os"], ["platform"], ...cluster.controlPlane.hostFrom];
  const servers = [etcdUrl(cluster)];
  const awaiter = configAwaiter(etcdUrl(cluster), cluster.network.podCidr);
  const service: Entries = [
    ...own.environment,
    // Longer than the control plane is ever away: what requires it is started with it, or not at all.
    ["TimeoutStartSec", "0"],
    ["ExecStartPre", awaiter.command],
    ...RESTART,
  ];
  return {
    files: [
      awaiter.file,
      settingsFile(
        SETTINGS,
        [
          "Where flanneld finds its configuration and keeps leases. FLANNEL_OPTIONS is the host's own.",
          "Packages up to 0.5.3 read the first two, later ones the others.",
        ],
        [
          ["FLANNEL_ETCD", servers],
          ["FLANNEL_ETCD_KEY", [PREFIX]],
          ["FLANNEL_ETCD_ENDPOINTS", servers],
          ["FLANNEL_ETCD_PREFIX", [PREFIX]],
        ],
        ...from,
      ),
      dropIn(
        FLANNEL_UNIT,
        "10-cluster",
        "Beside what the package says: this host's own address, and patience until the network is known.",
        [{ name: "Service", entries: service }],
        ...from,
      ),
    ],
    units: [imageUnit(FLANNEL_UNIT, "Leads container traffic to the other machines.", from, [SETTINGS, `$${OPTIONS}`])],
    listens: vxlanListens,
  };
}

export const packagedFlannel = (plan: MachinePlan): readonly MachinePart[] => [
  ...(plan.role.isControlPlane ? [config(plan)] : []),
  flanneld(plan),
];
