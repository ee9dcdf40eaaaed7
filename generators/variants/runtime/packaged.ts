/** docker as a package of the image, which reads `/etc/sysconfig/docker`. */
import type { SpecPath } from "../../../schema/diagnostics.ts";
import { registryEndpoint } from "../../facts/endpoints.ts";
import type { MachinePart } from "../../model/machine.ts";
import { type Entries, raw } from "../../model/units.ts";
import type { MachinePlan, RuntimeVariant } from "../../model/variants.ts";
import { byProxy, mirrorOptions } from "../../parts/egress.ts";
import { dropIn, imageUnit, settingsFile } from "../../parts/image-units.ts";
import { openFiles, RESTART } from "../../parts/units.ts";
import { dockerCredentials } from "./docker-credentials.ts";
import { otherMirrors } from "./mirrors.ts";
import { asksRegistry, HOSTS_ENTRY, NAMES, registryHostsEntry } from "./registry-entry.ts";

const UNIT = "docker.service";
const SETTINGS = "/etc/sysconfig/docker";

/** Where the package of flannel leaves what docker is told of the bridge (mk-docker-opts.sh -d). */
const BRIDGE = "-/run/flannel/docker";

/** The image's own options, which keep containers apart by SELinux, and the cluster's. */
function options({ cluster, role }: MachinePlan): readonly string[] {
  const { asksDns, dnsServiceIp } = cluster.network;
  return [
    "--selinux-enabled",
    ...(asksDns ? [`--dns=${dnsServiceIp}`] : []),
    ...(asksRegistry(cluster, role) ? [`--insecure-registry=${registryEndpoint(cluster.network)}`] : []),
    ...mirrorOptions(cluster),
  ];
}

function daemon(plan: MachinePlan): MachinePart {
  const { cluster, role, variants } = plan;
  const { unit: network } = variants.network.containers(cluster);
  const awaited = [network, ...(asksRegistry(cluster, role) ? [HOSTS_ENTRY] : [])].join(" ");
  const service: Entries = [
    ["EnvironmentFile", raw(BRIDGE)],
    ...byProxy(cluster),
    // What was made before there was a lease: docker takes no bridge with another address.
    ["ExecStartPre", raw("-/usr/sbin/ip link delete docker0")],
    openFiles(1_048_576),
    ...RESTART,
  ];
  const from: readonly SpecPath[] = [["network"], ["name"], ["os"], ["egress"], ["platform"], ["kubernetes"], ...NAMES];
  return {
    files: [
      settingsFile(
        SETTINGS,
        ["What docker is told beside its storage and its bridge."],
        [["OPTIONS", options(plan)]],
        ...from,
      ),
      dropIn(
        UNIT,
        "10-cluster",
        "Beside what the package says: after the container network, with its bridge.",
        [
          {
            name: "Unit",
            entries: [
              ["Wants", awaited],
              ["After", awaited],
            ],
          },
          { name: "Service", entries: service },
        ],
        ...from,
      ),
    ],
    // Where the network is another, the bridge is.
    units: [{ ...imageUnit(UNIT, "Runs the containers.", from, [SETTINGS]), follows: [network] }],
  };
}

/** Docker of the image, which runs on every machine whether anybody wants it or not. */
export const packaged: RuntimeVariant = {
  unit: UNIT,
  directory: "docker",
  rules: [otherMirrors],
  credentials: dockerCredentials,
  parts: (plan) => ({
    names: asksRegistry(plan.cluster, plan.role) ? [registryHostsEntry(plan.cluster)] : [],
    runtime: [daemon(plan)],
  }),
};
