import schema from "../../schema/cluster.schema.json" with { type: "json" };
import type { ClusterSpec } from "../../schema/generated/types.ts";
import { addressAt } from "../facts/addressing.ts";
import { registryEndpoint } from "../facts/endpoints.ts";
import * as naming from "../facts/naming.ts";
import type { Cluster, Etcd, Kubernetes, Network, NodePool, Os, SpecOrigin } from "../model/cluster.ts";
import type { Inputs } from "../model/inputs.ts";
import { platformVariant } from "../platforms/index.ts";
import { etcdPorts, featuresOf, isSupported } from "../variants/kubernetes.ts";
import { networkVariant } from "../variants/network/index.ts";
import { osVariant } from "../variants/os/index.ts";
import { resolveAddons } from "./addons.ts";
import { resolveData } from "./data.ts";
import { misplacedKeys } from "./misplaced-keys.ts";
import { ownFile, ownService, ownWorkload } from "./objects.ts";
import { strayTokens } from "./stray-tokens.ts";
import { resolveTokens } from "./tokens.ts";

const defaults = schema.$defs;

const nodePool = (pool: ClusterSpec["nodePools"][number]): Omit<NodePool, "most" | "labels" | "zones"> => ({
  name: pool.name,
  instanceType: pool.instanceType,
  diskSize: pool.diskSize ?? defaults.diskSize.default,
  count: pool.count,
});

/** The places in the service range that stay the same from one cluster to the next. */
const DNS_SERVICE = 2;
const REGISTRY_SERVICE = 3;

function network(spec: ClusterSpec): Network {
  const { serviceCidr, flannelUrl } = defaults.network.properties;
  const written = spec.network ?? {};
  const type = written.type ?? platformVariant(spec.platform.type).networks[0];
  const services = written.serviceCidr ?? serviceCidr.default;
  const domain = written.domain ?? naming.clusterDomain(spec.name);
  return {
    type,
    flannelUrl: written.flannelUrl ?? flannelUrl.default,
    podCidr: written.podCidr ?? networkVariant(type).podCidr,
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

function os({ family, image, loginUser, rootDevice, awsCliImage, sshAuthorizedKeys }: ClusterSpec["os"]): Os {
  const variant = osVariant(family);
  return {
    family,
    image,
    loginUser: loginUser ?? variant.loginUser,
    rootDevice: rootDevice ?? variant.rootDevice,
    awsCliImage: awsCliImage ?? defaults.os.properties.awsCliImage.default,
    sshAuthorizedKeys: sshAuthorizedKeys ?? [],
  };
}

const etcd = (
  { discoveryUrl, endpoints, archiveUrl }: NonNullable<ClusterSpec["etcd"]>,
  release: Kubernetes,
): Etcd => ({
  ...etcdPorts(release.features),
  discoveryUrl: discoveryUrl ?? null,
  endpoints: (endpoints ?? []).map((url) => url.replace(/\/+$/, "")),
  archiveUrl: archiveUrl ?? defaults.etcd.properties.archiveUrl.default,
});

/**
 * Valid spec to cluster: the only place where a default, a name, an address, a version or an image is decided.
 * Total over every spec of the right shape; what cannot be built is for the rules to refuse.
 */
export function resolve(spec: ClusterSpec, origin: Pick<SpecOrigin, "file" | "form">, inputs: Inputs): Cluster {
  const variant = platformVariant(spec.platform.type);
  const net = network(spec);
  const platform = variant.resolve(spec, net);
  const release = kubernetes(spec.kubernetes);
  const data = resolveData(spec, platform);
  const addons = resolveAddons(spec.addons ?? {}, data, {
    api: release.features.workloadApi,
    registry: registryEndpoint(net),
  });
  return {
    name: spec.name,
    spec: { ...origin, strayTokens: strayTokens(spec), misplaced: misplacedKeys(spec) },
    kubernetes: release,
    platform,
    os: os(spec.os),
    network: net,
    etcd: etcd(spec.etcd ?? {}, release),
    controlPlane: {
      instanceType: spec.controlPlane.instanceType,
      diskSize: spec.controlPlane.diskSize ?? defaults.diskSize.default,
      ...variant.host(platform),
    },
    nodePools: spec.nodePools.map((pool, index) => ({ ...nodePool(pool), ...variant.pool(platform, index) })),
    entrance: variant.entrance,
    files: [...(spec.files ?? []).map(ownFile), ...variant.files(platform)],
    data,
    addons,
    workloads: (spec.workloads ?? []).map(ownWorkload),
    services: (spec.services ?? []).map(ownService),
    tokens: resolveTokens(spec, { data, addons, platform }, inputs),
  };
}
