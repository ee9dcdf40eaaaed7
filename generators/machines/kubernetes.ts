/** The Kubernetes components as units of their own. Sources of the flags: `variants/kubernetes.ts`. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import { apiUrl, etcdUrl } from "../facts/endpoints.ts";
import * as ports from "../facts/ports.ts";
import type { Cluster } from "../model/cluster.ts";
import type { MachinePart } from "../model/machine.ts";
import type { OwnAddress } from "../model/own-address.ts";
import { type RawWord, raw } from "../model/units.ts";
import { etcdUnit, fetchedProgram } from "./parts.ts";

const LOOPBACK = "127.0.0.1";

/** Flag names in today's spelling, with the value; the version decides what joins the words. */
export type Flags = readonly (readonly [name: string, value: string | RawWord])[];

interface Component {
  readonly unit: string;
  /** Of the release; the kubelet's unit has another name than its program. */
  readonly program: string;
  readonly comment: string;
  readonly after: readonly string[];
  readonly flags: Flags;
  /** The parts of the spec behind the flags, beside Kubernetes itself. */
  readonly from?: readonly SpecPath[];
}

const spelled = (name: string, separator: string): string => name.replaceAll("-", separator);

function component(
  { kubernetes }: Cluster,
  { environment }: OwnAddress,
  { unit, program, comment, after, flags, from }: Component,
): MachinePart {
  const options = [...flags, ["logtostderr", "true"] as const].map(([name, value]) => {
    const flag = `--${spelled(name, kubernetes.features.flagSeparator)}=`;
    return typeof value === "string" ? flag + value : raw(flag + value.raw);
  });
  return fetchedProgram({
    unit,
    comment,
    url: `${kubernetes.binariesUrl}/${program}`,
    path: `/opt/bin/${program}`,
    options,
    after,
    environment,
    from: [["kubernetes"], ...(from ?? [])],
  });
}

function apiServerFlags(cluster: Cluster, advertised: string | RawWord, more: Flags): Flags {
  const { apiServerFlags: flag, serviceRangeFlag, readOnlyApi, admissionControl } = cluster.kubernetes.features;
  return [
    [flag.address, "0.0.0.0"],
    [flag.port, String(ports.API)],
    ...(readOnlyApi ? [["read-only-port", String(ports.API_READ_ONLY)] as const] : []),
    [flag.advertise, advertised],
    [serviceRangeFlag, cluster.network.serviceCidr],
    ["etcd-servers", etcdUrl(cluster, LOOPBACK)],
    ...(admissionControl === null ? [] : [["admission-control", admissionControl] as const]),
    ...more,
  ];
}

/** What an API server has that depends on where it stands. */
export interface ApiServerPlace {
  /** The address that it gives to others. */
  readonly advertised: string | RawWord;
  /** Units on the machine that it needs. */
  readonly after: readonly string[];
  readonly more?: Flags;
}

export const apiServer = (
  cluster: Cluster,
  own: OwnAddress,
  { advertised, after, more }: ApiServerPlace,
): MachinePart =>
  component(cluster, own, {
    unit: "kube-apiserver.service",
    program: "kube-apiserver",
    comment: "The API that every other component and kubectl talk to.",
    after,
    from: [["network"], ["etcd"], ["os"], ...cluster.controlPlane.hostFrom],
    flags: apiServerFlags(cluster, advertised, more ?? []),
  });

const AFTER_API = ["kube-apiserver.service"];

export const controllerManager = (cluster: Cluster, own: OwnAddress, more: Flags = []): MachinePart =>
  component(cluster, own, {
    unit: "kube-controller-manager.service",
    program: "kube-controller-manager",
    comment: "Keeps the number of pods that replication controllers ask for.",
    after: AFTER_API,
    flags: [["master", `${LOOPBACK}:${ports.API}`], ...more],
  });

export const scheduler = (cluster: Cluster, own: OwnAddress, more: Flags = []): MachinePart =>
  component(cluster, own, {
    unit: "kube-scheduler.service",
    program: "kube-scheduler",
    comment: "Gives pods to nodes.",
    after: AFTER_API,
    flags: [["master", `${LOOPBACK}:${ports.API}`], ...more],
  });

/** The proxy of 0.9 takes services and endpoints from etcd, later ones from the API. */
export function proxy(cluster: Cluster, own: OwnAddress, host: string): MachinePart {
  const asksEtcd = cluster.kubernetes.features.nodesAsk === "etcd";
  return component(cluster, own, {
    unit: "kube-proxy.service",
    program: "kube-proxy",
    comment: "Leads service addresses to pods.",
    after: asksEtcd ? [etcdUnit(cluster)] : [],
    from: [["etcd"], ...cluster.controlPlane.hostFrom],
    flags: asksEtcd ? [["etcd-servers", etcdUrl(cluster, host)]] : [["master", apiUrl(cluster, host)]],
  });
}

export const onControlPlane = LOOPBACK;

const podSources = (cluster: Cluster): Flags => {
  const { host } = cluster.controlPlane;
  return cluster.kubernetes.features.nodesAsk === "etcd"
    ? [
        ["api-servers", `${host}:${ports.API}`],
        ["etcd-servers", etcdUrl(cluster)],
      ]
    : [["api-servers", apiUrl(cluster)]];
};

/**
 * Kubelets of 0.9 take pods from etcd and use the API for events; 1.0 and later ask the API alone and register
 * themselves. Its name is the machine's address, which kube-register registers it by.
 */
export const kubelet = (cluster: Cluster, own: OwnAddress): MachinePart =>
  component(cluster, own, {
    unit: "kube-kubelet.service",
    program: "kubelet",
    comment: "Runs the pods that the scheduler gave to this node.",
    after: ["docker.service"],
    from: [["network"], ["etcd"], ["name"], ...cluster.controlPlane.hostFrom],
    flags: [
      ["address", "0.0.0.0"],
      ["port", String(ports.KUBELET)],
      ["hostname-override", own.address],
      ...podSources(cluster),
      ["cluster-dns", cluster.network.dnsServiceIp],
      ["cluster-domain", cluster.network.domain],
    ],
  });

/** What fleet says of a machine, and what kube-register picks by. */
export const NODE_ROLE = "node";
export const CONTROL_PLANE_ROLE = "control-plane";

/** Registers the machines that fleet calls nodes and whose kubelet is healthy; runs once, so it is run again. */
export const register = ({ kubernetes }: Cluster): MachinePart =>
  fetchedProgram({
    unit: "kube-register.service",
    comment: "Adds the nodes that fleet knows to Kubernetes.",
    url: kubernetes.registerUrl,
    path: "/opt/bin/kube-register",
    options: [
      `--metadata=role=${NODE_ROLE}`,
      "--fleet-endpoint=unix:///var/run/fleet.sock",
      `--api-endpoint=http://${LOOPBACK}:${ports.API}`,
    ],
    after: ["kube-apiserver.service", "fleet.service"],
    from: [["kubernetes"]],
  });
