import schema from "../../schema/cluster.schema.json" with { type: "json" };
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";
import type { OwnFile } from "../model/cluster.ts";
import { type Container, container, type Service, type Volume, type Workload } from "../model/objects.ts";

const defaults = schema.$defs;

type GivenWorkload = NonNullable<ClusterSpec["workloads"]>[number];
type GivenContainer = GivenWorkload["containers"][number];
type GivenVolume = NonNullable<GivenWorkload["volumes"]>[number];
type GivenService = NonNullable<ClusterSpec["services"]>[number];

/** Whose the spec's own objects are. */
export const OWN = "own";

const protocolOf = (given: "TCP" | "UDP" | undefined) => given ?? (defaults.protocol.default as "TCP");

const ownContainer = (given: GivenContainer, from: SpecPath): Container =>
  container({
    name: given.name,
    image: given.image,
    command: given.command ?? [],
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
      readOnly: readOnly ?? defaults.mount.properties.readOnly.default,
    })),
    from,
  });

/** Null for no source or for two: the rule `volume-source` refuses both. */
function volumeSource({ emptyDir, hostPath }: GivenVolume): Volume["source"] {
  if (emptyDir !== undefined && hostPath === undefined) return { kind: "emptyDir" };
  if (hostPath !== undefined && emptyDir === undefined) return { kind: "hostPath", path: hostPath };
  return null;
}

export const ownWorkload = (given: GivenWorkload, index: number): Workload => ({
  kind: "workload",
  name: given.name,
  namespace: given.namespace ?? defaults.namespace.default,
  owner: OWN,
  from: [["workloads", index]],
  replicas: given.replicas ?? defaults.workload.properties.replicas.default,
  labels: given.labels ?? { app: given.name },
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
  namespace: given.namespace ?? defaults.namespace.default,
  owner: OWN,
  from: [["services", index]],
  address: given.address ?? null,
  selector: given.selector,
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
  mode: given.mode ?? (defaults.file.properties.mode.default as OwnFile["mode"]),
  machines: given.machines ?? null,
  neededBy: given.neededBy ?? defaults.file.properties.neededBy.default,
  from: ["files", index],
});
