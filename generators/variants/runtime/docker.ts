import { DOCKER_HUB } from "../../facts/egress.ts";
import { registryEndpoint } from "../../facts/endpoints.ts";
import type { Cluster, Role } from "../../model/cluster.ts";
import type { MachinePart } from "../../model/machine.ts";
import type { Entries, ExecWord } from "../../model/units.ts";
import type { MachinePlan, Rule, RuntimeVariant } from "../../model/variants.ts";
import { byProxy, mirrorOptions } from "../../parts/egress.ts";
import { script } from "../../parts/files.ts";
import { openFiles, RESTART, unit } from "../../parts/units.ts";

const UNIT = "docker.service";

/** What a container says is kept up to here; docker before 1.8, which is started as `docker -d`, has no such limits. */
const LOGS = ["--log-driver=json-file", "--log-opt=max-size=50m", "--log-opt=max-file=4"];

const HOSTS_ENTRY = "registry-hosts-entry.service";

/** The machine does not use the cluster's DNS, so docker finds the cluster's registry through /etc/hosts. */
function registryHostsEntry({ network: { registry } }: Cluster): MachinePart {
  const path = "/opt/bin/registry-hosts-entry";
  const about: Entries = [["Description", "Entry of the registry in /etc/hosts"]];
  const service: Entries = [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    ["ExecStart", [path, registry.address, registry.hostname]],
  ];
  const comment = "Makes the registry's name resolve on the machine itself.";
  return {
    files: [script(path, "registry-hosts-entry", ["network"])],
    units: [unit(HOSTS_ENTRY, comment, [["network"], ["name"]], about, service)],
  };
}

/** Whether a machine runs what may come from the cluster's registry. */
const asksRegistry = ({ network }: Cluster, { pool }: Role): boolean => network.asksRegistry && pool !== null;

/** Containers resolve through the cluster's DNS; the bridge and NAT are the pod network's to say. */
function daemon({ cluster, role, variants }: MachinePlan): MachinePart {
  const {
    environmentFile,
    unit: network,
    bond,
    before,
    options: bridge,
    masquerades,
  } = variants.network.containers(cluster);
  const { dockerSocket, storageDriver } = cluster.os;
  const { dockerDaemon } = cluster.kubernetes.features;
  const pullsFromRegistry = asksRegistry(cluster, role);
  const awaited = [network, ...(pullsFromRegistry ? [HOSTS_ENTRY] : [])];
  const required = [...dockerSocket.units, ...(bond === "requires" ? awaited : [])];
  const wanted = bond === "wants" ? awaited : [];
  const about: Entries = [
    ["Description", "Docker"],
    ...(required.length > 0 ? [["Requires", required.join(" ")] as const] : []),
    ...(wanted.length > 0 ? [["Wants", wanted.join(" ")] as const] : []),
    ["After", [...required, ...wanted].join(" ")],
  ];
  // The cluster's registry speaks plain HTTP, which docker from 1.3.1 on takes from names on this list alone.
  const plainRegistry = pullsFromRegistry ? [`--insecure-registry=${registryEndpoint(cluster.network)}`] : [];
  const options: readonly ExecWord[] = [
    ...bridge,
    ...(cluster.network.asksDns ? [`--dns=${cluster.network.dnsServiceIp}`] : []),
    ...(masquerades ? ["--ip-masq=false"] : []),
    ...(storageDriver === null ? [] : [`--storage-driver=${storageDriver}`]),
    ...(dockerDaemon === "daemon" ? LOGS : []),
  ];
  const command = ["/usr/bin/docker", dockerDaemon, "-H", dockerSocket.host];
  const service: Entries = [
    ["EnvironmentFile", environmentFile],
    ...byProxy(cluster),
    ...before.map((each) => ["ExecStartPre", each] as const),
    // Containers inherit it, and a pod of a proxy has thousands of connections.
    openFiles(1_048_576),
    ["ExecStart", [...command, ...options, ...plainRegistry, ...mirrorOptions(cluster)]],
    ...RESTART,
  ];
  const from = [["network"], ["kubernetes"], ["name"], ["os"], ["egress"]] as const;
  return { files: [], units: [unit(UNIT, "Runs the containers.", from, about, service)] };
}

/** "Mirrors are only for the official registry anyways": registry/config.go of docker 1.9, registry/service_v2.go. */
const otherMirrors: Rule = ({ egress }) =>
  Object.keys(egress.mirrors)
    .filter((registry) => registry !== DOCKER_HUB)
    .map((registry) => ({
      code: "unsupported-combination",
      places: [
        { path: ["egress", "registryMirrors", registry], part: "key" },
        { path: ["kubernetes", "version"], label: "its nodes run docker" },
      ],
      message: `docker never asks a mirror for images of ${registry}`,
      help: `leave it out, and name the images at the mirror; mirrors of ${DOCKER_HUB} can be`,
    }));

/** Docker of the Kubernetes version's years; nodes pull from the cluster's registry by its name. */
export const docker: RuntimeVariant = {
  unit: UNIT,
  directory: "docker",
  rules: [otherMirrors],
  parts: (plan) => ({
    names: asksRegistry(plan.cluster, plan.role) ? [registryHostsEntry(plan.cluster)] : [],
    runtime: [daemon(plan)],
  }),
};
