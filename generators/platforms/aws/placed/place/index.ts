import { DEFAULTS } from "../../../../../schema/generated/defaults.ts";
import type { ClusterSpec } from "../../../../../schema/generated/types.ts";
import { addressAt, containersOf } from "../../../../facts/addressing.ts";
import { CONTROL_PLANE, nodeName } from "../../../../facts/naming.ts";
import { oneRoleEach } from "../../../../facts/nodes.ts";
import * as ports from "../../../../facts/ports.ts";
import type { Entrance } from "../../../../model/cluster.ts";
import type { Placement, PoolPlacement, TakenDomain } from "../../../../model/place.ts";
import { EVERY_SOURCE } from "../../../../model/token.ts";
import { placeVariant, type Surroundings } from "../../../../model/variants.ts";
import { blockCapacity, FIRST_HOST, nodeAddress } from "../../place/addressing.ts";
import type { Zone } from "../../place/model.ts";
import * as naming from "../../place/naming.ts";
import { OUTPUTS } from "../../place/outputs.ts";
import { awsPlace } from "../../place/place.ts";
import { type AwsSpec, awsSpec } from "../../place/spec.ts";
import { strayZones } from "../../place/stray-zones.ts";
import type { HealthCheck, Listener, LoadBalancer, PlacedMachine, PlacedPlace } from "./model.ts";
import { securityGroups } from "./security-groups.ts";

/** What the places of machines are derived from. */
interface Plan {
  readonly cluster: string;
  readonly zones: readonly Zone[];
  readonly podCidr: string;
}

const place = (
  { cluster, podCidr }: Plan,
  name: string,
  tag: string,
  zone: string,
  address: string,
): PlacedMachine => ({
  name,
  fullName: naming.machineTag(cluster, tag),
  zone,
  address,
  podCidr: containersOf(podCidr, address),
});

/** Nodes go round the zones in turn; within a zone each takes the next address of the pool's block. */
function node(plan: Plan, pool: string, poolIndex: number, index: number): PlacedMachine {
  const { zones } = plan;
  const zone = zones[index % zones.length] as Zone;
  const name = nodeName(pool, index + 1);
  return place(plan, name, name, zone.name, nodeAddress(zone.subnet, poolIndex, Math.floor(index / zones.length)));
}

const poolPlacement = (
  plan: Plan,
  pool: AwsSpec["nodePools"][number],
  index: number,
): PoolPlacement<PlacedMachine> => ({
  nodes: Array.from({ length: pool.count }, (_, number) => node(plan, pool.name, index, number)),
  capacity: Math.min(...plan.zones.map((zone) => blockCapacity(zone.subnet, index))) * plan.zones.length,
});

function placement(spec: AwsSpec, plan: Plan): Placement<PlacedMachine> {
  const [zone] = plan.zones as readonly [Zone];
  const address = spec.controlPlane.address ?? addressAt(zone.subnet, FIRST_HOST);
  return {
    controlPlane: place(plan, CONTROL_PLANE, naming.CONTROL_PLANE_TAG, zone.name, address),
    others: [],
    pools: spec.nodePools.map((pool, index) => poolPlacement(plan, pool, index)),
  };
}

/** The document's health check: only whether somebody listens, not what stands behind it. */
const healthCheck = (nodePort: number): HealthCheck => ({
  target: `TCP:${nodePort}`,
  timeoutSeconds: 3,
  intervalSeconds: 5,
  unhealthyThreshold: 5,
  healthyThreshold: 3,
});

function loadBalancer(spec: AwsSpec): LoadBalancer {
  const { certificate = null, nodePort = DEFAULTS.loadBalancer.nodePort, dns = null } = spec.loadBalancer ?? {};
  const http: Listener = { protocol: "http", port: ports.HTTP, nodePort, certificate: null };
  const https: Listener = { protocol: "https", port: ports.HTTPS, nodePort: ports.HTTPS_NODE, certificate };
  const listeners = certificate === null ? [http] : [http, https];
  const name = naming.loadBalancer(spec.name);
  return { name, listeners, nodePort, certificate, dns, healthCheck: healthCheck(nodePort) };
}

const balancerName = (name: string): TakenDomain => ({
  what: "load balancer's name",
  name,
  path: ["loadBalancer", "dns", "name"],
});

/** Everything about the place, from the spec and the schema's defaults. */
export function resolvePlaced(
  given: ClusterSpec,
  { network, hasFixedRanges, features, os }: Surroundings,
): PlacedPlace {
  const spec = awsSpec(given);
  const common = awsPlace(spec, os, null);
  const balancer = loadBalancer(spec);
  const { ssh = [], icmp = [] } = spec.platform.access ?? {};
  const nodesRunEtcd = !os.hasPackages;
  const named = balancer.dns === null ? [] : [balancerName(balancer.dns.name)];
  return {
    type: "aws",
    ...common,
    domains: [...common.domains, ...named],
    routesContainers: hasFixedRanges,
    nodesRunEtcd,
    securityGroups: securityGroups(
      spec.name,
      balancer.listeners,
      { ssh, icmp },
      { features, routesContainers: hasFixedRanges, nodesRunEtcd },
    ),
    sshAccess: ssh,
    icmpAccess: icmp,
    loadBalancer: balancer,
    routeQuota: spec.network?.routeQuota ?? DEFAULTS.network.routeQuota,
    placement: placement(spec, { cluster: spec.name, zones: common.zones, podCidr: network.podCidr }),
  };
}

/** Where the load balancer leads. */
export const placedEntrance = ({ loadBalancer: { nodePort } }: PlacedPlace): Entrance => ({
  http: nodePort,
  https: ports.HTTPS_NODE,
  nodes: {},
  from: [["loadBalancer"]],
});

/** EC2 machines in a VPC that each have an address of their own. */
export const placed = placeVariant<PlacedPlace>({
  type: "aws",
  networks: ["routes", "flannel"],
  families: ["coreos", "atomic", "ubuntu", "flatcar"],
  hasCloud: true,
  nodesComeAndGo: null,
  resolve: resolvePlaced,
  notices: (spec) => {
    const { platform } = awsSpec(spec);
    return strayZones(["platform", "subnets"], platform.subnets, platform);
  },
  idleKeys: ({ nodePools }, { hasPackages }, network) => [
    {
      why: "machines of releases before 1.35 have nothing of it on aws",
      keys: [
        ...["bucket", "publicSubnets", "nat", "alarms"].map((key) => ["platform", key]),
        ["platform", "access", "api"],
        ["controlPlane", "dataDiskSize"],
        ["controlPlane", "diskFrom"],
        ["etcd", "backup"],
        ...nodePools.map((_, index) => ["nodePools", String(index), "labels"]),
      ],
    },
    ...(network === "flannel"
      ? [{ why: "no route table has the containers' ranges", keys: [["network", "routeQuota"]] }]
      : [{ why: `the pod network is ${network}`, keys: [["network", "flannelUrl"]] }]),
    ...(hasPackages ? [{ why: "etcd runs on the control plane alone", keys: [["etcd", "discoveryUrl"]] }] : []),
  ],
  host: (place) => ({
    host: place.placement.controlPlane.address,
    entry: null,
    ownEntry: null,
    most: 1,
    hostFrom: [
      ["controlPlane", "address"],
      ["platform", "zones"],
      ["platform", "subnets"],
      ["network", "vpcCidr"],
    ],
  }),
  pool: (place, index) => {
    const count = place.placement.pools[index]?.nodes.length ?? 0;
    return { count, most: count, labels: {}, zones: [] };
  },
  etcd: ({ nodesRunEtcd, placement: { controlPlane } }) => ({
    onNodes: nodesRunEtcd,
    members: nodesRunEtcd ? [] : [{ name: controlPlane.name, address: controlPlane.address }],
    directory: null,
    from: [["etcd"], ["kubernetes", "version"]],
  }),
  roles: (_place, cluster) => oneRoleEach(cluster),
  // The document's machines do; an image with packages is told of what there is.
  asksForNames: ({ hasPackages }) => !hasPackages,
  entrance: placedEntrance,
  files: () => [],
  tokens: () => [],
  outputs: OUTPUTS,
  sources: EVERY_SOURCE,
  machineSources: ({ machineSources }) => machineSources,
});
