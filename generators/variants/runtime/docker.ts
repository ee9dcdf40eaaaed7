import { registryEndpoint } from "../../facts/endpoints.ts";
import type { MachinePart } from "../../model/machine.ts";
import type { Entries, ExecWord } from "../../model/units.ts";
import type { MachinePlan, RuntimeVariant } from "../../model/variants.ts";
import { byProxy, mirrorOptions } from "../../parts/egress.ts";
import { openFiles, RESTART, unit } from "../../parts/units.ts";
import { dockerCredentials } from "./docker-credentials.ts";
import { otherMirrors } from "./mirrors.ts";
import { asksRegistry, HOSTS_ENTRY, NAMES, registryHostsEntry } from "./registry-entry.ts";

const UNIT = "docker.service";

/** What a container says is kept up to here; docker before 1.8, which is started as `docker -d`, has no such limits. */
const LOGS = ["--log-driver=json-file", "--log-opt=max-size=50m", "--log-opt=max-file=4"];

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
  const from = [["network"], ["kubernetes"], ["name"], ["os"], ["egress"], ...NAMES];
  const made = unit(UNIT, "Runs the containers.", from, about, service);
  // What it requires, systemd itself starts again together with it.
  return { files: [], units: [bond === "requires" ? made : { ...made, follows: [network] }] };
}

/** Docker of the Kubernetes version's years; nodes pull from the cluster's registry by its name. */
export const docker: RuntimeVariant = {
  unit: UNIT,
  directory: "docker",
  rules: [otherMirrors],
  credentials: dockerCredentials,
  parts: (plan) => ({
    names: asksRegistry(plan.cluster, plan.role) ? [registryHostsEntry(plan.cluster)] : [],
    runtime: [daemon(plan)],
  }),
};
