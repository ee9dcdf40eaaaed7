import schema from "../../../../schema/cluster.schema.json" with { type: "json" };
import type { ClusterSpec } from "../../../../schema/generated/types.ts";
import { addressAt, blockCapacity, FIRST_HOST, nodeAddress } from "../../../facts/addressing.ts";
import * as naming from "../../../facts/naming.ts";
import * as ports from "../../../facts/ports.ts";
import type { Network } from "../../../model/cluster.ts";
import type {
  AwsPlatform,
  HealthCheck,
  Listener,
  LoadBalancer,
  MachinePlace,
  Placement,
  PoolPlacement,
  Zone,
} from "../../../model/place.ts";
import { featuresOf } from "../../../variants/kubernetes.ts";
import { containersOf } from "../../../variants/network/routes.ts";
import { awsPlace } from "../place.ts";
import { securityGroups } from "./security-groups.ts";

/** What the places of machines are derived from. */
interface Plan {
  readonly cluster: string;
  readonly zones: readonly Zone[];
  readonly podCidr: string;
}

const place = ({ cluster, podCidr }: Plan, name: string, tag: string, zone: string, address: string): MachinePlace => ({
  name,
  fullName: naming.machineTag(cluster, tag),
  zone,
  address,
  podCidr: containersOf(podCidr, address),
});

/** Nodes go round the zones in turn; within a zone each takes the next address of the pool's block. */
function node(plan: Plan, pool: string, poolIndex: number, index: number): MachinePlace {
  const { zones } = plan;
  const zone = zones[index % zones.length] as Zone;
  const name = naming.nodeName(pool, index + 1);
  return place(plan, name, name, zone.name, nodeAddress(zone.subnet, poolIndex, Math.floor(index / zones.length)));
}

const poolPlacement = (plan: Plan, pool: ClusterSpec["nodePools"][number], index: number): PoolPlacement => ({
  nodes: Array.from({ length: pool.count }, (_, number) => node(plan, pool.name, index, number)),
  capacity: Math.min(...plan.zones.map((zone) => blockCapacity(zone.subnet, index))) * plan.zones.length,
});

function placement(spec: ClusterSpec, plan: Plan): Placement {
  const [zone] = plan.zones as readonly [Zone];
  const address = spec.controlPlane.address ?? addressAt(zone.subnet, FIRST_HOST);
  return {
    controlPlane: place(plan, naming.CONTROL_PLANE, naming.CONTROL_PLANE_TAG, zone.name, address),
    pools: spec.nodePools.map((pool, index) => poolPlacement(plan, pool, index)),
  };
}

/** The document's health check: only whether Apache listens, not what stands behind it. */
const HEALTH_CHECK: HealthCheck = {
  target: `TCP:${ports.HTTP_NODE}`,
  timeoutSeconds: 3,
  intervalSeconds: 5,
  unhealthyThreshold: 5,
  healthyThreshold: 3,
};

function loadBalancer(spec: ClusterSpec): LoadBalancer {
  const certificate = spec.loadBalancer?.certificate ?? null;
  const http: Listener = { protocol: "http", port: 80, nodePort: ports.HTTP_NODE, certificate: null };
  const https: Listener = { protocol: "https", port: 443, nodePort: ports.HTTPS_NODE, certificate };
  const listeners = certificate === null ? [http] : [http, https];
  return { name: naming.loadBalancer(spec.name), listeners, certificate, healthCheck: HEALTH_CHECK };
}

/** Everything about the place, from the spec and the schema's defaults. */
export function resolveAws(spec: ClusterSpec, { podCidr }: Pick<Network, "podCidr">): AwsPlatform {
  const common = awsPlace(spec);
  const balancer = loadBalancer(spec);
  return {
    type: "aws",
    ...common,
    securityGroups: securityGroups(spec.name, balancer.listeners, featuresOf(spec.kubernetes.version)),
    loadBalancer: balancer,
    routeQuota: spec.network?.routeQuota ?? schema.$defs.network.properties.routeQuota.default,
    existing: null,
    users: [],
    placement: placement(spec, { cluster: spec.name, zones: common.zones, podCidr }),
  };
}
