import schema from "../schema/cluster.schema.json" with { type: "json" };
import type { ClusterSpec } from "../schema/generated/types.ts";
import { addressAt, blockCapacity, FIRST_HOST, nodeAddress } from "./addressing.ts";
import type {
  Cluster,
  ControlPlane,
  Kubernetes,
  MachinePlace,
  Network,
  NodePool,
  SpecOrigin,
  Zone,
} from "./cluster.ts";
import { registryEndpoint } from "./endpoints.ts";
import type { Inputs } from "./inputs.ts";
import * as naming from "./naming.ts";
import { resolveAddons } from "./resolve-addons.ts";
import { resolveData } from "./resolve-data.ts";
import { ownFile, ownService, ownWorkload } from "./resolve-objects.ts";
import { resolveTokens } from "./tokens/resolve-tokens.ts";
import { strayTokens } from "./tokens/stray.ts";
import { etcdPorts, featuresOf, isSupported } from "./variants/kubernetes.ts";
import { networkVariant } from "./variants/network/index.ts";
import { osVariant } from "./variants/os/index.ts";
import { platformVariant } from "./variants/platform/index.ts";

const defaults = schema.$defs;

/** What the places of machines are derived from. */
interface Plan {
  readonly cluster: string;
  readonly zones: readonly Zone[];
  readonly podCidrOf: (address: string) => string;
}

const place = (plan: Plan, name: string, tag: string, zone: string, address: string): MachinePlace => ({
  name,
  fullName: naming.machineTag(plan.cluster, tag),
  zone,
  address,
  podCidr: plan.podCidrOf(address),
});

/** Nodes go round the zones in turn; within a zone each takes the next address of the pool's block. */
function node(plan: Plan, pool: string, poolIndex: number, index: number): MachinePlace {
  const { zones } = plan;
  const zone = zones[index % zones.length] as Zone;
  const name = naming.nodeName(pool, index + 1);
  return place(plan, name, name, zone.name, nodeAddress(zone.subnet, poolIndex, Math.floor(index / zones.length)));
}

function nodePool(plan: Plan, pool: ClusterSpec["nodePools"][number], index: number): NodePool {
  return {
    name: pool.name,
    instanceType: pool.instanceType,
    diskSize: pool.diskSize ?? defaults.diskSize.default,
    nodes: Array.from({ length: pool.count }, (_, number) => node(plan, pool.name, index, number)),
    capacity: Math.min(...plan.zones.map((zone) => blockCapacity(zone.subnet, index))) * plan.zones.length,
  };
}

function controlPlane(plan: Plan, spec: ClusterSpec["controlPlane"]): ControlPlane {
  const [zone] = plan.zones as readonly [Zone];
  const address = spec.address ?? addressAt(zone.subnet, FIRST_HOST);
  return {
    ...place(plan, naming.CONTROL_PLANE, naming.CONTROL_PLANE_TAG, zone.name, address),
    instanceType: spec.instanceType,
    diskSize: spec.diskSize ?? defaults.diskSize.default,
  };
}

/** The places in the service range that stay the same from one cluster to the next. */
const DNS_SERVICE = 2;
const REGISTRY_SERVICE = 3;

function network(spec: ClusterSpec): Network {
  const { type, podCidr, serviceCidr } = defaults.network.properties;
  const written = spec.network ?? {};
  const services = written.serviceCidr ?? serviceCidr.default;
  const domain = written.domain ?? naming.clusterDomain(spec.name);
  return {
    type: written.type ?? (type.default as Network["type"]),
    podCidr: written.podCidr ?? podCidr.default,
    serviceCidr: services,
    dnsServiceIp: written.dnsServiceIp ?? addressAt(services, DNS_SERVICE),
    registry: {
      hostname: naming.registryHost(domain),
      address: written.registryServiceIp ?? addressAt(services, REGISTRY_SERVICE),
    },
    domain,
  };
}

function kubernetes({ version, releaseUrl, registerUrl }: ClusterSpec["kubernetes"]): Kubernetes {
  const urls = defaults.kubernetes.properties;
  return {
    version,
    supported: isSupported(version),
    features: featuresOf(version),
    binariesUrl: `${(releaseUrl ?? urls.releaseUrl.default).replace(/\/+$/, "")}/v${version}/bin/linux/amd64`,
    registerUrl: registerUrl ?? urls.registerUrl.default,
  };
}

/**
 * Valid spec to cluster: the only place where a default, a name, an address, a version or an image is decided.
 * Total over every spec of the right shape; what cannot be built is for the rules to refuse.
 */
export function resolve(spec: ClusterSpec, origin: Omit<SpecOrigin, "strayTokens">, inputs: Inputs): Cluster {
  const platform = platformVariant(spec.platform.type).resolve(spec);
  const net = network(spec);
  const { podCidrOf } = networkVariant(net.type);
  const plan: Plan = {
    cluster: spec.name,
    zones: platform.zones,
    podCidrOf: (address) => podCidrOf(net.podCidr, address),
  };
  const control = controlPlane(plan, spec.controlPlane);
  const release = kubernetes(spec.kubernetes);
  const data = resolveData(spec.name, platform, spec.data ?? {});
  const addons = resolveAddons(spec.addons ?? {}, data, {
    api: release.features.workloadApi,
    registry: registryEndpoint(net),
  });
  return {
    name: spec.name,
    spec: { ...origin, strayTokens: strayTokens(spec) },
    kubernetes: release,
    platform,
    os: {
      family: spec.os.family,
      image: spec.os.image,
      loginUser: osVariant(spec.os.family).loginUser,
      sshAuthorizedKeys: spec.os.sshAuthorizedKeys ?? [],
    },
    network: net,
    etcd: { ...etcdPorts(release.features), discoveryUrl: spec.etcd?.discoveryUrl ?? null },
    controlPlane: control,
    nodePools: spec.nodePools.map((pool, index) => nodePool(plan, pool, index)),
    files: (spec.files ?? []).map(ownFile),
    data,
    addons,
    workloads: (spec.workloads ?? []).map(ownWorkload),
    services: (spec.services ?? []).map(ownService),
    tokens: resolveTokens(spec, { data, addons }, inputs),
  };
}
