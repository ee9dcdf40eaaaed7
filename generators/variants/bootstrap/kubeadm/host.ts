/** What a kubelet of today starts on: the kernel's modules and settings, no swap, a network manager that keeps its hands off. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import type { MachineFile, MachinePart } from "../../../model/machine.ts";
import type { Entries } from "../../../model/units.ts";
import { machineFile, machineLibrary, script } from "../../../parts/files.ts";
import { ONCE, unit } from "../../../parts/units.ts";
import { HOST_UNIT } from "./names.ts";

const FROM: readonly SpecPath[] = [["kubernetes"], ["os", "family"]];

const SCRIPT = "/opt/bin/prepare-host";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

const file = (path: string, ...text: readonly string[]): MachineFile =>
  machineFile(path, "0644", lines(...text), ...FROM);

/**
 * br_netfilter lets iptables see what crosses a bridge, without which flannel ends at once and services are not
 * reached from their own node. The kernel settings are those that a kubelet wants where it may not set them itself
 * (`protectKernelDefaults`: pkg/kubelet/cm/container_manager_linux.go, setupKernelTunables), forwarding, and room for
 * what watches files.
 */
const FILES: readonly MachineFile[] = [
  file("/etc/modules-load.d/kubernetes.conf", "overlay", "br_netfilter", "nf_conntrack"),
  file(
    "/etc/sysctl.d/90-kubernetes.conf",
    "net.bridge.bridge-nf-call-iptables = 1",
    "net.bridge.bridge-nf-call-ip6tables = 1",
    "net.ipv4.ip_forward = 1",
    "fs.inotify.max_user_instances = 8192",
    "fs.inotify.max_user_watches = 524288",
    "# Without these a kubelet that may not set them does not start.",
    "vm.overcommit_memory = 1",
    "vm.panic_on_oom = 0",
    "kernel.panic = 10",
    "kernel.panic_on_oops = 1",
    "kernel.keys.root_maxkeys = 1000000",
    "kernel.keys.root_maxbytes = 25000000",
  ),
  file(
    "/etc/systemd/networkd.conf.d/10-kubernetes.conf",
    "# Routes and rules that networkd has not made are the container network's.",
    "[Network]",
    "ManageForeignRoutes=no",
    "ManageForeignRoutingPolicyRules=no",
  ),
  file(
    "/etc/systemd/network/10-containers.network",
    "# What the container network makes, it sets up itself.",
    "[Match]",
    "Name=cni* flannel* veth*",
    "",
    "[Link]",
    "Unmanaged=yes",
  ),
  file(
    "/etc/systemd/network/10-containers.link",
    "# An address that udev would give would be another than the one that was told to the other machines.",
    "[Match]",
    "OriginalName=cni* flannel* veth*",
    "",
    "[Link]",
    "MACAddressPolicy=none",
  ),
  file(
    "/etc/systemd/logind.conf.d/50-kubelet.conf",
    "# As long as pods may take to end before the machine does; the kubelet asks for it.",
    "[Login]",
    "InhibitDelayMaxSec=45",
  ),
];

const ABOUT: Entries = [
  ["Description", "What a kubelet starts on"],
  ["After", "systemd-modules-load.service systemd-sysctl.service"],
];

export const hostPreparation: MachinePart = {
  files: [
    machineLibrary(["lib"], ["kubernetes"]),
    script(SCRIPT, "machine/kubeadm/prepare-host", ["kubernetes"]),
    ...FILES,
  ],
  units: [unit(HOST_UNIT, "Makes the machine ready for a kubelet.", FROM, ABOUT, [...ONCE, ["ExecStart", [SCRIPT]]])],
};
