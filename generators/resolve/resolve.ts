import type { Finding } from "../../schema/diagnostics.ts";
import { DEFAULTS } from "../../schema/generated/defaults.ts";
import type { ClusterSpec } from "../../schema/generated/types.ts";
import { addressAt } from "../facts/addressing.ts";
import { LOOPBACK, registryEndpoint } from "../facts/endpoints.ts";
import * as naming from "../facts/naming.ts";
import type { Cluster, Egress, Etcd, Kubernetes, Network, Os, SpecOrigin } from "../model/cluster.ts";
import type { Inputs } from "../model/inputs.ts";
import type { KubernetesFeatures } from "../model/kubernetes.ts";
import type { Place } from "../model/place.ts";
import type { NetworkVariant, OsVariant, PlaceVariant, Variants } from "../model/variants.ts";
import { etcdPorts, isSupported } from "../variants/kubernetes/index.ts";
import { programsOf } from "../variants/kubernetes/pins.ts";
import { resolveAddons } from "./addons.ts";
import { misplacedKeys } from "./misplaced-keys.ts";
import { ownFile, ownService, ownWorkload } from "./objects.ts";
import { registryFiles } from "./registries.ts";
import { strayTokens } from "./stray-tokens.ts";
import { resolveTokens } from "./tokens.ts";

/** The places in the service range that stay the same from one cluster to the next. */
const DNS_SERVICE = 2;
const REGISTRY_SERVICE = 3;

function network(spec: ClusterSpec, variant: NetworkVariant, asksForNames: boolean, hasDns: boolean): Network {
  const written = spec.network ?? {};
  const services = written.serviceCidr ?? DEFAULTS.network.serviceCidr;
  const domain = written.domain ?? naming.clusterDomain(spec.name);
  return {
    type: variant.type,
    flannelUrl: written.flannelUrl ?? DEFAULTS.network.flannelUrl,
    weaveUrl: written.weaveUrl ?? DEFAULTS.network.weaveUrl,
    password: written.password ?? null,
    podCidr: written.podCidr ?? variant.podCidr,
    serviceCidr: services,
    dnsServiceIp: written.dnsServiceIp ?? addressAt(services, DNS_SERVICE),
    registry: {
      hostname: naming.registryHost(domain),
      address: written.registryServiceIp ?? addressAt(services, REGISTRY_SERVICE),
    },
    domain,
    asksDns: asksForNames || hasDns || written.dnsServiceIp !== undefined || isOn(spec.addons?.dns),
    asksRegistry: asksForNames || written.registryServiceIp !== undefined || isOn(spec.addons?.registry),
  };
}

const isOn = (addon: { readonly enabled?: boolean } | undefined): boolean =>
  addon !== undefined && addon.enabled !== false;

/** What a machine never asks by a proxy: itself, what the place has for it, and the cluster's registry. */
const egress = (
  { proxy, noProxy, timeServers, registryMirrors }: NonNullable<ClusterSpec["egress"]>,
  { registry }: Network,
  { askedDirectly }: Place,
): Egress => ({
  proxy:
    proxy === undefined
      ? null
      : {
          url: proxy,
          except: [...new Set(["localhost", LOOPBACK, ...askedDirectly, registry.hostname, ...(noProxy ?? [])])],
        },
  timeServers: timeServers ?? [],
  mirrors: registryMirrors ?? {},
});

/** The look-behind lets the pattern start once, not at every slash. */
const withoutSlashes = (url: string): string => url.replace(/(?<!\/)\/+$/, "");

/** The same file where a mirror has it, below the name of the host that it comes from. */
const atMirror = (url: string, mirror: string | undefined): string =>
  mirror === undefined ? url : url.replace(/^https?:\//, withoutSlashes(mirror));

function kubernetes(
  { kubernetes: { version, releaseUrl, archiveUrl, registerUrl }, programs = {}, egress: way }: ClusterSpec,
  features: KubernetesFeatures,
): Kubernetes {
  const mirror = withoutSlashes(releaseUrl ?? features.releaseUrl);
  const mirrored = (url: string): string => atMirror(url, way?.programMirror);
  return {
    version,
    supported: isSupported(version),
    features,
    binariesUrl: `${mirror}/v${version}/bin/linux/amd64`,
    archiveUrl: archiveUrl ?? null,
    registerUrl: registerUrl ?? DEFAULTS.kubernetes.registerUrl,
    programs: programsOf(version, mirror, { ...programs }).map((program) => ({
      ...program,
      url: mirrored(program.url),
    })),
  };
}

const os = ({ family, loginUser, sshAuthorizedKeys }: ClusterSpec["os"], { facts }: OsVariant): Os => ({
  ...facts,
  family,
  loginUser: loginUser ?? facts.loginUser,
  sshAuthorizedKeys: sshAuthorizedKeys ?? [],
});

const etcd = (
  { discoveryUrl, endpoints, archiveUrl }: NonNullable<ClusterSpec["etcd"]>,
  release: Kubernetes,
  place: ReturnType<PlaceVariant["etcd"]>,
): Etcd => ({
  ...etcdPorts(release.features),
  ...place,
  discoveryUrl: discoveryUrl ?? null,
  endpoints: (endpoints ?? []).map(withoutSlashes),
  archiveUrl: archiveUrl ?? DEFAULTS.etcd.archiveUrl,
});

interface Resolved {
  readonly cluster: Cluster;
  /** What is noticed on the way and shows in no cluster. */
  readonly notices: readonly Finding[];
}

/**
 * Valid spec to cluster: the only place where a default, a name, an address, a version or an image is decided.
 * Total over every spec of the right shape; what cannot be built is for the rules to refuse.
 */
export function resolve(spec: ClusterSpec, variants: Variants, origin: SpecOrigin, inputs: Inputs): Resolved {
  const { place } = variants;
  const hasDns = !variants.features.plainApi && spec.addons?.dns?.enabled !== false;
  const net = network(spec, variants.network, place.asksForNames(variants.os.facts, variants.features), hasDns);
  const release = kubernetes(spec, variants.features);
  const system = os(spec.os, variants.os);
  const platform = place.resolve(spec, {
    network: net,
    hasFixedRanges: variants.network.hasFixedRanges,
    os: system,
    features: release.features,
  });
  const addons = resolveAddons(spec.addons ?? {}, platform.offers, {
    api: release.features.workloadApi,
    registry: registryEndpoint(net),
    coreDnsImage: release.features.coreDnsImage,
  });
  const store = etcd(spec.etcd ?? {}, release, place.etcd(platform));
  const nodePools = spec.nodePools.map(({ name }, index) => ({ name, ...place.pool(platform, index) }));
  const cluster: Cluster = {
    name: spec.name,
    spec: origin,
    kubernetes: release,
    platform,
    os: system,
    network: net,
    egress: egress(spec.egress ?? {}, net, platform),
    etcd: store,
    controlPlane: place.host(platform, spec),
    nodePools,
    roles: place.roles(platform, { nodePools, etcd: store }),
    entrance: place.entrance(platform),
    programs: { ...spec.programs },
    acknowledged: Object.entries(spec.acknowledged ?? {}).map(([code, reason]) => ({ code, reason })),
    files: [
      ...(spec.files ?? []).map(ownFile),
      ...variants.network.files(net),
      ...registryFiles(spec.registries ?? {}, system, variants.runtime),
      ...place.files(platform, variants.bootstrap.units),
    ],
    addons,
    workloads: (spec.workloads ?? []).map(ownWorkload),
    services: (spec.services ?? []).map(ownService),
    tokens: resolveTokens(spec, { addons, platform }, variants, inputs),
    sources: place.sources,
    machineSources: place.machineSources(system),
  };
  return {
    cluster,
    notices: [...misplacedKeys(spec, system, variants), ...place.notices(spec), ...strayTokens(spec)],
  };
}
