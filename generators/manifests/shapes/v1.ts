/**
 * API v1 with replication controllers, Kubernetes 1.0 to 1.2. What it has of pods and services is a part of what
 * today's API has, so that today's typed model checks both.
 */

import type {
  IContainer,
  IContainerPort,
  IEnvVar,
  INamespace,
  IPod,
  IPodSpec,
  IProbe,
  IReplicationController,
  IService,
  IVolume,
  IVolumeMount,
} from "kubernetes-models/v1";
import type { KubernetesFeatures } from "../../model/kubernetes.ts";
import type {
  Container,
  ContainerPort,
  EnvVar,
  Labels,
  Mount,
  Probe,
  Service,
  Volume,
  Workload,
} from "../../model/objects.ts";
import type { Shape, Spelled } from "../../model/variants.ts";
import { filled, nonEmpty } from "./shape.ts";

function envVar(variable: EnvVar): IEnvVar {
  if ("value" in variable) return { name: variable.name, value: variable.value };
  if ("field" in variable) return { name: variable.name, valueFrom: { fieldRef: { fieldPath: variable.field } } };
  return { name: variable.name, valueFrom: { secretKeyRef: { name: variable.secret, key: variable.key } } };
}

const containerPort = ({ name, port, hostPort, protocol }: ContainerPort): IContainerPort =>
  filled<IContainerPort>({ name, containerPort: port, hostPort, protocol });

const volumeMount = ({ volume, path, readOnly }: Mount): IVolumeMount =>
  filled<IVolumeMount>({ name: volume, mountPath: path, readOnly: readOnly || null });

const probe = ({ check, delaySeconds, timeoutSeconds }: Probe): IProbe => ({
  ...("command" in check ? { exec: { command: [...check.command] } } : { httpGet: check }),
  initialDelaySeconds: delaySeconds,
  timeoutSeconds,
});

const quantities = (cpu: number | null, memory: number | null): Record<string, string> | null =>
  cpu === null && memory === null
    ? null
    : filled<Record<string, string>>({
        ...(cpu === null ? {} : { cpu: `${cpu}m` }),
        ...(memory === null ? {} : { memory: `${memory}Mi` }),
      });

/** Processors are shared out, memory is not. */
function resources({ cpu, memory }: Container): NonNullable<IContainer["resources"]> | null {
  const requests = quantities(cpu, memory);
  return requests === null ? null : filled({ requests, limits: quantities(null, memory) });
}

const podContainer = (each: Container): IContainer =>
  filled<IContainer>({
    name: each.name,
    image: each.image,
    command: [...each.command],
    args: [...each.args],
    imagePullPolicy: each.pullPolicy,
    resources: resources(each),
    env: each.env.map(envVar),
    ports: each.ports.map(containerPort),
    volumeMounts: each.mounts.map(volumeMount),
    livenessProbe: each.liveness && probe(each.liveness),
    readinessProbe: each.readiness && probe(each.readiness),
  });

/** @throws on a volume without a source: the rule `volume-source` comes before */
function podVolume({ name, source }: Volume): IVolume {
  if (source === null) throw new Error(`the volume ${name} has no source`);
  if (source.kind === "emptyDir") return { name, emptyDir: {} };
  if (source.kind === "hostPath") return { name, hostPath: { path: source.path } };
  if (source.kind === "files") throw new Error(`the files of the volume ${name} have no object`);
  return { name, configMap: { name: source.name } };
}

export const podSpec = ({ containers, volumes, dns, serviceAccount, nodeSelector }: Workload): IPodSpec =>
  filled<IPodSpec>({
    dnsPolicy: dns === "node" ? "Default" : null,
    serviceAccountName: serviceAccount,
    nodeSelector: nonEmpty(nodeSelector),
    containers: containers.map(podContainer),
    volumes: volumes.map(podVolume),
  });

export const metadata = (
  { name, namespace }: { readonly name: string; readonly namespace: string },
  labels: Labels,
) => ({
  name,
  namespace,
  labels,
});

export function service(
  each: Service,
  { publicAddresses }: KubernetesFeatures,
  extra: Partial<NonNullable<IService["spec"]>> = {},
): Spelled {
  const manifest: IService = {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(each, each.labels),
    spec: filled<NonNullable<IService["spec"]>>({
      clusterIP: each.address === "headless" ? "None" : each.address,
      ...(each.publicAddresses.length > 0 ? { [publicAddresses]: [...each.publicAddresses] } : {}),
      ...extra,
      selector: each.selector,
      ports: each.ports.map(({ name, port, targetPort, protocol }) => ({ name, port, targetPort, protocol })),
    }),
  };
  return { resource: "service", name: each.name, what: "service", manifest };
}

export function namespace({ name }: { readonly name: string }): Spelled {
  const manifest: INamespace = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
  return { resource: "namespace", name, what: "namespace", manifest };
}

/** One pod, and nobody who would make another. */
export function lonePod(each: Workload, spec = podSpec(each)): Spelled {
  const manifest: IPod = { apiVersion: "v1", kind: "Pod", metadata: metadata(each, each.labels), spec };
  return { resource: "pod", name: each.name, what: "pod", manifest };
}

function controller(each: Workload): Spelled {
  const manifest: IReplicationController = {
    apiVersion: "v1",
    kind: "ReplicationController",
    metadata: metadata(each, each.ownLabels),
    spec: {
      replicas: each.replicas,
      selector: each.selector,
      template: { metadata: { labels: each.labels }, spec: podSpec(each) },
    },
  };
  return { resource: "rc", name: each.name, what: "controller", manifest };
}

export const v1: Shape = {
  namespace: (each) => [namespace(each)],
  service: (each, features) => [service(each, features)],
  workload: (each) => [each.lone ? lonePod(each) : controller(each)],
  verbatim: ({ name, what, object }) => [{ resource: what, name, what, manifest: object }],
};
