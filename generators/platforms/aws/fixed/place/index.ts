import { DEFAULTS } from "../../../../../schema/generated/defaults.ts";
import type { ClusterSpec } from "../../../../../schema/generated/types.ts";
import { LOOPBACK } from "../../../../facts/endpoints.ts";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { oneRoleEach } from "../../../../facts/nodes.ts";
import type { TakenDomain } from "../../../../model/place.ts";
import { EVERY_SOURCE } from "../../../../model/token.ts";
import { placeVariant, type Surroundings } from "../../../../model/variants.ts";
import { backup } from "../../fetching/place/backup.ts";
import type { MachineGroup } from "../../fetching/place/model.ts";
import { CONTROL_PLANE_GROUP, NODES_GROUP } from "../../fetching/place/nodes-groups.ts";
import { todaysSecurityGroups } from "../../fetching/place/today-security-groups.ts";
import { placeTokens } from "../../fetching/place/tokens.ts";
import { FIRST_PUBLIC_PART } from "../../place/addressing.ts";
import * as naming from "../../place/naming.ts";
import { OUTPUTS } from "../../place/outputs.ts";
import { zoneSubnets } from "../../place/place.ts";
import { type AwsSpec, awsSpec } from "../../place/spec.ts";
import { strayZones } from "../../place/stray-zones.ts";
import { placedEntrance, resolvePlaced } from "../../placed/place/index.ts";
import type { FixedPlace } from "./model.ts";
import { withEntrance } from "./security-groups.ts";

/** What the names of machines of a role are made of. */
interface Named {
  readonly cluster: string;
  readonly region: string;
  readonly zone: string;
}

/** Machines of one role; as many as the spec says, each in the place that it has. */
const machines = (
  { cluster, region, zone }: Named,
  role: string,
  count: number,
  labels: Readonly<Record<string, string>>,
): MachineGroup => ({
  role,
  name: naming.groupName(cluster, role),
  roleName: naming.roleName(cluster, role, region),
  tag: naming.machineTag(cluster, role),
  size: { min: count, max: count, desired: count },
  isPublic: false,
  securityGroup: role === CONTROL_PLANE ? CONTROL_PLANE_GROUP : NODES_GROUP.key,
  dataDiskSize: null,
  elasticIps: 0,
  labels,
  record: naming.inZone(role, zone),
  publicRecord: null,
});

const zoneDomain = (name: string): TakenDomain => ({ what: "private zone", name, path: ["name"] });

/** The API is asked at the control plane itself; only what comes from outside takes a load balancer. */
const api = (cluster: string, zone: string, isOpen: boolean): FixedPlace["api"] => ({
  name: naming.apiLoadBalancer(cluster),
  internal: !isOpen,
  publicName: isOpen ? naming.publicApiLoadBalancer(cluster) : null,
  certificate: null,
  privateRecord: naming.inZone(naming.API_NAME, zone),
  publicRecord: null,
});

/** What machines have that fetch what they consist of, whatever becomes of their addresses. */
function fetching({ name, platform, controlPlane, nodePools, etcd, os }: AwsSpec) {
  const zone = naming.privateZone(name);
  const named = { cluster: name, region: platform.region, zone };
  const apiAccess = platform.access?.api ?? [];
  return {
    isToday: true,
    waitsForMachines: false,
    tenancy: DEFAULTS.platform.tenancy,
    nat: platform.nat ?? DEFAULTS.platform.nat,
    dns: { privateName: zone, privateFrom: ["name"], privateId: null, publicName: null, publicId: null },
    apiAccess,
    api: api(name, zone, apiAccess.length > 0),
    controlPlane: machines(named, CONTROL_PLANE, 1, {}),
    keptDisk: {
      size: controlPlane.dataDiskSize ?? DEFAULTS.dataDiskSize,
      from: controlPlane.diskFrom ?? null,
    },
    pools: nodePools.map((pool) => machines(named, pool.name, pool.count, pool.labels ?? {})),
    // Needed where the release is known, and a spec of another one is refused for that alone.
    bucket: platform.bucket ?? "",
    backup: backup(etcd?.backup),
    alarms: (platform.alarms?.enabled ?? true) ? { topic: platform.alarms?.topic ?? null } : null,
    awsCliImage: os.awsCliImage ?? DEFAULTS.os.awsCliImage,
  } as const;
}

/** Everything about the place, from the spec and the schema's defaults. */
function resolve(given: ClusterSpec, surroundings: Surroundings): FixedPlace {
  const spec = awsSpec(given);
  const common = resolvePlaced(given, surroundings);
  const own = fetching(spec);
  const { loadBalancer, placement, routesContainers } = common;
  const groups = todaysSecurityGroups({
    cluster: spec.name,
    vpcCidr: common.vpcCidr,
    api: own.apiAccess,
    ssh: [],
    apart: [],
    hasPublicNodes: false,
    routed: routesContainers ? surroundings.network.podCidr : null,
    hasBalancer: false,
  });
  return {
    ...common,
    ...own,
    domains: [...common.domains, zoneDomain(own.dns.privateName)],
    nodesRunEtcd: false,
    securityGroups: withEntrance(spec.name, loadBalancer.listeners, groups),
    publicSubnets: zoneSubnets(spec.platform.zones, common.vpcCidr, spec.platform.publicSubnets, FIRST_PUBLIC_PART),
    sshAccess: [],
    icmpAccess: [],
    web: {
      http: true,
      https: loadBalancer.certificate !== null,
      behind: loadBalancer.listeners.map(({ nodePort }) => nodePort),
    },
    placement: {
      ...placement,
      controlPlane: { ...placement.controlPlane, fullName: naming.machineTag(spec.name, CONTROL_PLANE) },
    },
  };
}

/** EC2 machines of today's releases that each have an address of their own. */
export const fixed = placeVariant<FixedPlace>({
  type: "aws",
  networks: ["routes", "flannel"],
  families: ["ubuntu", "flatcar", "coreos", "atomic"],
  hasCloud: true,
  nodesComeAndGo: null,
  resolve,
  notices: (spec) => {
    const { platform } = awsSpec(spec);
    return [
      ...strayZones(["platform", "subnets"], platform.subnets, platform),
      ...strayZones(["platform", "publicSubnets"], platform.publicSubnets, platform),
    ];
  },
  idleKeys: (_spec, _os, network) => [
    ...(network === "flannel"
      ? [{ why: "no route table has the containers' ranges", keys: [["network", "routeQuota"]] }]
      : []),
    {
      why: "machines stand in private subnets, where Session Manager leads to them",
      keys: [
        ["platform", "access", "ssh"],
        ["platform", "access", "icmp"],
      ],
    },
    { why: "etcd runs on the control plane alone", keys: [["etcd", "discoveryUrl"]] },
  ],
  host: ({ api }) => ({
    host: api.privateRecord,
    entry: null,
    ownEntry: LOOPBACK,
    most: 1,
    hostFrom: [["name"]],
  }),
  pool: ({ pools, zones }, index) => {
    const count = pools[index]?.size.desired ?? 0;
    return { count, most: count, labels: pools[index]?.labels ?? {}, zones: zones.map(({ name }) => name) };
  },
  etcd: ({ placement: { controlPlane } }) => ({
    onNodes: false,
    members: [{ name: controlPlane.name, address: controlPlane.address }],
    directory: null,
    from: [["etcd"], ["kubernetes", "version"]],
  }),
  roles: (_place, cluster) => oneRoleEach(cluster),
  asksForNames: () => false,
  entrance: placedEntrance,
  files: () => [],
  tokens: placeTokens,
  outputs: OUTPUTS,
  sources: EVERY_SOURCE,
  machineSources: () => ["metadata", "machineFile", "ssm", "secretsmanager"],
});
