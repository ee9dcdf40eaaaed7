/**
 * The beta API of Kubernetes 0.9, after pkg/api/v1beta1/types.go of that release: names are ids, a pod is a
 * manifest inside a desired state, a service has one port.
 */

import type { Container, EnvVar, Probe, Service, ServicePort, Volume, Workload } from "../../model/objects.ts";
import type { Shape, Spelled } from "../../model/variants.ts";
import { filled, nonEmpty } from "./shape.ts";

type Json = Record<string, unknown>;

/** The pod's own address is not to be had in this version; the rule `addon-unavailable` keeps such add-ons away. */
function envVar(variable: EnvVar): Json {
  if (!("value" in variable)) throw new Error(`v1beta1 cannot fill in ${variable.name}`);
  return { name: variable.name, value: variable.value };
}

const probe = ({ check, delaySeconds }: Probe): Json => ({
  ...("command" in check ? { exec: { command: check.command } } : { httpGet: { path: check.path, port: check.port } }),
  initialDelaySeconds: delaySeconds,
});

/** One list for entrypoint and arguments: this version hands it to docker as the command. */
const podContainer = (each: Container): Json =>
  filled<Json>({
    name: each.name,
    image: each.image,
    command: [...each.command, ...each.args],
    imagePullPolicy: each.pullPolicy && `Pull${each.pullPolicy}`,
    cpu: each.cpu,
    memory: each.memory === null ? null : each.memory * 1024 * 1024,
    env: each.env.map(envVar),
    ports: each.ports.map(({ name, port, hostPort, protocol }) =>
      filled<Json>({ name, containerPort: port, hostPort, protocol }),
    ),
    volumeMounts: each.mounts.map(({ volume, path, readOnly }) =>
      filled<Json>({ name: volume, mountPath: path, readOnly: readOnly || null }),
    ),
    livenessProbe: each.liveness && probe(each.liveness),
  });

/** @throws on a volume without a source: the rule `volume-source` comes before */
function podVolume({ name, source }: Volume): Json {
  if (source?.kind === "emptyDir") return { name, source: { emptyDir: {} } };
  if (source?.kind === "hostPath") return { name, source: { hostDir: { path: source.path } } };
  throw new Error(`the volume ${name} has no source that v1beta1 knows`);
}

const podManifest = (each: Workload): Json =>
  filled<Json>({
    version: "v1beta1",
    id: each.name,
    dnsPolicy: each.dns === "node" ? "Default" : null,
    containers: each.containers.map(podContainer),
    volumes: each.volumes.map(podVolume),
  });

const lonePod = (each: Workload): Spelled => ({
  resource: "pod",
  name: each.name,
  what: "pod",
  manifest: filled<Json>({
    kind: "Pod",
    apiVersion: "v1beta1",
    id: each.name,
    namespace: each.namespace,
    labels: each.labels,
    nodeSelector: nonEmpty(each.nodeSelector),
    desiredState: { manifest: podManifest(each) },
  }),
});

function controller(each: Workload): Spelled {
  return {
    resource: "replicationController",
    name: each.name,
    what: "controller",
    manifest: {
      kind: "ReplicationController",
      apiVersion: "v1beta1",
      id: each.name,
      namespace: each.namespace,
      labels: each.ownLabels,
      desiredState: {
        replicas: each.replicas,
        replicaSelector: each.selector,
        podTemplate: filled<Json>({
          nodeSelector: nonEmpty(each.nodeSelector),
          labels: each.labels,
          desiredState: { manifest: podManifest(each) },
        }),
      },
    },
  };
}

/** The first port keeps the service's name; each further one is a service of its own. */
const nameOf = (each: Service, port: ServicePort): string =>
  port === each.ports[0] ? each.name : `${each.name}-${port.name}`;

const portService = (each: Service, port: ServicePort): Spelled => ({
  resource: "service",
  name: nameOf(each, port),
  what: "service",
  manifest: filled<Json>({
    kind: "Service",
    apiVersion: "v1beta1",
    id: nameOf(each, port),
    namespace: each.namespace,
    protocol: port.protocol,
    port: port.port,
    portalIP: port === each.ports[0] ? each.address : null,
    containerPort: port.targetPort,
    publicIPs: port === each.ports[0] ? [...each.publicAddresses] : null,
    labels: each.labels,
    selector: each.selector,
  }),
});

export const v1beta1: Shape = {
  // A namespace is a word in this version, not yet an object.
  namespace: () => [],
  service: (each) => each.ports.map((port) => portService(each, port)),
  workload: (each) => [each.lone ? lonePod(each) : controller(each)],
  verbatim: () => [],
};
