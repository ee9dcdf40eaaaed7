/** What each host is: its name, its address, its roles. */
import type { Finding, SpecPath } from "../../../../schema/diagnostics.ts";
import { didYouMean } from "../../../../schema/suggest.ts";
import { CONTROL_PLANE, ETCD_MEMBER } from "../../../facts/naming.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { Rule } from "../../../model/variants.ts";
import { repeated } from "../../../text/findings.ts";
import { byPlace } from "../place/by-place.ts";
import type { HostsPlace } from "../place/model.ts";

const HOSTS = ["platform", "hosts"] as const;

/** Where a host says something, or its group for it. */
const saidAt = (index: number, group: string | null, key: string, byItself: boolean): SpecPath =>
  byItself || group === null ? [...HOSTS, index, key] : ["platform", "groups", group, key];

export const hostNames: Rule<HostsPlace> = ({ platform }) => {
  const all = byPlace(platform);
  return [
    ...repeated({
      keys: all.map(({ name }) => name),
      pathOf: (index) => [...HOSTS, index, "name"],
      label: "first used here",
      message: (name) => `two hosts are called "${name}"`,
      help: "give each a name of its own, as hostname prints it there",
    }),
    ...repeated({
      keys: all.map(({ address }) => address),
      pathOf: (index) => [...HOSTS, index, "address"],
      label: "first used here",
      message: (address) => `two hosts have the address ${address}`,
      help: "give each its own",
    }).map((finding) => ({ ...finding, code: "address-conflict" as const })),
  ];
};

/** Roles that are none, several pools on one host, hosts without a role. */
function rolesOfHosts({ platform, nodePools }: Cluster<HostsPlace>): readonly Finding[] {
  const pools = nodePools.map(({ name }) => name);
  const known = [CONTROL_PLANE, ETCD_MEMBER, ...pools];
  return byPlace(platform).flatMap(({ name, index, said, group, saysRoles }): readonly Finding[] => {
    const path = saidAt(index, group, "roles", saysRoles);
    if (said.length === 0) {
      return [
        {
          code: "host-roles",
          places: [{ path: [...HOSTS, index], part: "key" }],
          message: `the host "${name}" has no role`,
          help: `say what it is for: roles: [${pools[0] ?? CONTROL_PLANE}]`,
        },
      ];
    }
    const unknown = said.flatMap((role, place): readonly Finding[] =>
      known.includes(role)
        ? []
        : [
            {
              code: "host-roles",
              places: [{ path: [...path, place] }],
              message: `"${role}" is no role: neither ${CONTROL_PLANE} nor ${ETCD_MEMBER}, nor a node pool`,
              help: didYouMean(role, known, `there is ${known.join(", ")}`),
              restsOn: nodePools.map((_, at) => ["nodePools", at, "name"]),
            },
          ],
    );
    const inPools = said.filter((role) => pools.includes(role));
    if (new Set(inPools).size < 2) return unknown;
    return [
      ...unknown,
      {
        code: "host-roles",
        places: [{ path }],
        message: `the host "${name}" is a node of ${inPools.join(" and ")}: a node has one pool`,
        help: `choose one; what tells its nodes apart are labels`,
      },
    ];
  });
}

/** A control plane, and hosts for every pool. */
function hostsOfRoles({ platform, nodePools }: Cluster<HostsPlace>): readonly Finding[] {
  const all = byPlace(platform);
  const none: readonly Finding[] = all.some(({ said }) => said.includes(CONTROL_PLANE))
    ? []
    : [
        {
          code: "host-roles",
          places: [{ path: HOSTS, part: "key" }],
          message: "no host is the control plane",
          help: `give one of them the role: roles: [${CONTROL_PLANE}]`,
        },
      ];
  return [
    ...none,
    ...nodePools.flatMap(({ name }, index): readonly Finding[] => {
      const there = platform.placement.pools[index]?.capacity ?? 0;
      const wanted = platform.wanted[index] ?? null;
      if (there === 0) {
        return [
          {
            code: "host-roles",
            places: [
              { path: ["nodePools", index, "name"] },
              { path: HOSTS, part: "key", label: "none of these has the role" },
            ],
            message: `the pool "${name}" has no host`,
            help: `give hosts the role: roles: [${name}]`,
          },
        ];
      }
      if (wanted === null || wanted <= there) return [];
      return [
        {
          code: "host-roles",
          places: [
            { path: ["nodePools", index, "count"] },
            { path: HOSTS, part: "key", label: `${there} of these have the role` },
          ],
          message: `the pool "${name}" is to have ${wanted} nodes, and ${there} hosts have its role`,
          help: `list the others with roles: [${name}], or say a smaller count`,
        },
      ];
    }),
  ];
}

export const hostRoles: Rule<HostsPlace> = (cluster) => [...rolesOfHosts(cluster), ...hostsOfRoles(cluster)];

/** Pools called as hosts call what else they are. */
export const poolNames: Rule<HostsPlace> = ({ nodePools }) =>
  nodePools.flatMap(({ name }, index): readonly Finding[] =>
    name === ETCD_MEMBER
      ? [
          {
            code: "duplicate-name",
            places: [{ path: ["nodePools", index, "name"] }],
            message: `a node pool cannot be called "${name}": hosts with that role are members of etcd`,
            help: "give the pool another name",
          },
        ]
      : [],
  );

/** Groups that are none, and groups without hosts. */
export const hostGroups: Rule<HostsPlace> = ({ platform }) => {
  const all = byPlace(platform);
  const known = platform.groups;
  const unknown = all.flatMap(({ group, index }): readonly Finding[] =>
    group === null || known.includes(group)
      ? []
      : [
          {
            code: "host-roles",
            places: [{ path: [...HOSTS, index, "group"] }],
            message: `there is no group "${group}"`,
            help: didYouMean(group, known, `add it to platform.groups, or choose one of ${known.join(", ") || "none"}`),
          },
        ],
  );
  const idle = known
    .filter((group) => all.every((host) => host.group !== group))
    .map(
      (group): Finding => ({
        code: "host-roles",
        severity: "warning",
        places: [{ path: ["platform", "groups", group], part: "key" }],
        message: `no host is of the group "${group}"`,
        help: "remove it, or say group of its hosts",
      }),
    );
  return [...unknown, ...idle];
};
