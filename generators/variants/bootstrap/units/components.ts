/** The Kubernetes components as units of their own. Sources of the flags: `variants/kubernetes/`. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { apiUrl, etcdUrl, LOOPBACK } from "../../../facts/endpoints.ts";
import { etcdUnit } from "../../../facts/nodes.ts";
import * as ports from "../../../facts/ports.ts";
import type { Cluster, Role } from "../../../model/cluster.ts";
import { type Listener, listening, type MachinePart } from "../../../model/machine.ts";
import { type Flags, type RawWord, raw } from "../../../model/units.ts";
import type { MachinePlan } from "../../../model/variants.ts";
import { fetchedProgram, programUnit } from "../../../parts/programs.ts";
import { API_UNIT, CONTROLLER_MANAGER_UNIT, KUBELET_UNIT, PROXY_UNIT, SCHEDULER_UNIT } from "./names.ts";
import { RELEASE_UNIT, unpacked } from "./release.ts";

interface Component {
  readonly unit: string;
  /** Of the release; the kubelet's unit has another name than its program. */
  readonly program: string;
  readonly comment: string;
  readonly after: readonly string[];
  readonly flags: Flags;
  readonly openFiles?: number;
  /** The parts of the spec behind the flags, beside Kubernetes itself. */
  readonly from?: readonly SpecPath[];
  /** What it listens on, told by a flag or by itself. */
  readonly listens: readonly Listener[];
}

const spelled = (name: string, separator: string): string => name.replaceAll("-", separator);

function component(
  { cluster, own, variants: { bootstrap, platform } }: MachinePlan,
  { unit, program, comment, after, flags, openFiles, from, listens }: Component,
): MachinePart {
  const { kubernetes, programs } = cluster;
  const options = [...flags, ["logtostderr", "true"] as const].map(([name, value]) => {
    const flag = `--${spelled(name, kubernetes.features.flagSeparator)}=`;
    return typeof value === "string" ? flag + value : raw(flag + value.raw);
  });
  const whatever = {
    unit,
    comment,
    options,
    environment: [...own.environment, ...platform.before(cluster, unit, bootstrap.units)],
    ...(openFiles === undefined ? {} : { openFiles }),
    from: [["kubernetes"], ...(from ?? [])],
    listens,
  };
  return kubernetes.archiveUrl === null
    ? fetchedProgram({
        ...whatever,
        url: `${kubernetes.binariesUrl}/${program}`,
        path: `/opt/bin/${program}`,
        digests: programs,
        after,
      })
    : programUnit({ ...whatever, path: `${unpacked(cluster)}/${program}`, after: [RELEASE_UNIT, ...after] });
}

/** Each API server leaves the others' addresses in the service `kubernetes` alone, up to this many. */
const counted = ({ controlPlane: { most } }: Cluster): Flags => (most > 1 ? [["apiserver-count", String(most)]] : []);

/** Several machines of a control plane must agree on who acts. */
const elected = ({ controlPlane: { most } }: Cluster): Flags => (most > 1 ? [["leader-elect", "true"]] : []);

/** The address that the API server gives to others: the machine's fixed one where it has one. */
const advertised = ({ cluster: { platform, controlPlane }, own }: MachinePlan): string | RawWord =>
  platform.placement === null || controlPlane.most > 1 ? own.address : platform.placement.controlPlane.address;

function apiServerFlags(plan: MachinePlan): Flags {
  const { cluster, variants } = plan;
  const { apiServerFlags: flag, serviceRangeFlag, readOnlyApi, admissionControl } = cluster.kubernetes.features;
  return [
    [flag.address, "0.0.0.0"],
    [flag.port, String(ports.API)],
    ...(readOnlyApi ? [["read-only-port", String(ports.API_READ_ONLY)] as const] : []),
    [flag.advertise, advertised(plan)],
    [serviceRangeFlag, cluster.network.serviceCidr],
    ["etcd-servers", etcdUrl(cluster, LOOPBACK)],
    ...(admissionControl === null ? [] : [["admission-control", admissionControl.join(",")] as const]),
    ...variants.platform.apiServerFlags(cluster),
    ...counted(cluster),
  ];
}

export const apiServer = (plan: MachinePlan): MachinePart =>
  component(plan, {
    unit: API_UNIT,
    program: "kube-apiserver",
    comment: "The API that every other component and kubectl talk to.",
    after: plan.cluster.etcd.endpoints.length > 0 ? [] : [etcdUnit(plan.cluster)],
    from: [["network"], ["etcd"], ["os"], ...plan.cluster.controlPlane.hostFrom],
    flags: apiServerFlags(plan),
    openFiles: 65_536,
    listens: listening(
      "the API server",
      ports.API,
      ...(plan.cluster.kubernetes.features.readOnlyApi ? [ports.API_READ_ONLY] : []),
    ),
  });

const AFTER_API = [API_UNIT];

export const controllerManager = (plan: MachinePlan): MachinePart =>
  component(plan, {
    unit: CONTROLLER_MANAGER_UNIT,
    program: "kube-controller-manager",
    comment: "Keeps the number of pods that replication controllers ask for.",
    after: AFTER_API,
    flags: [["master", apiUrl(plan.cluster, LOOPBACK)], ...elected(plan.cluster)],
    listens: listening("the controller manager", ports.CONTROLLER_MANAGER),
  });

export const scheduler = (plan: MachinePlan): MachinePart =>
  component(plan, {
    unit: SCHEDULER_UNIT,
    program: "kube-scheduler",
    comment: "Gives pods to nodes.",
    after: AFTER_API,
    flags: [["master", apiUrl(plan.cluster, LOOPBACK)], ...elected(plan.cluster)],
    listens: listening("the scheduler", ports.SCHEDULER),
  });

/** Where a machine finds the control plane. */
const hostFor = ({ controlPlane }: Cluster, { isControlPlane }: Role): string =>
  isControlPlane ? LOOPBACK : controlPlane.host;

/** The proxy of 0.9 takes services and endpoints from etcd, later ones from the API. */
export function proxy(plan: MachinePlan): MachinePart {
  const { cluster, role } = plan;
  const host = hostFor(cluster, role);
  const asksEtcd = cluster.kubernetes.features.nodesAsk === "etcd";
  return component(plan, {
    unit: PROXY_UNIT,
    program: "kube-proxy",
    comment: "Leads service addresses to pods.",
    after: asksEtcd ? [etcdUnit(cluster)] : [],
    from: [["etcd"], ...cluster.controlPlane.hostFrom],
    flags: asksEtcd ? [["etcd-servers", etcdUrl(cluster, host)]] : [["master", apiUrl(cluster, host)]],
    listens: listening("kube-proxy", ports.PROXY_HEALTH),
  });
}

const podSources = (cluster: Cluster): Flags => {
  const { host } = cluster.controlPlane;
  return cluster.kubernetes.features.nodesAsk === "etcd"
    ? [
        ["api-servers", `${host}:${ports.API}`],
        ["etcd-servers", etcdUrl(cluster)],
      ]
    : [["api-servers", apiUrl(cluster)]];
};

const clusterDns = ({ network: { asksDns, dnsServiceIp, domain } }: Cluster): Flags =>
  asksDns
    ? [
        ["cluster-dns", dnsServiceIp],
        ["cluster-domain", domain],
      ]
    : [];

/**
 * Kubelets of 0.9 take pods from etcd and use the API for events; 1.0 and later ask the API alone and register
 * themselves. Where others register it, its name is the machine's address, as they do it by.
 */
export const kubelet = (plan: MachinePlan): MachinePart =>
  component(plan, {
    unit: KUBELET_UNIT,
    program: "kubelet",
    comment: "Runs the pods that the scheduler gave to this node.",
    after: [plan.variants.runtime.unit],
    from: [["network"], ["addons", "dns"], ["etcd"], ["name"], ...plan.cluster.controlPlane.hostFrom],
    flags: [
      ["address", "0.0.0.0"],
      ["port", String(ports.KUBELET)],
      ["hostname-override", plan.own.name],
      ...podSources(plan.cluster),
      ...clusterDns(plan.cluster),
      ...plan.variants.platform.kubeletFlags(plan.cluster),
    ],
    listens: [
      ...listening("the kubelet", ports.KUBELET, ports.KUBELET_READ_ONLY, ports.KUBELET_HEALTH),
      ...listening("cAdvisor", ports.CADVISOR),
    ],
  });
