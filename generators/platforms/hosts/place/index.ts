import { DEFAULTS } from "../../../../schema/generated/defaults.ts";
import type { ClusterSpec } from "../../../../schema/generated/types.ts";
import { containersOf } from "../../../facts/addressing.ts";
import { apiName, CONTROL_PLANE, ETCD_MEMBER, isZoneLabel } from "../../../facts/naming.ts";
import { roleOf } from "../../../facts/nodes.ts";
import { MACHINE_ENVIRONMENT } from "../../../facts/paths.ts";
import * as ports from "../../../facts/ports.ts";
import type { Cluster, Network, NodePool, OsFacts, Role } from "../../../model/cluster.ts";
import type { Labels } from "../../../model/objects.ts";
import { type IdleKeys, placeVariant, type Surroundings } from "../../../model/variants.ts";
import { repeatedly } from "./counted.ts";
import { ENVIRONMENTS, type Host, type HostsPlace } from "./model.ts";
import { type HostSpec, type HostsSpec, hostsSpec } from "./spec.ts";

const HOSTS = ["platform", "hosts"] as const;

const OFFERED = ["flannel", "routes", "weave"] as const;

const isOn = ({ parts }: Pick<Host, "parts">, part: string): boolean => parts.includes(part);

/** A host as the spec, its group and its platform describe it. */
function host(spec: HostsSpec, given: HostSpec, index: number, { network, os, features }: Surroundings): Host {
  const { groups = {}, ssh = {} } = spec.platform;
  const name = given.group ?? null;
  const group = name !== null && Object.hasOwn(groups, name) ? groups[name] : undefined;
  const parts = given.roles ?? group?.roles ?? [];
  const zone = given.zone ?? group?.zone ?? null;
  const pool = spec.nodePools.find((each) => parts.includes(each.name));
  const zoneLabel: Labels = zone === null ? {} : { [features.zoneLabel]: zone };
  const login = { ...ssh, ...group?.ssh, ...given.ssh };
  return {
    index,
    name: given.name,
    address: given.address,
    podCidr: given.containers ?? containersOf(network.podCidr, given.address),
    said: parts,
    saysContainers: given.containers !== undefined,
    saysRoles: given.roles !== undefined,
    parts,
    group: name,
    zone,
    labels: { ...pool?.labels, ...group?.labels, ...given.labels, ...zoneLabel },
    ssh: { user: login.user ?? os.loginUser, port: login.port ?? ports.SSH, jump: login.jump ?? null },
  };
}

/** Of a pool's hosts the first are in use, as many as its count says; what is something else besides is, too. */
function inUse(spec: HostsSpec, hosts: readonly Host[]): readonly Host[] {
  const left = repeatedly(spec.nodePools.map(({ name, count }) => [name, count ?? hosts.length] as const));
  return hosts.flatMap((each): readonly Host[] => {
    const pool = spec.nodePools.find(({ name }) => isOn(each, name));
    if (pool === undefined || left(pool.name)) return [each];
    const others = each.parts.filter((part) => part !== pool.name);
    return others.length > 0 ? [{ ...each, parts: others }] : [];
  });
}

/** Everything about the place, from the spec and the schema's defaults. */
function resolve(given: ClusterSpec, surroundings: Surroundings): HostsPlace {
  const spec = hostsSpec(given);
  const all = spec.platform.hosts.map((each, index) => host(spec, each, index, surroundings));
  const hosts = inUse(spec, all);
  const pools = spec.nodePools.map(({ name }) => ({
    nodes: hosts.filter((each) => isOn(each, name)),
    capacity: all.filter((each) => isOn(each, name)).length,
  }));
  const userData = spec.platform.userData ?? DEFAULTS.platform.userData;
  const [first] = all as unknown as readonly [Host];
  const controlPlane = hosts.find((each) => isOn(each, CONTROL_PLANE)) ?? first;
  const { plainApi } = surroundings.features;
  return {
    type: "hosts",
    region: null,
    nameserver: null,
    ranges: [],
    domains: [],
    routesContainers: false,
    environmentFile: userData === "shared" ? `${ENVIRONMENTS}/%H` : MACHINE_ENVIRONMENT,
    hosts,
    endpoint: spec.controlPlane?.endpoint !== undefined,
    // Certificates are for a name, which outlives the address of whoever bears it.
    host: spec.controlPlane?.endpoint ?? (plainApi ? controlPlane.address : apiName(spec.name)),
    entry: spec.controlPlane?.endpoint === undefined && !plainApi ? controlPlane.address : null,
    wanted: spec.nodePools.map(({ count }) => count ?? null),
    groups: Object.keys(spec.platform.groups ?? {}),
    userData,
    registersByHand: (spec.kubernetes.registration ?? DEFAULTS.kubernetes.registration) === "manual",
    spare: all.filter(({ index }) => hosts.every((each) => each.index !== index)),
    placement: {
      controlPlane,
      others: hosts.filter((each) => spec.nodePools.every(({ name }) => !isOn(each, name))),
      pools,
    },
    offers: { database: null, store: null },
    askedDirectly: all.map(({ address }) => address),
    importedImages: Object.entries(spec.platform.importedImages ?? {}).map(([image, file]) => ({ image, file })),
    claims: hosts.map(({ name, address }) => `the host ${name} (${address})`),
  };
}

/** The members of etcd: where none is said to be one, the control plane's hosts are. */
const membersOf = ({ hosts }: HostsPlace): readonly Host[] => {
  const said = hosts.filter((each) => isOn(each, ETCD_MEMBER));
  return said.length > 0 ? said : hosts.filter((each) => isOn(each, CONTROL_PLANE));
};

/** The roles that hosts have, the control plane's first, then the members of etcd, then the pools in the order of the spec. */
function roles(place: HostsPlace, { nodePools }: Pick<Cluster, "nodePools">): readonly Role[] {
  const members = new Set(membersOf(place));
  const poolOf = (each: Host): Role["pool"] => {
    const index = nodePools.findIndex(({ name }) => isOn(each, name));
    return index === -1 ? null : { of: nodePools[index] as NodePool, index };
  };
  const found = place.hosts.map((each) =>
    roleOf(
      { isControlPlane: isOn(each, CONTROL_PLANE), isMember: isOn(each, ETCD_MEMBER), pool: poolOf(each) },
      members.has(each),
      [HOSTS, ["platform", "groups"], ["nodePools"]],
    ),
  );
  const rank = ({ isControlPlane, runsEtcd, pool }: Role): number =>
    (isControlPlane ? 0 : 200) + (runsEtcd ? 0 : 100) + (pool?.index ?? -1);
  return [...new Map(found.filter(({ name }) => name !== "").map((role) => [role.name, role])).values()].sort(
    (a, b) => rank(a) - rank(b),
  );
}

/** Keys that say something about another network than the cluster's. */
function idleKeys({ platform }: ClusterSpec, _os: OsFacts, type: Network["type"]): readonly IdleKeys[] {
  const of = (other: Network["type"], ...keys: readonly (readonly string[])[]): readonly IdleKeys[] =>
    type === other ? [] : [{ why: `the pod network is ${type}`, keys }];
  const leased: IdleKeys = { why: "flannel leases ranges", keys: [["platform", "hosts", "*", "containers"]] };
  const pushed: IdleKeys = {
    why: "hosts boot from user-data, and there is no push.sh that would bring images",
    keys: [["platform", "importedImages"]],
  };
  return [
    ...of("flannel", ["network", "flannelUrl"]),
    ...of("weave", ["network", "weaveUrl"], ["network", "password"]),
    ...(type === "flannel" ? [leased] : []),
    ...((platform.userData ?? DEFAULTS.platform.userData) === "none" ? [] : [pushed]),
  ];
}

/** Machines that exist already. */
export const hosts = placeVariant<HostsPlace>({
  type: "hosts",
  networks: OFFERED,
  families: ["ubuntu", "flatcar", "coreos", "atomic"],
  hasCloud: false,
  nodesComeAndGo: null,
  resolve,
  notices: () => [],
  idleKeys,
  host: (place) => ({
    host: place.host,
    entry: place.entry,
    ownEntry: null,
    hostFrom: [["controlPlane", "endpoint"], HOSTS],
    most: place.hosts.filter((each) => isOn(each, CONTROL_PLANE)).length,
  }),
  pool: ({ placement }, index) => {
    const nodes = placement.pools[index]?.nodes ?? [];
    const labels = nodes[0]?.labels ?? {};
    return {
      count: nodes.length,
      most: nodes.length,
      // What all of them bear, but for the zone.
      labels: Object.fromEntries(
        Object.entries(labels).filter(
          ([key, value]) => !isZoneLabel(key) && nodes.every((node) => node.labels[key] === value),
        ),
      ),
      zones: [...new Set(nodes.flatMap(({ zone }) => (zone === null ? [] : [zone])))],
    };
  },
  roles,
  etcd: (place) => ({
    onNodes: false,
    members: membersOf(place).map(({ name, address }) => ({ name, address })),
    directory: null,
    from: [["etcd"], ["kubernetes", "version"], HOSTS],
  }),
  asksForNames: () => false,
  entrance: () => ({ http: ports.HTTP, https: null, nodes: {}, from: [] }),
  files: () => [],
  tokens: () => [],
  outputs: {},
  sources: ["value", "env", "file", "machineFile"],
  machineSources: () => ["machineFile"],
});
