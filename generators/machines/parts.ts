/** What CoreOS machines of the yCluster document are made of, one part a service. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import { registryEndpoint } from "../facts/endpoints.ts";
import type { Cluster } from "../model/cluster.ts";
import type { MachineFile, MachinePart } from "../model/machine.ts";
import { raw, type Unit, type UnitSection } from "../model/units.ts";
import { asset } from "../text/render.ts";
import { etcdUnitOf } from "../variants/kubernetes.ts";
import { networkVariant } from "../variants/network/index.ts";
import { osVariant } from "../variants/os/index.ts";

const NETWORK_ENVIRONMENT = "/etc/network-environment";

export type Entries = UnitSection["entries"];

const ETCD: SpecPath = ["etcd"];
const NETWORK: SpecPath = ["network"];
const KUBERNETES: SpecPath = ["kubernetes"];

export const etcdUnit = ({ kubernetes }: Pick<Cluster, "kubernetes">): string => etcdUnitOf(kubernetes.features);

/** A unit that is started now and at every boot. */
export const unit = (
  name: string,
  comment: string,
  from: readonly SpecPath[],
  about: Entries,
  service: Entries,
): Unit => ({
  name,
  comment,
  enable: true,
  start: true,
  from,
  sections: [
    { name: "Unit", entries: about },
    { name: "Service", entries: service },
    { name: "Install", entries: [["WantedBy", "multi-user.target"]] },
  ],
});

const script = (path: string, source: string, from: SpecPath): MachineFile => ({
  path,
  from: [from],
  mode: "0755",
  owner: "root:root",
  content: asset(`scripts/${source}`),
});

/** Holds a unit's start until a shell command succeeds: systemd itself would go on waiting when the program has ended. */
export const startedWhen = (command: string): Entries => [
  ["ExecStartPost", ["/bin/sh", "-c", raw(`'until ${command}; do kill -0 $$MAINPID || exit 1; sleep 1; done'`)]],
];

/** Ten seconds keep a failing service below systemd's start limit of five in ten seconds. */
export const RESTART: Entries = [
  ["Restart", "always"],
  ["RestartSec", "10"],
];

/**
 * Writes the machine's own addresses where docker and fleet read them. After etcd as in the document, but not
 * bound to it: with Requires= systemd restarts this unit, docker and every container whenever it restarts etcd.
 */
export function etcdEnvironment(cluster: Cluster, role: string): MachinePart {
  const { network } = cluster;
  const etcd = etcdUnit(cluster);
  const path = "/opt/bin/etcd-get-environment";
  const about: Entries = [
    ["Description", "Addresses of this machine as environment variables"],
    ["Wants", etcd],
    ["After", etcd],
  ];
  const service: Entries = [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    ["ExecStart", [path, role, network.podCidr]],
  ];
  const comment = `Writes ${NETWORK_ENVIRONMENT} before docker and fleet read it.`;
  return {
    files: [script(path, "etcd-environment.sh", NETWORK)],
    units: [unit("etcd-environment.service", comment, [NETWORK], about, service)],
  };
}

/** fleetd reads `FLEET_…` variables; kube-register asks it for the machines over the image's fleet.socket. */
export function fleet({ etcd: { clientPort } }: Cluster): MachinePart {
  const about: Entries = [
    ["Description", "fleet"],
    ["Requires", "etcd-environment.service"],
    ["Wants", "etcd.service fleet.socket"],
    ["After", "etcd.service etcd-environment.service fleet.socket"],
  ];
  const service: Entries = [
    ["EnvironmentFile", NETWORK_ENVIRONMENT],
    ["Environment", `FLEET_ETCD_SERVERS=http://127.0.0.1:${clientPort}`],
    ["ExecStart", ["/usr/bin/fleetd"]],
    ...RESTART,
  ];
  return { files: [], units: [unit("fleet.service", "Knows every machine of the cluster.", [ETCD], about, service)] };
}

/** Units that come before docker. */
export interface DockerNeeds {
  /** Docker goes when one of these goes, and is not started when one does not start. */
  readonly requires?: readonly string[];
  /** Docker starts after these whatever becomes of them, and tries again until its environment file is there. */
  readonly wants?: readonly string[];
}

/** Containers resolve through the cluster's DNS; the bridge and NAT are the pod network's to say. */
export function docker(
  cluster: Cluster,
  { requires = [], wants = [] }: DockerNeeds,
  more: readonly string[] = [],
): MachinePart {
  const { environmentFile, before, options } = networkVariant(cluster.network.type).docker(cluster);
  const { dockerSocket } = osVariant(cluster.os.family);
  const required = [...dockerSocket.units, ...requires];
  const about: Entries = [
    ["Description", "Docker"],
    ...(required.length > 0 ? [["Requires", required.join(" ")] as const] : []),
    ...(wants.length > 0 ? [["Wants", wants.join(" ")] as const] : []),
    ["After", [...required, ...wants].join(" ")],
  ];
  const service: Entries = [
    ["EnvironmentFile", environmentFile],
    ...before.map((command) => ["ExecStartPre", command] as const),
    [
      "ExecStart",
      ["/usr/bin/docker", cluster.kubernetes.features.dockerDaemon, "-H", dockerSocket.host, ...options, ...more],
    ],
    ...RESTART,
  ];
  return {
    files: [],
    units: [unit("docker.service", "Runs the containers.", [NETWORK, KUBERNETES, ["name"], ["os"]], about, service)],
  };
}

/** The cluster's registry speaks plain HTTP, which docker from 1.3.1 on takes from names on this list alone. */
export const plainRegistry = ({ network }: Cluster): readonly string[] => [
  `--insecure-registry=${registryEndpoint(network)}`,
];

/** The machine does not use the cluster's DNS, so docker finds the cluster's registry through /etc/hosts. */
export function registryHostsEntry({ network: { registry } }: Cluster): MachinePart {
  const path = "/opt/bin/registry-hosts-entry";
  const about: Entries = [["Description", "Entry of the registry in /etc/hosts"]];
  const service: Entries = [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    ["ExecStart", [path, registry.address, registry.hostname]],
  ];
  const comment = "Makes the registry's name resolve on the machine itself.";
  return {
    files: [script(path, "registry-hosts-entry.sh", NETWORK)],
    units: [unit("registry-hosts-entry.service", comment, [NETWORK, ["name"]], about, service)],
  };
}

/** A program that is fetched before its first start. */
export interface FetchedProgram {
  readonly unit: string;
  readonly comment: string;
  readonly url: string;
  readonly path: string;
  readonly options: readonly (string | ReturnType<typeof raw>)[];
  /** Started before, though not bound to: each retries on its own until the other answers. */
  readonly after: readonly string[];
  /** What its service section needs to know the machine. */
  readonly environment?: Entries;
  readonly from: readonly SpecPath[];
}

const INSTALL = "/opt/bin/install-program";

/** Fetches a program of Kubernetes' once. */
export const installProgram: MachineFile = script(INSTALL, "install-program.sh", KUBERNETES);

/** A large download on a slow day must not run into systemd's 90 seconds. */
const FETCH_SECONDS = "600";

export function fetchedProgram(program: FetchedProgram): MachinePart {
  const { unit: name, comment, url, path, options, after, environment, from } = program;
  const about: Entries = [
    ["Description", name.replace(/\.service$/, "")],
    ["Wants", ["network-online.target", ...after].join(" ")],
    ["After", ["network-online.target", ...after].join(" ")],
  ];
  const service: Entries = [
    ...(environment ?? []),
    ["TimeoutStartSec", FETCH_SECONDS],
    ["ExecStartPre", [INSTALL, url, path]],
    ["ExecStart", [path, ...options]],
    ...RESTART,
  ];
  return {
    files: [installProgram],
    units: [unit(name, comment, from, about, service)],
  };
}
