import type { SpecPath } from "../../schema/diagnostics.ts";
import { DEFAULTS } from "../../schema/generated/defaults.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { OwnFile } from "../model/cluster.ts";
import {
  type Container,
  container,
  type Labels,
  OWN,
  type Service,
  type Volume,
  type Workload,
} from "../model/objects.ts";

type GivenWorkload = NonNullable<ClusterSpec["workloads"]>[number];
type GivenContainer = GivenWorkload["containers"][number];
type GivenVolume = NonNullable<GivenWorkload["volumes"]>[number];
type GivenService = NonNullable<ClusterSpec["services"]>[number];

const protocolOf = (given: "TCP" | "UDP" | undefined) => given ?? DEFAULTS.protocol;

/** `2Gi` */
const mebibytes = (quantity: string): number => Number.parseInt(quantity, 10) * (quantity.endsWith("Gi") ? 1024 : 1);

const ownContainer = (given: GivenContainer, from: SpecPath): Container =>
  container({
    name: given.name,
    image: given.image,
    command: given.command ?? [],
    args: given.args ?? [],
    cpu: given.cpu === undefined ? null : Number.parseInt(given.cpu, 10),
    memory: given.memory === undefined ? null : mebibytes(given.memory),
    pullPolicy: given.pullPolicy ?? null,
    env: Object.entries(given.env ?? {}).map(([name, value]) => ({ name, value })),
    ports: (given.ports ?? []).map(({ name, port, hostPort, protocol }) => ({
      name,
      port,
      hostPort: hostPort ?? null,
      protocol: protocolOf(protocol),
    })),
    mounts: (given.mounts ?? []).map(({ volume, path, readOnly }) => ({
      volume,
      path,
      readOnly: readOnly ?? DEFAULTS.mount.readOnly,
    })),
    from,
  });

/** Null for no source or for more than one: the rule `volume-source` refuses both. */
function volumeSource({ emptyDir, hostPath, files }: GivenVolume): Volume["source"] {
  const given: readonly Volume["source"][] = [
    ...(emptyDir === undefined ? [] : [{ kind: "emptyDir" } as const]),
    ...(hostPath === undefined ? [] : [{ kind: "hostPath", path: hostPath } as const]),
    ...(files === undefined ? [] : [{ kind: "files", files: { ...files } } as const]),
  ];
  return given.length === 1 ? (given[0] ?? null) : null;
}

const labelsOf = ({ labels, name }: GivenWorkload): Labels => labels ?? { app: name };

export const ownWorkload = (given: GivenWorkload, index: number): Workload => ({
  kind: "workload",
  name: given.name,
  namespace: given.namespace ?? DEFAULTS.namespace,
  owner: OWN,
  from: [["workloads", index]],
  lone: given.kind === "pod",
  replicas: given.replicas ?? DEFAULTS.workload.replicas,
  labels: labelsOf(given),
  selector: given.selector ?? labelsOf(given),
  ownLabels: given.ownLabels ?? labelsOf(given),
  containers: given.containers.map((each, number) => ownContainer(each, ["workloads", index, "containers", number])),
  nodeSelector: given.nodeSelector ?? {},
  volumes: (given.volumes ?? []).map((volume) => ({ name: volume.name, source: volumeSource(volume) })),
  dns: "cluster",
  identity: null,
  serviceAccount: null,
  system: false,
});

export const ownService = (given: GivenService, index: number): Service => ({
  kind: "service",
  name: given.name,
  namespace: given.namespace ?? DEFAULTS.namespace,
  owner: OWN,
  from: [["services", index]],
  address: given.address ?? null,
  selector: given.selector,
  labels: given.labels ?? given.selector,
  publicAddresses: given.publicAddresses ?? [],
  // The schema wants one at least.
  ports: given.ports.map(({ name, port, targetPort, protocol }) => ({
    name,
    port,
    targetPort: targetPort ?? port,
    protocol: protocolOf(protocol),
  })) as unknown as Service["ports"],
});

export const ownFile = (given: NonNullable<ClusterSpec["files"]>[number], index: number): OwnFile => ({
  path: given.path,
  content: given.content,
  mode: given.mode ?? DEFAULTS.file.mode,
  owner: "root:root",
  machines: given.machines ?? null,
  neededBy: given.neededBy ?? DEFAULTS.file.neededBy,
  from: ["files", index],
});
