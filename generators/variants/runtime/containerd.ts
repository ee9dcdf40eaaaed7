import type { SpecPath } from "../../../schema/diagnostics.ts";
import { CONTAINERD_ENDPOINT, registryEndpoint } from "../../facts/endpoints.ts";
import { PROGRAMS_UNIT, CONTAINERD_UNIT as UNIT } from "../../facts/units.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { MachineFile, MachinePart } from "../../model/machine.ts";
import type { Entries } from "../../model/units.ts";
import type { MachinePlan, RuntimeVariant } from "../../model/variants.ts";
import { byProxy } from "../../parts/egress.ts";
import { machineFile } from "../../parts/files.ts";
import { hostsEntry } from "../../parts/hosts-entry.ts";
import { unit } from "../../parts/units.ts";
import { tomlText } from "../../text/encoders.ts";
import { render } from "../../text/render.ts";
import { asksRegistry, HOSTS_ENTRY, NAMES } from "./registry-entry.ts";

const CONFIG = "/etc/containerd/config.toml";

const FROM: readonly SpecPath[] = [["kubernetes"], ["egress"], ["os", "family"]];

/** Whether there is a registry of the cluster's own, and where it answers. */
const REGISTRY: readonly SpecPath[] = [...NAMES, ["network"], ["name"]];

/** Docker Hub answers elsewhere than it is called (containerd, docs/hosts.md). */
const SERVERS: Readonly<Record<string, string>> = { "docker.io": "https://registry-1.docker.io" };

/** Who is asked for images of a registry, in this order; the registry itself comes last. */
const hostsFile = (
  registry: string,
  server: string,
  hosts: readonly string[],
  from: readonly SpecPath[],
): MachineFile =>
  machineFile(
    `/etc/containerd/certs.d/${registry}/hosts.toml`,
    "0644",
    [
      `server = ${tomlText(server)}\n`,
      ...hosts.map((url) => `\n[host.${tomlText(url)}]\ncapabilities = ["pull", "resolve"]\n`),
    ].join(""),
    ...from,
  );

const mirrors = ({ egress }: Cluster): readonly MachineFile[] =>
  Object.entries(egress.mirrors).map(([registry, urls]) =>
    hostsFile(registry, SERVERS[registry] ?? `https://${registry}`, urls, [["egress", "registryMirrors"]]),
  );

/** The cluster's own registry speaks HTTP without TLS. */
function ownRegistry({ cluster, role }: MachinePlan): readonly MachineFile[] {
  if (!asksRegistry(cluster, role)) return [];
  const registry = registryEndpoint(cluster.network);
  return [hostsFile(registry, `http://${registry}`, [`http://${registry}`], REGISTRY)];
}

/** As the project's own unit has it (containerd.service of its repository), but for the places. */
function daemon(plan: MachinePlan): MachinePart {
  const { cluster, role } = plan;
  const { pauseImage } = cluster.kubernetes.features;
  const awaited = ["network-online.target", PROGRAMS_UNIT, ...(asksRegistry(cluster, role) ? [HOSTS_ENTRY] : [])];
  const about: Entries = [
    ["Description", "containerd"],
    ["Wants", awaited.join(" ")],
    ["After", awaited.join(" ")],
  ];
  const service: Entries = [
    ["Environment", "PATH=/opt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
    ...byProxy(cluster),
    ["Type", "notify"],
    ["ExecStart", ["/opt/bin/containerd", `--config=${CONFIG}`]],
    ["Restart", "always"],
    ["RestartSec", "5"],
    // Containers go on while it is started again.
    ["KillMode", "process"],
    ["Delegate", "yes"],
    ["LimitNPROC", "infinity"],
    ["LimitNOFILE", "1048576"],
    ["LimitCORE", "infinity"],
    ["TasksMax", "infinity"],
    ["OOMScoreAdjust", "-999"],
  ];
  return {
    files: [
      // A package of the distribution may have brought one.
      { ...machineFile(CONFIG, "0644", render("containerd.toml", { pauseImage }), ...FROM), takesPlace: true },
      ...mirrors(cluster),
      ...ownRegistry(plan),
      machineFile("/etc/crictl.yaml", "0644", `runtime-endpoint: ${CONTAINERD_ENDPOINT}\n`, ...FROM),
    ],
    units: [
      { ...unit(UNIT, "Runs the containers.", [...FROM, ...REGISTRY], about, service), follows: [PROGRAMS_UNIT] },
    ],
  };
}

/** containerd, a program of its own project beside the release; the kubelet talks to it alone. */
export const containerd: RuntimeVariant = {
  unit: UNIT,
  directory: "containerd",
  rules: [],
  // The kubelet's own directory, and the form of today (pkg/credentialprovider/config.go).
  credentials: (entries) => [
    {
      path: "/var/lib/kubelet/config.json",
      owner: null,
      content: { auths: Object.fromEntries(entries.map(([host, { auth }]) => [host, { auth }])) },
    },
  ],
  parts: (plan) => ({
    names: asksRegistry(plan.cluster, plan.role)
      ? [
          hostsEntry({
            unit: HOSTS_ENTRY,
            comment: "Makes the registry's name resolve on the machine itself.",
            description: "Entry of the registry in /etc/hosts",
            address: plan.cluster.network.registry.address,
            host: plan.cluster.network.registry.hostname,
            from: REGISTRY,
          }),
        ]
      : [],
    runtime: [daemon(plan)],
  }),
};
