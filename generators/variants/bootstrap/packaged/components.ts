/**
 * The Kubernetes components as packages of the image: units that read `/etc/kubernetes/config` and a file of their own, each
 * variable some words of a command line (contrib/init/systemd of Kubernetes 0.17 to 1.2). What the variables are called is
 * the packages'; the flags in them are the version's.
 */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { apiUrl, etcdUrl } from "../../../facts/endpoints.ts";
import { etcdUnit } from "../../../facts/nodes.ts";
import * as ports from "../../../facts/ports.ts";
import type { Cluster } from "../../../model/cluster.ts";
import { type Listener, listening, type MachinePart } from "../../../model/machine.ts";
import type { Entries, Flags } from "../../../model/units.ts";
import type { MachinePlan } from "../../../model/variants.ts";
import { script } from "../../../parts/files.ts";
import { dropIn, imageUnit, type Setting, settingsFile } from "../../../parts/image-units.ts";
import { RESTART, unit } from "../../../parts/units.ts";

const DIRECTORY = "/etc/kubernetes";
const COMMON = `${DIRECTORY}/config`;

export const UNITS = {
  api: "kube-apiserver.service",
  controllerManager: "kube-controller-manager.service",
  scheduler: "kube-scheduler.service",
  kubelet: "kubelet.service",
  proxy: "kube-proxy.service",
} as const;

const KEY_UNIT = "service-account-key.service";

/** Signs the tokens by which pods know themselves to the API; never anywhere else than on the host that made it. */
const KEY = `${DIRECTORY}/serviceaccount.key`;

/** What a kubelet is told of its own name, of which each host's is another. */
export const HOSTNAME = "KUBELET_HOSTNAME";

/** `--register_node=true`; what holds an expression belongs into a variable of the host's own. */
function words(cluster: Cluster, flags: Flags): readonly string[] {
  const { flagSeparator } = cluster.kubernetes.features;
  return flags.flatMap(([name, value]) =>
    typeof value === "string" ? [`--${name.replaceAll("-", flagSeparator)}=${value}`] : [],
  );
}

interface Component {
  readonly unit: string;
  /** The file that it reads, below `/etc/kubernetes`. */
  readonly file: string;
  readonly comment: string;
  readonly settings: readonly Setting[];
  /** Started before: the image's units know of no other. */
  readonly after: readonly string[];
  /** Variables of the host's own file. */
  readonly variables?: readonly string[];
  readonly from: readonly SpecPath[];
  readonly listens: readonly Listener[];
}

/** What all components read. */
const common = (cluster: Cluster): MachinePart => ({
  files: [
    settingsFile(
      COMMON,
      ["What every component of Kubernetes on this host is told."],
      [
        ["KUBE_LOGTOSTDERR", ["--logtostderr=true"]],
        ["KUBE_LOG_LEVEL", ["--v=0"]],
        ["KUBE_ALLOW_PRIV", words(cluster, [["allow-privileged", "false"]])],
        ["KUBE_MASTER", [`--master=${apiUrl(cluster)}`]],
      ],
      ["kubernetes"],
      ["os"],
      ...cluster.controlPlane.hostFrom,
    ),
  ],
  units: [],
});

function component(plan: MachinePlan, { unit, file, comment, settings, after, variables, from, listens }: Component) {
  const { cluster, own, variants } = plan;
  const path = `${DIRECTORY}/${file}`;
  const all: readonly SpecPath[] = [["kubernetes"], ["os"], ["platform"], ...from];
  const awaited: Entries =
    after.length === 0
      ? []
      : [
          ["Wants", after.join(" ")],
          ["After", after.join(" ")],
        ];
  const service: Entries = [
    ...own.environment,
    ...variants.platform.before(cluster, unit, variants.bootstrap.units),
    ...RESTART,
  ];
  return {
    files: [
      settingsFile(path, [comment], settings, ...all),
      dropIn(
        unit,
        "10-cluster",
        "Beside what the package says.",
        [
          ...(awaited.length === 0 ? [] : [{ name: "Unit", entries: awaited } as const]),
          { name: "Service", entries: service },
        ],
        ...all,
      ),
    ],
    units: [imageUnit(unit, comment, all, [COMMON, path, ...(variables ?? []).map((name) => `$${name}`)])],
    listens,
  } satisfies MachinePart;
}

/** Makes the key before the API server starts for the first time, and never again. */
const key = (): MachinePart => {
  const path = "/opt/bin/service-account-key";
  const about: Entries = [
    ["Description", "Key of the service accounts"],
    ["Before", `${UNITS.api} ${UNITS.controllerManager}`],
  ];
  const service: Entries = [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    ["ExecStart", [path, KEY, "kube"]],
  ];
  const comment = "Makes the key that the tokens of service accounts are signed with, where there is none.";
  const from: readonly SpecPath[] = [["kubernetes"], ["os"]];
  return {
    files: [script(path, "machine/service-account-key", ["kubernetes"])],
    units: [unit(KEY_UNIT, comment, from, about, service)],
  };
};

/** Pods get tokens, since there is a key; the order is the image's own, in which the quota counts last. */
const admission = ({ kubernetes }: Cluster): Flags => {
  const plugins = kubernetes.features.admissionControl ?? [];
  return [["admission-control", [...plugins.slice(0, -1), "ServiceAccount", ...plugins.slice(-1)].join(",")]];
};

function apiServer(plan: MachinePlan): MachinePart {
  const { cluster, variants } = plan;
  const { apiServerFlags: flag, serviceRangeFlag, readOnlyApi } = cluster.kubernetes.features;
  const { placement } = cluster.platform;
  const advertised: Flags = placement === null ? [] : [[flag.advertise, placement.controlPlane.address]];
  const more: Flags = [["service-account-key-file", KEY], ...advertised, ...variants.platform.apiServerFlags(cluster)];
  return component(plan, {
    unit: UNITS.api,
    file: "apiserver",
    comment: "The API that every other component and kubectl talk to.",
    after: [...(plan.role.runsEtcd ? [etcdUnit(cluster)] : []), KEY_UNIT],
    settings: [
      ["KUBE_API_ADDRESS", words(cluster, [[flag.address, "0.0.0.0"]])],
      ["KUBE_API_PORT", words(cluster, [[flag.port, String(ports.API)]])],
      ["KUBE_ETCD_SERVERS", words(cluster, [["etcd-servers", etcdUrl(cluster)]])],
      ["KUBE_SERVICE_ADDRESSES", words(cluster, [[serviceRangeFlag, cluster.network.serviceCidr]])],
      ["KUBE_ADMISSION_CONTROL", words(cluster, admission(cluster))],
      ["KUBE_API_ARGS", words(cluster, more)],
    ],
    from: [["network"], ["etcd"], ...cluster.controlPlane.hostFrom],
    listens: listening(
      "the API server",
      ports.API,
      ports.API_SECURE_DEFAULT,
      ...(readOnlyApi ? [ports.API_READ_ONLY] : []),
    ),
  });
}

const AFTER_API = [UNITS.api];

const controllerManager = (plan: MachinePlan): MachinePart =>
  component(plan, {
    unit: UNITS.controllerManager,
    file: "controller-manager",
    comment: "Keeps the number of pods that replication controllers ask for.",
    after: AFTER_API,
    settings: [["KUBE_CONTROLLER_MANAGER_ARGS", words(plan.cluster, [["service-account-private-key-file", KEY]])]],
    from: [],
    listens: listening("the controller manager", ports.CONTROLLER_MANAGER),
  });

const scheduler = (plan: MachinePlan): MachinePart =>
  component(plan, {
    unit: UNITS.scheduler,
    file: "scheduler",
    comment: "Gives pods to nodes.",
    after: AFTER_API,
    settings: [["KUBE_SCHEDULER_ARGS", []]],
    from: [],
    listens: listening("the scheduler", ports.SCHEDULER),
  });

const proxy = (plan: MachinePlan): MachinePart =>
  component(plan, {
    unit: UNITS.proxy,
    file: "proxy",
    comment: "Leads service addresses to pods.",
    after: [],
    settings: [["KUBE_PROXY_ARGS", []]],
    from: [],
    listens: listening("kube-proxy", ports.PROXY_HEALTH),
  });

function kubelet(plan: MachinePlan): MachinePart {
  const { cluster, variants } = plan;
  const { asksDns, dnsServiceIp, domain } = cluster.network;
  const dns: Flags = asksDns
    ? [
        ["cluster-dns", dnsServiceIp],
        ["cluster-domain", domain],
      ]
    : [];
  const platform = variants.platform.kubeletFlags(cluster);
  const registers: Flags = platform.some(([name]) => name === "register-node") ? [] : [["register-node", "true"]];
  return component(plan, {
    unit: UNITS.kubelet,
    file: "kubelet",
    comment: "Runs the pods that the scheduler gave to this node; KUBELET_HOSTNAME is the host's own.",
    after: [variants.runtime.unit],
    variables: [HOSTNAME],
    settings: [
      ["KUBELET_ADDRESS", words(cluster, [["address", "0.0.0.0"]])],
      ["KUBELET_PORT", words(cluster, [["port", String(ports.KUBELET)]])],
      ["KUBELET_API_SERVER", words(cluster, [["api-servers", apiUrl(cluster)]])],
      ["KUBELET_ARGS", words(cluster, [...registers, ...dns, ...platform])],
    ],
    from: [["network"], ["addons", "dns"], ["name"], ...cluster.controlPlane.hostFrom],
    listens: [
      ...listening("the kubelet", ports.KUBELET, ports.KUBELET_READ_ONLY, ports.KUBELET_HEALTH),
      ...listening("cAdvisor", ports.CADVISOR),
    ],
  });
}

/** A kubelet's own name as a word of its command line. */
export const hostnameFlag = (cluster: Cluster, name: string): string =>
  `"${words(cluster, [["hostname-override", name]]).join(" ")}"`;

export const components = (plan: MachinePlan): readonly MachinePart[] => {
  const { isControlPlane, pool } = plan.role;
  const leadsToServices = pool !== null || (isControlPlane && plan.variants.platform.proxiesWithoutPods);
  return [
    ...(isControlPlane || pool !== null ? [common(plan.cluster)] : []),
    ...(isControlPlane ? [key(), apiServer(plan), controllerManager(plan), scheduler(plan)] : []),
    ...(leadsToServices ? [proxy(plan)] : []),
    ...(pool === null ? [] : [kubelet(plan)]),
  ];
};
